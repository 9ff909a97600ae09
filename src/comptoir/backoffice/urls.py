"""The addresses of the back office."""

from django.urls import include, path

from comptoir.backoffice.accounts import doors, first
from comptoir.backoffice.accounts import views as accounts
from comptoir.backoffice.cases import views as cases
from comptoir.backoffice.catalogue import categories
from comptoir.backoffice.catalogue import views as catalogue
from comptoir.backoffice.content import views as content
from comptoir.backoffice.customers import views as customers
from comptoir.backoffice.delivery import promises as delivery_promises
from comptoir.backoffice.delivery import views as delivery
from comptoir.backoffice.fulfilment import views as bench
from comptoir.backoffice.history import views as history
from comptoir.backoffice.home import views as home
from comptoir.backoffice.integrations import views as integrations
from comptoir.backoffice.inventory import buying, counting, keeping, moving, restocking, supplying
from comptoir.backoffice.inventory import views as inventory
from comptoir.backoffice.ledger import views as ledger
from comptoir.backoffice.markets import views as markets
from comptoir.backoffice.messages import views as messages
from comptoir.backoffice.network import views as network
from comptoir.backoffice.orders import changing, holds, many, packing, recording, refunding
from comptoir.backoffice.orders import narrowed as orders_narrowed
from comptoir.backoffice.orders import views as orders
from comptoir.backoffice.payments import views as payments
from comptoir.backoffice.pricing import views as pricing
from comptoir.backoffice.returns import registering
from comptoir.backoffice.returns import views as returns
from comptoir.backoffice.stored_value import views as stored_value
from comptoir.backoffice.work import views as work

