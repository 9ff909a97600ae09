"""Reviews: read them, report one, and write one behind the order's signed address."""

from http import HTTPStatus
from uuid import UUID

from django.http import HttpResponse

from comptoir.domains.reviews.actions import report_review, write_review
from comptoir.domains.reviews.errors import TooManyEdits
from comptoir.domains.reviews.queries import review_of_line
from comptoir.domains.reviews.values import ReportReason, ReviewId
from comptoir.kernel.errors import Invalid
from comptoir.kernel.ids import new_id
from comptoir.kernel.limits import Limit
from comptoir.kernel.requests import Request, limited, source_of
from comptoir.storefront.assemble.reviewing import TypedReview, review_form_page, reviewing_page
from comptoir.storefront.assemble.reviews import report_page, reviewed_product, reviews_page
from comptoir.storefront.carts import buyer
from comptoir.storefront.here import Here
from comptoir.storefront.pagecache.shared import shared_page
from comptoir.storefront.refusals import field_errors
from comptoir.storefront.respond import moved, own, see_other, shared
from comptoir.storefront.views.around import READ_AND_POST, asked, said, shop_page
from comptoir.storefront.views.orders import order_at

WRITINGS = Limit("storefront.reviews", burst=20, per_minute=5)
REPORTS = Limit("storefront.review_reports", burst=5, per_minute=1)
_SAID = "said"


@shared_page
@shop_page()
def product_reviews(request: Request, here: Here, slug: str) -> HttpResponse:
    product = reviewed_product(slug, here)
    present = product.slug_in(here.language)
    if present != slug:
        return moved(here.at.reviews(present))
    page, keys = reviews_page(product, here, cursor=asked(request, "cursor"))
    return shared(here, page, keys=keys)


@shop_page(READ_AND_POST)
def report(request: Request, here: Here, id: UUID) -> HttpResponse:
    """What is wrong with a review; each reader is counted once, by a hash that tells nobody where they are."""
    review_id = ReviewId(id)
    if request.method != "POST":
        return own(here, report_page(review_id, here))
    limited(request, REPORTS)
    reason = said(request, "reason")
    try:
        report_review(
            review_id=review_id,
            reason=ReportReason(reason) if reason in set(ReportReason) else ReportReason.OTHER,
            text=said(request, "text"),
            source=source_of(request) or str(new_id()),
            actor=buyer(),
            now=here.now,
        )
    except Invalid as refusal:
        page = report_page(review_id, here, typed=said(request, "text"), error=str(refusal))
        return own(here, page, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return own(here, report_page(review_id, here, reported=True))


@shop_page()
def reviewing(request: Request, here: Here, key: str) -> HttpResponse:
    """What can be reviewed of an order."""
    return own(here, reviewing_page(order_at(request, key), here, said=bool(asked(request, _SAID))))


@shop_page(READ_AND_POST)
def review(request: Request, here: Here, key: str, position: int) -> HttpResponse:
    """The form of one line; sent, it waits until somebody has read it.

    :raises NotBought: when the order has no such line, or nothing of it has left.
    """
    order = order_at(request, key)
    if request.method != "POST":
        return own(here, review_form_page(order, position, here))
    limited(request, WRITINGS)
    review_of_line(order, position)
    typed = TypedReview.of_form(request.POST.dict())
    try:
        write_review(draft=typed.draft(order, position, here), actor=buyer(order.id, "order"), now=here.now)
    except (Invalid, TooManyEdits) as refusal:
        errors = field_errors(refusal) if isinstance(refusal, Invalid) else {"text": str(refusal)}
        page = review_form_page(order, position, here, typed, errors)
        return own(here, page, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return see_other(f"{here.at.reviewing(key)}?{_SAID}=1")
