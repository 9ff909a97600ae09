"""The addresses of the back office."""

from django.urls import include, path

from comptoir.backoffice.accounts import doors, first
from comptoir.backoffice.accounts import views as accounts
from comptoir.backoffice.catalogue import categories
from comptoir.backoffice.catalogue import views as catalogue
from comptoir.backoffice.content import views as content
from comptoir.backoffice.customers import views as customers
from comptoir.backoffice.delivery import views as delivery
from comptoir.backoffice.history import views as history
from comptoir.backoffice.home import views as home
from comptoir.backoffice.inventory import views as inventory
from comptoir.backoffice.markets import views as markets
from comptoir.backoffice.messages import views as messages
from comptoir.backoffice.network import views as network
from comptoir.backoffice.orders import views as orders
from comptoir.backoffice.payments import views as payments

_desk = [
    path("", home.home, name="home"),
    path("search/", home.search, name="search"),
    path("preferences/", home.preferences, name="preferences"),
    path("welcome/<str:token>/", first.welcome, name="welcome"),
    path("set-up/", first.set_up, name="set-up"),
    path("orders/", orders.orders, name="orders"),
    path("orders/<uuid:id>/", orders.order, name="order"),
    path("orders/<uuid:id>/record-payment/", orders.record, name="order-record-payment"),
    path("orders/<uuid:id>/prepare/", orders.prepare, name="order-prepare"),
    path("orders/<uuid:id>/ship/", orders.ship, name="order-ship"),
    path("orders/<uuid:id>/cancel/", orders.cancel, name="order-cancel"),
    path("orders/<uuid:id>/messages/<slug:kind>/", orders.resend, name="order-resend"),
    path("documents/<uuid:id>.pdf", orders.document_pdf, name="document"),
    path("products/", catalogue.products, name="products"),
    path("products/new/", catalogue.product_new, name="product-new"),
    path("products/categories/", categories.categories, name="categories"),
    path("products/categories/new/", categories.category_new, name="category-new"),
    path("products/categories/<slug:code>/", categories.category, name="category"),
    path("products/<uuid:id>/", catalogue.product, name="product"),
    path("products/<uuid:id>/status/", catalogue.status, name="product-status"),
    path("products/<uuid:id>/pictures/", catalogue.pictures, name="product-pictures"),
    path("products/<uuid:id>/pictures/<uuid:media>/remove/", catalogue.picture_remove, name="product-picture-remove"),
    path("products/<uuid:id>/history/", catalogue.product_history, name="product-history"),
    path("stock/", inventory.stock, name="stock"),
    path("stock/<uuid:id>/", inventory.article, name="stock-article"),
    path("customers/", customers.customers, name="customers"),
    path("customers/<uuid:id>/", customers.customer, name="customer"),
    path("delivery/", delivery.delivery, name="delivery"),
    path("delivery/new/", delivery.method_new, name="delivery-new"),
    path("delivery/methods/<slug:code>/", delivery.method, name="delivery-method"),
    path("delivery/methods/<slug:code>/prices/", delivery.rates, name="delivery-rates"),
    path("delivery/methods/<slug:code>/active/", delivery.active, name="delivery-active"),
    path("payments/", payments.payments, name="payments"),
    path("payments/new/<slug:provider>/", payments.method_new, name="payment-new"),
    path("payments/methods/<slug:code>/", payments.method, name="payment-method"),
    path("payments/methods/<slug:code>/offered/", payments.enable, name="payment-enable"),
    path("pages/", content.pages, name="pages"),
    path("pages/new/", content.page_new, name="page-new"),
    path("pages/<slug:key>/edit/", content.page, name="page"),
    path("settings/", markets.merchant, name="settings"),
    path("settings/entities/", markets.entities, name="settings-entities"),
    path("settings/entities/<slug:code>/", markets.entity, name="settings-entity"),
    path("settings/markets/", markets.markets, name="settings-markets"),
    path("settings/markets/<slug:code>/", markets.market, name="settings-market"),
    path("settings/places/", network.places, name="settings-places"),
    path("settings/places/new/", network.place_new, name="settings-place-new"),
    path("settings/places/<slug:code>/", network.place, name="settings-place"),
    path("settings/mail/", messages.mail, name="settings-mail"),
    path("settings/staff/", accounts.staff, name="settings-staff"),
    path("settings/staff/new/", accounts.member_new, name="settings-member-new"),
    path("settings/staff/<uuid:id>/", accounts.member, name="settings-member"),
    path("settings/staff/<uuid:id>/active/", accounts.member_active, name="settings-member-active"),
    path("settings/roles/", accounts.roles, name="settings-roles"),
    path("settings/keys/", accounts.keys, name="settings-keys"),
    path("settings/keys/<uuid:id>/revoke/", accounts.key_revoke, name="settings-key-revoke"),
    path("settings/audit/", history.audit, name="settings-audit"),
]

# Signing in carries the names allauth looks for, without a name space of ours.
urlpatterns = [
    path("", include((_desk, "backoffice"))),
    path("account/", include(doors.urlpatterns)),
]
