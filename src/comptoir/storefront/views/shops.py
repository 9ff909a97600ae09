"""The merchant's places that buyers can go to."""

from django.http import HttpResponse

from comptoir.kernel.requests import Request
from comptoir.storefront.assemble.shop_pages import shop_page_of, shops_page
from comptoir.storefront.here import Here
from comptoir.storefront.pagecache.shared import shared_page
from comptoir.storefront.respond import shared
from comptoir.storefront.views.around import shop_page


@shared_page
@shop_page()
def shops(request: Request, here: Here) -> HttpResponse:
    page, keys = shops_page(here)
    return shared(here, page, keys=keys)


@shared_page
@shop_page()
def shop(request: Request, here: Here, code: str) -> HttpResponse:
    page, keys = shop_page_of(code, here)
    return shared(here, page, keys=keys)
