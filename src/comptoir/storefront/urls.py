"""The shop's addresses: each language has words of its own, a second market's segment stands in front of them."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpResponseBase
from django.urls import URLPattern, URLResolver, include, path, re_path

from comptoir.storefront.addresses import words_of
from comptoir.storefront.views import (
    account,
    alerts,
    basket,
    checkout,
    consenting,
    contact,
    doors,
    downloads,
    finding,
    looks,
    news,
    orders,
    paying,
    reading,
    refused,
    returns,
    reviews,
    share_cards,
    sharing,
    shops,
    wishes,
)
from comptoir.storefront.views import withdrawing as withdrawals

app_name = "storefront"
type _At = Callable[[str, Callable[..., HttpResponseBase], str], URLPattern]


def _under(language: str) -> list[URLPattern]:
    """Everything below ``/fr/``."""
    words, extra = words_of(language), {"language": language}

    def at(pattern: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
        return path(pattern.format_map(words), view, extra, name=name)

    return [*_looked_at(at), *_bought(at), *_followed(at)]


def _looked_at(at: _At) -> list[URLPattern]:
    """What there is, and what the shop says."""
    return [
        at("", reading.home, "home"),
        at("{products}", reading.products, "products"),
        at("{products}/<str:slug>", reading.product, "product"),
        at("{products}/<str:slug>/{reviews}", reviews.product_reviews, "reviews"),
        at("{reviews}/<uuid:id>", reviews.report, "review_report"),
        at("{alerts}", alerts.asking, "alerts"),
        at("{alerts}/<str:key>", alerts.alert, "alert"),
        at("{wishes}", wishes.wishes, "wishes"),
        at("{wishes}/{shared}/<str:key>", wishes.shared_wishes, "shared_wishes"),
        at("{wishes}/<str:sku>", wishes.wish, "wish"),
        at("{seen}", reading.seen, "seen"),
        at("{categories}", reading.categories, "categories"),
        at("{categories}/<str:slug>", reading.category, "category"),
        at("{search}", reading.search, "search"),
        at("{search}/suggestions", reading.suggestions, "suggestions"),
        at("{pages}/<str:slug>", reading.page, "page"),
        at("{contact}", contact.contact, "contact"),
        at("{news}", news.news, "news"),
        at("{news}/<str:key>", news.link, "news_link"),
        at("{cookies}", consenting.cookies, "cookies"),
        at("{shops}", shops.shops, "shops"),
        at("{shops}/<str:code>", shops.shop, "shop"),
        at("{withdrawing}", withdrawals.withdrawing, "withdrawing"),
        at("{share}/<slug:kind>/<str:name>.jpg", share_cards.share, "share"),
    ]


def _bought(at: _At) -> list[URLPattern]:
    """The basket on its way to an order, and who comes back."""
    return [
        at("{basket}", basket.basket, "basket"),
        at("{basket}/{shared}", sharing.share, "share_basket"),
        at("{basket}/{shared}/<str:shared_key>", sharing.shared, "shared_basket"),
        at("{basket}/<str:sku>", basket.line, "basket_line"),
        at("{checkout}", checkout.checkout, "checkout"),
        at("{account}", account.overview, "my_account"),
        at("{account}/{sign_in}", doors.sign_in, "sign_in"),
        at("{account}/{sign_out}", doors.sign_out, "sign_out"),
        at("{account}/{link}", doors.ask_link, "ask_link"),
        at("{account}/{link}/<str:link_key>", doors.link, "account_link"),
        at("{account}/{orders}", account.orders, "my_orders"),
        at("{account}/{returns}", account.returns, "my_returns"),
        at("{account}/{invoices}", account.invoices, "my_invoices"),
        at("{account}/{addresses}", account.addresses, "my_addresses"),
        at("{account}/{consents}", account.consents, "my_consents"),
        at("{account}/{security}", account.security, "my_security"),
        at("{account}/{data}", account.data, "my_data"),
        at("{account}/{data}/{file}", account.data_file, "my_data_file"),
        at("{payment}/<str:key>", paying.payment, "payment"),
    ]


def _followed(at: _At) -> list[URLPattern]:
    """An order once it is placed."""
    return [
        at("{confirmation}/<str:key>", orders.confirmation, "confirmation"),
        at("{tracking}/<str:key>", orders.tracking, "tracking"),
        at("{tracking}/<str:key>/{cancelling}", orders.cancelling, "cancelling"),
        at("{tracking}/<str:key>/{account}", orders.account, "account"),
        at("{tracking}/<str:key>/{reviews}", reviews.reviewing, "reviewing"),
        at("{tracking}/<str:key>/{reviews}/<int:position>", reviews.review, "review"),
        at("{tracking}/<str:key>/{returning}", returns.returning, "returning"),
        at("{tracking}/<str:key>/{returning}/<str:number>.pdf", returns.slip, "return_slip"),
        at("{tracking}/<str:key>/{returning}/<str:number>", returns.returned, "returned"),
        at("{downloads}/<str:key>", downloads.download, "download"),
        at("{tracking}/<str:key>/<str:number>.pdf", orders.document, "document"),
    ]


_LANGUAGES = [code for code, _ in settings.LANGUAGES]

_PREVIEW = "preview/<str:preview>/"


def _previewed(language: str) -> list[URLPattern | URLResolver]:
    """The shop as it stands at the desk: everything there is, and pages that have no address yet."""
    draft = path("draft/<slug:key>", reading.draft, {"language": language}, name="draft")
    below = include([*_under(language), draft])
    return [path(f"{_PREVIEW}{language}/", below), path(f"{_PREVIEW}<slug:segment>/{language}/", below)]


urlpatterns: list[URLPattern | URLResolver] = [
    path("", reading.root, name="root"),
    path("look/<int:number>/<slug:name>.css", looks.sheet, name="look"),
    path(f"{_PREVIEW}look.css", looks.previewed_sheet, name="preview_look"),
    *(each for code in _LANGUAGES for each in _previewed(code)),
    path("robots.txt", finding.robots, name="robots"),
    path("sitemap.xml", finding.sitemap, name="sitemap"),
    path("sitemaps/<slug:market>/<slug:language>/pages.xml", finding.pages_listed, name="sitemap_pages"),
    path("sitemaps/<slug:market>/<slug:language>/products-<str:start>.xml", finding.goods_listed, name="sitemap_goods"),
    *(path(f"{code}/", include(_under(code))) for code in _LANGUAGES),
    *(path(code, reading.to_home, {"language": code}, name="to_home") for code in _LANGUAGES),
    *(path(f"<slug:segment>/{code}/", include(_under(code))) for code in _LANGUAGES),
    re_path("^(?P<rest>.*)$", refused.nothing_here, name="nothing"),
]
