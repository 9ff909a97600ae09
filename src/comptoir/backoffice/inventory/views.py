"""Stock: the list, one article, a count."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.inventory.keeping import keeping_panels
from comptoir.backoffice.inventory.reading import card_of, count_form, stock_list, stock_page
from comptoir.backoffice.refusals import refusals_in
from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.actions import record_counts
from comptoir.domains.inventory.errors import ShelfMoved
from comptoir.domains.inventory.permissions import INVENTORY_ADJUST, INVENTORY_VIEW
from comptoir.domains.inventory.values import Count


@require_GET
@desk("stock", INVENTORY_VIEW)
def stock(at: Desk) -> HttpResponse:
    return at.show(stock_list(at))


@require_http_methods(["GET", "POST"])
@desk("stock", INVENTORY_VIEW)
def article(at: Desk, id: UUID) -> HttpResponse:
    variant_id = VariantId(id)
    card = card_of(variant_id)
    if at.request.method != "POST":
        return at.show(stock_page(at, card, count_form(at, variant_id), keeping_panels(at, variant_id)))
    at.actor.must(INVENTORY_ADJUST)
    form = count_form(at, variant_id, at.request.POST)
    if form.is_valid():
        counts = [
            Count(variant_id=variant_id, place_code=code, quantity=quantity, seen=seen)
            for code, (quantity, seen) in form.counted().items()
        ]
        with refusals_in(form):
            try:
                record_counts(counts=counts, reference=form.cleaned_data["because"], actor=at.actor, now=at.now)
            except ShelfMoved as error:
                for shelf in error.moved:
                    form.look_again(f"count_{shelf.place_code}", shelf.quantity)
    if form.errors:
        return at.show(stock_page(at, card, form, keeping_panels(at, variant_id)), status=422)
    at.said(_("The count is recorded."))
    return at.to("stock-article", id)
