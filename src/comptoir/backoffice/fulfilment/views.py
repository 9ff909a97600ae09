"""The packing bench: from the list of orders to the van."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET, require_POST

from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.formats import number_text
from comptoir.backoffice.fulfilment.reading import batch_list, batch_page, bench_of, names_of
from comptoir.backoffice.orders.narrowed import TO_PREPARE
from comptoir.backoffice.orders.ticked import ticked_orders, told_refusals
from comptoir.backoffice.refusals import sentence
from comptoir.domains.fulfilment.actions import cancel_batch, close_batch, record_picks
from comptoir.domains.fulfilment.errors import BadFound, NoLabel
from comptoir.domains.fulfilment.permissions import FULFILMENT_SHIP, FULFILMENT_VIEW
from comptoir.domains.fulfilment.queries import packing_slips, read_labels
from comptoir.domains.fulfilment.values import BatchId, LabelState, Pick
from comptoir.flows.label_parcels import label_parcels
from comptoir.flows.ship_parcels import ship_parcels
from comptoir.flows.start_picking import start_picking
from comptoir.kernel.errors import BusinessError

_DIGITS = 9


@require_GET
@desk("orders", FULFILMENT_VIEW)
def batches(at: Desk) -> HttpResponse:
    return at.show(batch_list(at))


@require_GET
@desk("orders", FULFILMENT_VIEW)
def batch(at: Desk, id: UUID) -> HttpResponse:
    return at.show(batch_page(at, bench_of(at, BatchId(id))))


@require_POST
@desk("orders", FULFILMENT_SHIP)
def pick(at: Desk) -> HttpResponse:
    """The orders that were ticked in the list."""
    ticked = ticked_orders(at)
    if not ticked:
        messages.error(at.request, _("First tick the orders to pick."))
        return at.to("orders", view=TO_PREPARE)
    place = at.request.POST.get("place", "")
    begun = start_picking(order_ids=ticked, place_code=place, actor=at.actor, now=at.now)
    if begun.batch_id is None:
        messages.error(at.request, told_refusals(_("Nothing can be picked here of what was ticked."), begun.refused))
        return at.to("orders", view=TO_PREPARE)
    if begun.refused:
        head = ngettext("%(count)s order was left out.", "%(count)s orders were left out.", len(begun.refused))
        messages.error(at.request, told_refusals(head, begun.refused))
    at.said(_("The batch is open: print the list and go."))
    return at.to("batch", begun.batch_id)


@require_POST
@desk("orders", FULFILMENT_SHIP)
def picks(at: Desk, id: UUID) -> HttpResponse:
    """What was ticked along the shelves. Fewer than were wanted count as ticked: somebody has looked.

    Several pick at once, each with a page of their own: what was not touched on this one is not said by it.
    """
    bench = bench_of(at, BatchId(id))
    seen = {pick.variant_id: _seen(at, pick) for pick in bench.picks}
    told = {pick.variant_id: _found(at, pick) for pick in bench.picks}
    touched = {id: count for id, count in told.items() if count != seen[id]}
    contested = record_picks(batch_id=bench.batch.id, found=touched, seen=seen, actor=at.actor, now=at.now)
    if len(contested) < len(touched) or not touched:
        at.said(_("Picking is saved."))
    if contested:
        head = _("Someone else has counted differently in the meantime, and theirs is kept. Check the shelf again:")
        messages.warning(at.request, f"{head} {', '.join(names_of(at, contested))}")
    return at.to("batch", id)


def _seen(at: Desk, pick: Pick) -> int | None:
    """How many were found as the page showed it; None where it said that nobody had been there."""
    given = at.request.POST.get(f"seen_{pick.variant_id}", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) <= _DIGITS else None


def _found(at: Desk, pick: Pick) -> int | None:
    """:raises BadFound: for what is no number."""
    given = at.request.POST.get(f"found_{pick.variant_id}", "").strip() or str(pick.quantity)
    if not given.isascii() or not given.isdigit() or len(given) > _DIGITS:
        raise BadFound(field="found")
    ticked = str(pick.variant_id) in at.request.POST.getlist("picked")
    return int(given) if ticked or int(given) < pick.quantity else None


@require_POST
@desk("orders", FULFILMENT_SHIP)
def picked(at: Desk, id: UUID) -> HttpResponse:
    close_batch(batch_id=bench_of(at, BatchId(id)).batch.id, actor=at.actor, now=at.now)
    at.said(_("Everything is in its box."))
    return at.to("batch", id)


@require_POST
@desk("orders", FULFILMENT_SHIP)
def cancel(at: Desk, id: UUID) -> HttpResponse:
    cancel_batch(batch_id=bench_of(at, BatchId(id)).batch.id, actor=at.actor, now=at.now)
    at.said(_("The batch is cancelled. Its orders can be picked again."))
    return at.to("batches")


@require_POST
@desk("orders", FULFILMENT_SHIP)
def label(at: Desk, id: UUID) -> HttpResponse:
    """A label for every parcel of the batch that has none."""
    bench = bench_of(at, BatchId(id))
    done = label_parcels(shipment_ids=bench.to_label, actor=at.actor, now=at.now)
    states = [each.state for each in done.labels.values()]
    made, asked = states.count(LabelState.MADE), states.count(LabelState.ASKED)
    if made:
        words = ngettext("%(count)s label is ready to print.", "%(count)s labels are ready to print.", made)
        at.said(words % {"count": number_text(made)})
    if asked:
        words = ngettext(
            "%(count)s label is pending: the carrier is asked again automatically.",
            "%(count)s labels are pending: the carrier is asked again automatically.",
            asked,
        )
        messages.warning(at.request, words % {"count": number_text(asked)})
    refused = {id: sentence(why) for id, why in done.refused.items()} | {
        id: each.reason for id, each in done.labels.items() if each.state is LabelState.REFUSED
    }
    if refused:
        head = ngettext("%(count)s label could not be created.", "%(count)s labels could not be created.", len(refused))
        messages.error(at.request, _by_order(head, bench.number_of, refused))
    return at.to("batch", id)


@require_POST
@desk("orders", FULFILMENT_SHIP)
def ship(at: Desk, id: UUID) -> HttpResponse:
    """Every parcel of the batch that has its label, and of which nothing is missing, leaves."""
    bench = bench_of(at, BatchId(id))
    done = ship_parcels(shipment_ids=bench.complete, actor=at.actor, now=at.now)
    if done.parcels:
        count = len(done.parcels)
        words = ngettext("%(count)s parcel shipped.", "%(count)s parcels shipped.", count)
        at.said(words % {"count": number_text(count)})
    if done.refused:
        head = ngettext(
            "%(count)s parcel could not be shipped.", "%(count)s parcels could not be shipped.", len(done.refused)
        )
        refused = {id: sentence(why) for id, why in done.refused.items()}
        messages.error(at.request, _by_order(head, bench.number_of, refused))
    return at.to("batch", id)


@require_GET
@desk("orders", FULFILMENT_SHIP)
def labels(at: Desk, id: UUID) -> HttpResponse:
    """The labels of a batch in the order of its boxes, as one PDF."""
    bench = bench_of(at, BatchId(id))
    try:
        pdf = read_labels(bench.labelled)
    except NoLabel as error:
        return _back(at, id, error)
    headers = {"Content-Disposition": f'inline; filename="{pdf.filename}"'}
    return HttpResponse(pdf.content, content_type="application/pdf", headers=headers)


@require_GET
@desk("orders", FULFILMENT_VIEW)
def slips(at: Desk, id: UUID) -> HttpResponse:
    """The packing slips of what is still in a batch, in the order of its boxes, as one PDF."""
    bench = bench_of(at, BatchId(id))
    pdf = packing_slips([each.id for each in bench.here], now=at.now)
    headers = {"Content-Disposition": 'inline; filename="slips.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def _back(at: Desk, id: UUID, error: BusinessError) -> HttpResponse:
    at.refused(error)
    return at.to("batch", id)


def _by_order[T](head: str, number_of: Callable[[T], str], refused: Mapping[T, str]) -> str:
    """Which parcels, by the numbers of their orders, and why, one after the other."""
    between = pgettext("between a label and its text", ":")
    reasons = (f"{number_of(id)}{between} {why}" for id, why in refused.items())
    return " ".join((head % {"count": number_text(len(refused))}, *reasons))
