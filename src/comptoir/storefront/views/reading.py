"""Pages for reading: the same for everybody, so shared."""

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_vary_headers

from comptoir.domains.catalogue.queries import category_by_slug
from comptoir.domains.content.errors import UnknownPage
from comptoir.domains.content.queries import page_by_slug
from comptoir.domains.content.values import Page, PageKind
from comptoir.domains.markets.errors import NotSetUp
from comptoir.domains.markets.queries import default_market
from comptoir.kernel.limits import Limit
from comptoir.kernel.requests import Request, limited
from comptoir.kernel.texts import text_in
from comptoir.storefront.addresses import Addresses
from comptoir.storefront.assemble.content import content_page
from comptoir.storefront.assemble.home import categories_page, home_page, landing_page
from comptoir.storefront.assemble.listing import all_goods_page, category_page, with_query
from comptoir.storefront.assemble.product import product_at, product_page
from comptoir.storefront.assemble.search import search_page, suggested
from comptoir.storefront.assemble.seen import seen_page
from comptoir.storefront.engine import render
from comptoir.storefront.here import Here
from comptoir.storefront.languages import best_language
from comptoir.storefront.narrowing import narrowing_of
from comptoir.storefront.pagecache.shared import shared_page
from comptoir.storefront.respond import moved, own, shared
from comptoir.storefront.views.around import asked, shop_page
from comptoir.storefront.views.refused import not_set_up

SEARCHES = Limit("storefront.searches", burst=60, per_minute=60)
SUGGESTIONS = Limit("storefront.suggestions", burst=200, per_minute=300)


def root(request: Request) -> HttpResponse:
    """To the front of the shop, in the best language for the visitor."""
    try:
        first = default_market()
    except NotSetUp:
        return not_set_up()
    response = HttpResponseRedirect(Addresses(best_language(request, first)).home())
    patch_vary_headers(response, ("Accept-Language",))
    return response


@shared_page
@shop_page()
def home(request: Request, here: Here) -> HttpResponse:
    page, keys = home_page(here)
    return shared(here, page, keys=keys)


@shop_page()
def to_home(request: Request, here: Here) -> HttpResponse:
    """``/fr`` without its slash."""
    return moved(here.at.home())


@shared_page
@shop_page()
def categories(request: Request, here: Here) -> HttpResponse:
    page, keys = categories_page(here)
    return shared(here, page, keys=keys)


@shared_page
@shop_page()
def category(request: Request, here: Here, slug: str) -> HttpResponse:
    present = category_by_slug(slug).slug_in(here.language)
    if present != slug:
        query = request.META["QUERY_STRING"]
        return moved(f"{here.at.category(present)}?{query}" if query else here.at.category(present))
    page, keys = category_page(slug, here, narrowing_of(request))
    return shared(here, page, keys=keys) if keys else own(here, page)


@shared_page
@shop_page()
def products(request: Request, here: Here) -> HttpResponse:
    page, keys = all_goods_page(here, narrowing_of(request))
    return shared(here, page, keys=keys) if keys else own(here, page)


@shared_page
@shop_page()
def product(request: Request, here: Here, slug: str) -> HttpResponse:
    found = product_at(slug, here)
    sku = asked(request, "variant")
    present = found.product.slug_in(here.language)
    if present != slug:
        return moved(here.at.product(present, variant=sku))
    page, keys = product_page(found, here, sku=sku)
    return shared(here, page, keys=keys)


@shop_page()
def search(request: Request, here: Here) -> HttpResponse:
    """Kept nowhere: hardly anybody asks the same twice, and a robot could fill any cache."""
    limited(request, SEARCHES)
    return own(
        here, search_page(asked(request, "q"), here, narrowing_of(request, within_categories=True)), secret=False
    )


@shop_page()
def suggestions(request: Request, here: Here) -> HttpResponse:
    """What fits the words while they are typed: links, to stand below the field. Without a script nobody asks."""
    limited(request, SUGGESTIONS)
    found = suggested(asked(request, "q"), here)
    response = HttpResponse(render("storefront/parts/suggestions.html", {"found": found}))
    response["Cache-Control"] = "private, no-store"
    return response


@shop_page()
def seen(request: Request, here: Here) -> HttpResponse:
    """The cards of what a browser has remembered for its visitor. Asked by script, and kept nowhere."""
    limited(request, SEARCHES)
    return own(here, seen_page(request.GET.getlist("p"), here))


@shared_page
@shop_page()
def page(request: Request, here: Here, slug: str) -> HttpResponse:
    found = page_by_slug(here.language, slug)
    number = _number(asked(request, "version"))
    present = text_in(found.slugs, here.language)
    if present != slug:
        return moved(with_query(here.at.page(present), version=asked(request, "version")))
    layout = here.designs.landing(found.key) if found.kind is PageKind.LANDING and number is None else None
    if layout is not None:
        made, its_keys = landing_page(found, layout, here)
        return shared(here, made, keys=its_keys)
    content, keys = content_page(found, here, number=number)
    return shared(here, content, keys=keys)


@shop_page()
def draft(request: Request, here: Here, key: str) -> HttpResponse:
    """A page made of blocks that has no address yet; only a preview leads here."""
    layout = here.designs.landing(key) if here.previewed else None
    if layout is None:
        raise UnknownPage(page=key)
    unseen = Page(
        key=key, kind=PageKind.LANDING, number=0, titles=layout.titles, slugs=layout.slugs, bodies={},
        position_in_footer=None, published_at=here.now, published_on=here.now.date(),
    )  # fmt: skip
    made, keys = landing_page(unseen, layout, here)
    return shared(here, made, keys=keys)


def _number(text: str) -> int | None:
    """:raises UnknownPage: for a version that is no number."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise UnknownPage(page=text)
    return int(text)