_desk = [
    path("", home.home, name="home"),
    path("search/", home.search, name="search"),
    path("preferences/", home.preferences, name="preferences"),
    path("welcome/<str:token>/", first.welcome, name="welcome"),
    path("set-up/", first.set_up, name="set-up"),
    path("orders/", orders.orders, name="orders"),
    path("orders/export.csv", orders_narrowed.export, name="orders-export"),
    path("orders/ship/", many.ship_many, name="orders-ship"),
    path("orders/record/", many.record_many, name="orders-record"),
    path("orders/prepare/", many.prepare_many, name="orders-prepare"),
    path("orders/hold/", many.hold_many, name="orders-hold"),
    path("orders/release/", many.release_many, name="orders-release"),
    path("orders/cancel/", many.cancel_many, name="orders-cancel"),
    path("orders/refunds/", refunding.refunds, name="refunds"),
    path("orders/<uuid:id>/", orders.order, name="order"),
    path("orders/<uuid:id>/record-payment/", recording.record, name="order-record-payment"),
    path("orders/<uuid:id>/prepare/", orders.prepare, name="order-prepare"),
    path("orders/<uuid:id>/parcels/<uuid:parcel>/ship/", packing.ship, name="order-ship"),
    path("orders/<uuid:id>/parcels/<uuid:parcel>/ready/", packing.ready, name="parcel-ready"),
    path("orders/<uuid:id>/parcels/<uuid:parcel>/hand-over/", packing.hand_over, name="parcel-hand-over"),
    path("orders/<uuid:id>/parcels/<uuid:parcel>/report/", packing.report, name="parcel-report"),
    path("orders/<uuid:id>/parcels/<uuid:parcel>/label/", packing.label, name="parcel-label"),
    path("orders/<uuid:id>/parcels/<uuid:parcel>/slip.pdf", packing.slip_pdf, name="parcel-slip"),
    path("orders/<uuid:id>/parcels/<uuid:parcel>/label.pdf", packing.label_pdf, name="parcel-label-pdf"),
    path(
        "orders/<uuid:id>/parcels/<uuid:parcel>/label/call-off/", packing.label_call_off, name="parcel-label-call-off"
    ),
    path("orders/<uuid:id>/change/", changing.change, name="order-change"),
    path("orders/<uuid:id>/hold/", orders.hold, name="order-hold"),
    path("orders/<uuid:id>/release/", orders.release, name="order-release"),
    path("orders/<uuid:id>/note/", orders.note, name="order-note"),
    path("orders/<uuid:id>/deposit/", orders.deposit, name="order-deposit"),
    path("orders/<uuid:id>/refund/", refunding.refund, name="order-refund"),
    path("orders/refunds/<uuid:id>/sent/", refunding.refund_sent, name="refund-sent"),
    path("orders/refunds/<uuid:id>/credit/", refunding.refund_kept, name="refund-kept"),
    path("orders/<uuid:id>/return/", registering.register, name="order-return"),
    path("orders/<uuid:id>/cancel/", orders.cancel, name="order-cancel"),
    path("orders/<uuid:id>/messages/<slug:kind>/", orders.resend, name="order-resend"),
    path("orders/picking/", bench.batches, name="batches"),
    path("orders/picking/new/", bench.pick, name="orders-pick"),
    path("orders/picking/<uuid:id>/", bench.batch, name="batch"),
    path("orders/picking/<uuid:id>/picks/", bench.picks, name="batch-picks"),
    path("orders/picking/<uuid:id>/picked/", bench.picked, name="batch-picked"),
    path("orders/picking/<uuid:id>/cancel/", bench.cancel, name="batch-cancel"),
    path("orders/picking/<uuid:id>/label/", bench.label, name="batch-label"),
    path("orders/picking/<uuid:id>/ship/", bench.ship, name="batch-ship"),
    path("orders/picking/<uuid:id>/slips.pdf", bench.slips, name="batch-slips"),
    path("orders/picking/<uuid:id>/labels.pdf", bench.labels, name="batch-labels"),
    path("orders/returns/", returns.returns, name="returns"),
    path("orders/returns/<uuid:id>/", returns.one_return, name="return"),
    path("orders/returns/<uuid:id>/accept/", returns.accept, name="return-accept"),
    path("orders/returns/<uuid:id>/receive/", returns.receive, name="return-receive"),
    path("orders/returns/<uuid:id>/replace/", returns.replace, name="return-replace"),
    path("orders/returns/<uuid:id>/refuse/", returns.refuse, name="return-refuse"),
    path("documents/<uuid:id>.pdf", orders.document_pdf, name="document"),
    path("products/", catalogue.products, name="products"),
    path("products/new/", catalogue.product_new, name="product-new"),
    path("products/categories/", categories.categories, name="categories"),
    path("products/categories/new/", categories.category_new, name="category-new"),
    path("products/categories/<slug:code>/", categories.category, name="category"),
    path("products/vouchers/", pricing.vouchers, name="vouchers"),
    path("products/vouchers/new/", pricing.voucher_new, name="voucher-new"),
    path("products/vouchers/<uuid:id>/", pricing.voucher, name="voucher"),
    path("products/vouchers/<uuid:id>/switch/", pricing.switch, name="voucher-switch"),
    path("products/vouchers/batches/<uuid:id>/", pricing.batch, name="voucher-batch"),
    path("products/<uuid:id>/", catalogue.product, name="product"),
    path("products/<uuid:id>/status/", catalogue.status, name="product-status"),
    path("products/<uuid:id>/pictures/", catalogue.pictures, name="product-pictures"),
    path("products/<uuid:id>/pictures/<uuid:media>/remove/", catalogue.picture_remove, name="product-picture-remove"),
    path("products/<uuid:id>/history/", catalogue.product_history, name="product-history"),
    path("stock/", inventory.stock, name="stock"),
    path("stock/<uuid:id>/", inventory.article, name="stock-article"),
    path("stock/<uuid:id>/policy/", keeping.policy, name="stock-policy"),
    path("stock/<uuid:id>/write-off/", keeping.write_off, name="stock-write-off"),
    path("stock/<uuid:id>/spread/", keeping.spread, name="stock-spread"),
    path("stock/<uuid:id>/gather/", keeping.gather, name="stock-gather"),
    path("stock/<uuid:id>/supplier/", keeping.supply, name="stock-supply"),
    path("stock/to-order/", restocking.to_order, name="stock-to-order"),
    path("stock/purchases/", buying.purchases, name="purchases"),
    path("stock/purchases/new/", buying.purchase_new, name="purchase-new"),
    path("stock/purchases/<uuid:id>/", buying.purchase, name="purchase"),
    path("stock/purchases/<uuid:id>/order.pdf", buying.purchase_pdf, name="purchase-pdf"),
    path("stock/purchases/<uuid:id>/lines/", buying.purchase_lines, name="purchase-lines"),
    path("stock/purchases/<uuid:id>/place/", buying.purchase_place, name="purchase-place"),
    path("stock/purchases/<uuid:id>/receive/", buying.purchase_receive, name="purchase-receive"),
    path("stock/purchases/<uuid:id>/cancel/", buying.purchase_cancel, name="purchase-cancel"),
    path("stock/purchases/<uuid:id>/close/", buying.purchase_close, name="purchase-close"),
    path("stock/transfers/", moving.transfers, name="transfers"),
    path("stock/transfers/new/", moving.transfer_new, name="transfer-new"),
    path("stock/transfers/<uuid:id>/", moving.transfer, name="transfer"),
    path("stock/transfers/<uuid:id>/receive/", moving.transfer_receive, name="transfer-receive"),
    path("stock/transfers/<uuid:id>/cancel/", moving.transfer_cancel, name="transfer-cancel"),
    path("stock/counts/", counting.counts, name="counts"),
    path("stock/counts/new/", counting.count_new, name="count-new"),
    path("stock/counts/<uuid:id>/", counting.count, name="count"),
    path("stock/counts/<uuid:id>/record/", counting.count_record, name="count-record"),
    path("stock/counts/<uuid:id>/close/", counting.count_close, name="count-close"),
    path("stock/counts/<uuid:id>/cancel/", counting.count_cancel, name="count-cancel"),
    path("stock/suppliers/", supplying.supplier_list, name="suppliers"),
    path("stock/suppliers/new/", supplying.supplier_new, name="supplier-new"),
    path("stock/suppliers/<slug:code>/", supplying.supplier, name="supplier"),
    path("customers/", customers.customers, name="customers"),
    path("customers/<uuid:id>/", customers.customer, name="customer"),
    path("cases/", cases.cases, name="cases"),
    path("cases/<uuid:id>/", cases.case, name="case"),
    path("cases/<uuid:id>/take/", cases.take, name="case-take"),
    path("cases/<uuid:id>/note/", cases.note, name="case-note"),
    path("cases/<uuid:id>/resolve/", cases.resolve, name="case-resolve"),
    path("cases/<uuid:id>/dismiss/", cases.dismiss, name="case-dismiss"),
    path("cases/<uuid:id>/refund-sent/", cases.refund_sent, name="case-refund-sent"),
    path("cases/<uuid:id>/recheck/", cases.recheck, name="case-recheck"),
    path("cases/<uuid:id>/retry/", cases.retry, name="case-retry"),
    path("cases/<uuid:id>/switch-off/", cases.switch_off, name="case-switch-off"),
    path("delivery/", delivery.delivery, name="delivery"),
    path("delivery/promises/", delivery_promises.promises, name="delivery-promises"),
    path("delivery/new/", delivery.method_new, name="delivery-new"),
    path("delivery/methods/<slug:code>/", delivery.method, name="delivery-method"),
    path("delivery/methods/<slug:code>/prices/", delivery.rates, name="delivery-rates"),
    path("delivery/methods/<slug:code>/active/", delivery.active, name="delivery-active"),
    path("payments/", payments.payments, name="payments"),
    path("payments/new/<slug:provider>/", payments.method_new, name="payment-new"),
    path("payments/methods/<slug:code>/", payments.method, name="payment-method"),
    path("payments/methods/<slug:code>/offered/", payments.enable, name="payment-enable"),
    path("payments/gift-cards/", stored_value.cards, name="cards"),
    path("payments/gift-cards/new/", stored_value.card_new, name="card-new"),
    path("payments/gift-cards/<uuid:id>/", stored_value.card, name="card"),
    path("payments/gift-cards/<uuid:id>/correct/", stored_value.correct, name="card-correct"),
    path("payments/gift-cards/<uuid:id>/send/", stored_value.resend, name="card-resend"),
    path("payments/gift-cards/<uuid:id>/block/", stored_value.block, name="card-block"),
    path("pages/", content.pages, name="pages"),
    path("pages/new/", content.page_new, name="page-new"),
    path("pages/<slug:key>/edit/", content.page, name="page"),
    path("settings/", markets.merchant, name="settings"),
    path("settings/entities/", markets.entities, name="settings-entities"),
    path("settings/entities/<slug:code>/", markets.entity, name="settings-entity"),
    path("settings/markets/", markets.markets, name="settings-markets"),
    path("settings/markets/<slug:code>/", markets.market, name="settings-market"),
    path("settings/holds/", holds.hold_settings, name="settings-holds"),
    path("settings/places/", network.places, name="settings-places"),
    path("settings/places/new/", network.place_new, name="settings-place-new"),
    path("settings/places/<slug:code>/", network.place, name="settings-place"),
    path("settings/mail/", messages.mail, name="settings-mail"),
    path("settings/mail/resend/", messages.resend, name="settings-mail-resend"),
    path("settings/staff/", accounts.staff, name="settings-staff"),
    path("settings/staff/new/", accounts.member_new, name="settings-member-new"),
    path("settings/staff/<uuid:id>/", accounts.member, name="settings-member"),
    path("settings/staff/<uuid:id>/active/", accounts.member_active, name="settings-member-active"),
    path("settings/roles/", accounts.roles, name="settings-roles"),
    path("settings/keys/", accounts.keys, name="settings-keys"),
    path("settings/keys/<uuid:id>/revoke/", accounts.key_revoke, name="settings-key-revoke"),
    path("settings/webhooks/", integrations.webhooks, name="settings-webhooks"),
    path("settings/webhooks/new/", integrations.webhook_new, name="settings-webhook-new"),
    path("settings/webhooks/<uuid:id>/", integrations.webhook, name="settings-webhook"),
    path("settings/webhooks/<uuid:id>/switch/", integrations.webhook_switch, name="settings-webhook-switch"),
    path("settings/webhooks/<uuid:id>/secret/", integrations.webhook_secret, name="settings-webhook-secret"),
    path("settings/webhooks/<uuid:id>/test/", integrations.webhook_test, name="settings-webhook-test"),
    path("settings/webhooks/<uuid:id>/remove/", integrations.webhook_remove, name="settings-webhook-remove"),
    path("settings/webhooks/messages/<uuid:id>/", integrations.webhook_message, name="settings-webhook-message"),
    path("settings/webhooks/messages/<uuid:id>/again/", integrations.webhook_again, name="settings-webhook-again"),
    path("settings/work/", work.failed, name="settings-work"),
    path("settings/work/replay/", work.replay, name="settings-work-replay"),
    path("settings/ledger/", ledger.balance, name="settings-ledger"),
    path("settings/ledger/entries/", ledger.entries, name="settings-ledger-entries"),
    path("settings/ledger/fec/<slug:code>/<int:year>/", ledger.fec, name="settings-fec"),
    path("settings/audit/", history.audit, name="settings-audit"),
]

# Signing in carries the names allauth looks for, without a name space of ours.
urlpatterns = [
    path("", include((_desk, "backoffice"))),
    path("account/", include(doors.urlpatterns)),
]
