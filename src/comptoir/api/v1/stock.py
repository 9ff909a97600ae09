"""What machines of the merchant write: stock counts and prices."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from django.utils.translation import gettext_lazy as _
from ninja import Router

from comptoir.api.access import KEY, caller
from comptoir.api.v1.asked import asked_market
from comptoir.api.v1.schemas.problems import Problem
from comptoir.api.v1.schemas.stock import CountsIn, CountsRecorded, PricesIn, PricesSet
from comptoir.domains.catalogue.queries import variants_by_sku
from comptoir.domains.catalogue.values import VariantCard
from comptoir.domains.inventory.actions import record_counts
from comptoir.domains.inventory.values import Count
from comptoir.domains.pricing.actions import set_prices
from comptoir.domains.pricing.values import NewPrice
from comptoir.kernel.errors import Invalid, ManyInvalid
from comptoir.kernel.requests import Request

router = Router(tags=["Stock and prices"])
_REFUSALS = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem}


class UnknownSku(Invalid):
    code = "request.unknown_sku"
    message = _("There is no item with the SKU “%(sku)s”.")


@router.post("/inventory/counts", response={200: CountsRecorded, **_REFUSALS}, auth=KEY)
def record_stock_counts(request: Request, body: CountsIn) -> CountsRecorded:
    """Set what stands on the shelf, up to 1,000 lines: all of them or none. Repeating it changes nothing."""
    actor = caller(request)
    variants = _known((count.sku for count in body.counts), "counts")
    counts = [
        Count(variant_id=variants[count.sku].id, place_code=count.place, quantity=count.quantity)
        for count in body.counts
    ]
    with _naming_the_line("counts", {"place": "place"}):
        changed = record_counts(counts=counts, reference=body.reference, actor=actor, now=request.now)
    return CountsRecorded(lines=len(counts), changed=changed)


@router.post("/prices", response={200: PricesSet, **_REFUSALS}, auth=KEY)
def set_new_prices(request: Request, body: PricesIn) -> PricesSet:
    """Set prices of a market, tax included, up to 1,000 lines: all of them or none."""
    actor = caller(request)
    variants = _known((price.sku for price in body.prices), "prices")
    prices = [
        NewPrice(
            variant_id=variants[price.sku].id,
            amount=price.amount.money(),
            compare_at=price.compare_at.money() if price.compare_at else None,
        )
        for price in body.prices
    ]
    market = asked_market(body.market).code
    with _naming_the_line("prices", {"price": "amount", "currency": "amount.currency"}):
        changed = set_prices(prices=prices, market=market, actor=actor, now=request.now)
    return PricesSet(lines=len(prices), changed=len(changed))


@contextmanager
def _naming_the_line(field: str, names: Mapping[str, str]) -> Iterator[None]:
    """An action says which line is wrong; whoever sent a thousand is to find it among their own."""
    try:
        yield
    except Invalid as error:
        if "line" in error.facts:
            error.field = f"{field}.{error.facts['line']}.{names.get(error.field, error.field)}"
        raise


def _known(skus: Iterable[str], field: str) -> dict[str, VariantCard]:
    """The variants of these SKUs, by the SKU as written.

    :raises ManyInvalid: with every line that names no article.
    """
    asked = list(skus)
    found = variants_by_sku(asked)
    unknown = [UnknownSku(field=f"{field}.{i}.sku", sku=sku) for i, sku in enumerate(asked) if sku not in found]
    if unknown:
        raise ManyInvalid(errors=tuple(unknown))
    return found
