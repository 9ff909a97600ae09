"""Batches as lines and as a page."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comptoir.backoffice.desk import Desk
from comptoir.backoffice.formats import day_text, number_text
from comptoir.backoffice.fulfilment.screens import BatchList, BatchPage, BatchRow, BenchStep, BoxRow, PickRow
from comptoir.backoffice.fulfilment.states import BATCH, LABEL
from comptoir.backoffice.inventory.papers import article_name, place_names
from comptoir.backoffice.orders.parcel_screens import Content
from comptoir.backoffice.orders.states import SHIPMENT
from comptoir.backoffice.parts import Link, Tab, Words
from comptoir.domains.catalogue.queries import variants_for
from comptoir.domains.catalogue.values import VariantCard, VariantId
from comptoir.domains.fulfilment.errors import UnknownBatch
from comptoir.domains.fulfilment.permissions import FULFILMENT_SHIP, FULFILMENT_VIEW
from comptoir.domains.fulfilment.queries import batch as batch_by_id
from comptoir.domains.fulfilment.queries import batches, labels_for, orders_of, picks_of, shipments_by_id
from comptoir.domains.fulfilment.values import (
    BatchId,
    BatchState,
    Label,
    LabelState,
    Pick,
    PickBatch,
    Shipment,
    ShipmentId,
    ShipmentState,
)
from comptoir.domains.inventory.queries import shelves_at
from comptoir.domains.orders.queries import headings_for
from comptoir.domains.orders.values import OrderHeading, OrderId
from comptoir.kernel.access import ALL_MARKETS

_LABELLED = frozenset({LabelState.ASKED, LabelState.MADE})


@dataclass(frozen=True, slots=True)
class Bench:
    """What is known of a batch, from the domains that know."""

    batch: PickBatch
    shipments: Mapping[ShipmentId, Shipment]
    labels: Mapping[ShipmentId, Label]
    orders: Mapping[OrderId, OrderHeading]
    picks: tuple[Pick, ...]

    @property
    def here(self) -> tuple[Shipment, ...]:
        """What is still to leave, in the order of the boxes."""
        found = (self.shipments[id] for id in self.batch.shipment_ids)
        return tuple(each for each in found if each.state is ShipmentState.PREPARING)

    @property
    def to_label(self) -> tuple[ShipmentId, ...]:
        return tuple(each.id for each in self.here if not self._has(each, _LABELLED))

    @property
    def labelled(self) -> tuple[ShipmentId, ...]:
        return tuple(each.id for each in self.here if self._has(each, {LabelState.MADE}))

    @property
    def complete(self) -> tuple[ShipmentId, ...]:
        """Those with a label of which nothing is missing: they may leave as they are."""
        short = {box for pick in self.picks for box, _ in pick.missing}
        boxes = {id: box for box, id in enumerate(self.batch.shipment_ids, start=1)}
        return tuple(id for id in self.labelled if boxes[id] not in short)

    @property
    def is_short(self) -> bool:
        return any(pick.missing for pick in self.picks)

    def _has(self, shipment: Shipment, states: Iterable[LabelState]) -> bool:
        label = self.labels.get(shipment.id)
        return label is not None and label.state in states

    def number_of(self, shipment_id: ShipmentId) -> str:
        """What people call its order."""
        return self.orders[OrderId(self.shipments[shipment_id].order_id)].number


def bench_of(at: Desk, batch_id: BatchId) -> Bench:
    """A batch of which the actor may see every parcel.

    :raises UnknownBatch: when there is none, or it holds something of another market.
    """
    batch = batch_by_id(batch_id)
    shipments = shipments_by_id(batch.shipment_ids)
    orders = headings_for({OrderId(each.order_id) for each in shipments.values()})
    if not all(at.actor.can(FULFILMENT_VIEW, market=order.market) for order in orders.values()):
        raise UnknownBatch(batch_id=str(batch_id))
    return Bench(batch, shipments, labels_for(batch.shipment_ids), orders, picks_of(batch_id))


def batch_list(at: Desk) -> BatchList:
    every = at.asked("view") == "all"
    found = _visible(at, batches(states=tuple(BatchState) if every else (BatchState.PICKING, BatchState.PICKED)))
    names, here = place_names(at), reverse("backoffice:batches")
    return BatchList(
        title=_("Picking"),
        context=_("Orders picked in one round of the shelves, then packed and shipped together."),
        back=Link(_("Orders"), reverse("backoffice:orders")),
        tabs=(
            Tab(label=_("In progress"), href=here, current=not every),
            Tab(label=_("All batches"), href=f"{here}?view=all", current=every),
        ),
        rows=tuple(
            BatchRow(
                href=reverse("backoffice:batch", args=[one.id]),
                number=_("Batch %(number)s") % {"number": number_text(one.number)},
                place=names.get(one.place_code, one.place_code),
                parcels=len(one.shipment_ids),
                opened_at=one.opened_at,
                state=BATCH[one.state],
            )
            for one in found
        ),
        orders_href=f"{reverse('backoffice:orders')}?view=to-prepare",
    )


def _visible(at: Desk, found: Sequence[PickBatch]) -> list[PickBatch]:
    """Those of which the actor may see every parcel."""
    if at.actor.markets is ALL_MARKETS:
        return list(found)
    orders = orders_of([id for one in found for id in one.shipment_ids])
    headings = headings_for({OrderId(id) for id in orders.values()})
    hidden = {
        id
        for id, order_id in orders.items()
        if not at.actor.can(FULFILMENT_VIEW, market=headings[OrderId(order_id)].market)
    }
    return [one for one in found if not hidden.intersection(one.shipment_ids)]


def batch_page(at: Desk, bench: Bench) -> BatchPage:
    batch = bench.batch
    cards = variants_for({packed.variant_id for each in bench.shipments.values() for packed in each.packed})
    place = place_names(at).get(batch.place_code, batch.place_code)
    opened = timezone.localtime(batch.opened_at)
    return BatchPage(
        title=_("Batch %(number)s") % {"number": number_text(batch.number)},
        context=_("%(place)s, started on %(day)s at %(time)s.")
        % {"place": place, "day": day_text(opened.date()), "time": f"{opened:%H:%M}"},
        pills=(BATCH[batch.state],),
        back=Link(_("Picking"), reverse("backoffice:batches")),
        lead=_lead(bench),
        picks=_picks(at, bench, cards),
        picks_told=_picks_told(bench),
        picks_action=reverse("backoffice:batch-picks", args=[batch.id]) if _may_tick(at, bench) else "",
        boxes=tuple(
            _box(at, bench, box, bench.shipments[id], cards) for box, id in enumerate(batch.shipment_ids, start=1)
        ),
        steps=tuple(_steps(at, bench)),
    )


def _lead(bench: Bench) -> Words:
    if bench.batch.state is BatchState.CANCELLED:
        return _("Cancelled: its parcels can be picked in another batch.")
    if bench.batch.state is BatchState.PICKING:
        return _("Walk the shelves with the list: each item once, then into its boxes.")
    if not bench.here:
        return _("Everything has shipped.")
    if bench.is_short:
        return _("Not everything was found: a case was opened. Tick what turns up; the other boxes can ship.")
    if bench.to_label:
        return _("Picked. Pack each box and create its label.")
    return _("Attach the labels and hand the parcels over; then mark them as shipped.")


def _may_tick(at: Desk, bench: Bench) -> bool:
    return at.can(FULFILMENT_SHIP) and bench.batch.state is not BatchState.CANCELLED and bool(bench.here)


def _picks_told(bench: Bench) -> Words:
    count = sum(pick.found is not None for pick in bench.picks)
    if not count:
        return ""
    missing = sum(lacking for pick in bench.picks for _, lacking in pick.missing)
    told = _("%(count)s of %(all)s items picked") % {
        "count": number_text(count),
        "all": number_text(len(bench.picks)),
    }
    if not missing:
        return told
    lack = ngettext("%(count)s unit missing", "%(count)s units missing", missing) % {"count": number_text(missing)}
    return f"{told} · {lack}"


def names_of(at: Desk, variant_ids: Sequence[VariantId]) -> list[str]:
    """What people call these articles."""
    cards = variants_for(variant_ids)
    return [article_name(at, cards.get(id)) for id in variant_ids]


def _picks(at: Desk, bench: Bench, cards: Mapping[VariantId, VariantCard]) -> tuple[PickRow, ...]:
    """In the order of a walk along the shelves."""
    shelves = shelves_at(bench.batch.place_code, [pick.variant_id for pick in bench.picks])
    places = {shelf: place for place, shelf in enumerate(dict.fromkeys(shelves.values()))}
    rows = (_pick(at, pick, cards, shelves[pick.variant_id]) for pick in bench.picks)
    return tuple(sorted(rows, key=lambda row: (places[row.shelf], row.sku, row.name)))


def _pick(at: Desk, pick: Pick, cards: Mapping[VariantId, VariantCard], shelf: str) -> PickRow:
    card = cards.get(pick.variant_id)
    return PickRow(
        id=str(pick.variant_id),
        name=article_name(at, card),
        sku=card.sku if card else "",
        shelf=shelf,
        pieces=pick.quantity,
        boxes=pick.boxes,
        picked=pick.found is not None,
        found=pick.quantity if pick.found is None else min(pick.found, pick.quantity),
        missing=sum(lacking for _, lacking in pick.missing),
        seen="" if pick.found is None else str(pick.found),
    )


def _box(at: Desk, bench: Bench, box: int, shipment: Shipment, cards: Mapping[VariantId, VariantCard]) -> BoxRow:
    label = bench.labels.get(shipment.id)
    counted: Counter[VariantId] = Counter()
    for packed in shipment.packed:
        counted[packed.variant_id] += packed.quantity
    order_id = shipment.order_id
    return BoxRow(
        box=box,
        number=bench.number_of(shipment.id),
        href=reverse("backoffice:order", args=[order_id]),
        contents=tuple(Content(id, article_name(at, cards.get(id)), count) for id, count in counted.items()),
        state=SHIPMENT[shipment.state],
        label=LABEL[label.state] if label else None,
        label_href=reverse("backoffice:parcel-label-pdf", args=[order_id, shipment.id])
        if label and label.is_made
        else "",
        tracking_number=shipment.tracking_number or (label.tracking_number if label and label.is_made else ""),
        note=label.reason if label else "",
        missing=_lacking(at, bench, box, cards),
        is_gift=bench.orders[OrderId(order_id)].is_gift,
    )


def _lacking(at: Desk, bench: Bench, box: int, cards: Mapping[VariantId, VariantCard]) -> Words:
    """What was not found for a box, in a sentence."""
    lacks = [
        f"{number_text(count)} × {article_name(at, cards.get(pick.variant_id))}"
        for pick in bench.picks
        for where, count in pick.missing
        if where == box
    ]
    return _("Missing: %(articles)s") % {"articles": ", ".join(lacks)} if lacks else ""


def _steps(at: Desk, bench: Bench) -> Iterator[BenchStep]:
    """The expected one first, calling off last."""
    if not at.can(FULFILMENT_SHIP) or bench.batch.state is BatchState.CANCELLED:
        return
    picking = bench.batch.state is BatchState.PICKING
    if picking:
        words = _("Picking is finished") if bench.is_short else _("Everything is picked")
        yield _step(bench, "picked", words, "check", primary=True)
    if bench.to_label:
        count = len(bench.to_label)
        words = ngettext("Create %(count)s label", "Create %(count)s labels", count) % {"count": number_text(count)}
        yield _step(bench, "label", words, "tag", primary=not picking)
    if bench.labelled:
        count = len(bench.labelled)
        words = ngettext("Print %(count)s label", "Print %(count)s labels", count) % {"count": number_text(count)}
        href = reverse("backoffice:batch-labels", args=[bench.batch.id])
        yield BenchStep(label=words, href=href, icon="file-text", link=True)
    if bench.here:
        count = len(bench.here)
        words = ngettext("Print %(count)s packing slip", "Print %(count)s packing slips", count)
        href = reverse("backoffice:batch-slips", args=[bench.batch.id])
        yield BenchStep(label=words % {"count": number_text(count)}, href=href, icon="file-text", link=True)
    if bench.complete:
        count = len(bench.complete)
        words = ngettext("Ship %(count)s parcel", "Ship %(count)s parcels", count) % {"count": number_text(count)}
        note = _("Those with a label ship; invoices are issued, and customers are notified by e-mail.")
        if bench.is_short:
            note = _("Incomplete boxes stay here: ship what is there from the order page.")
        yield _step(bench, "ship", words, "truck", primary=not picking and not bench.to_label, note=note)
    if picking:
        yield _step(bench, "cancel", _("Cancel the batch"), "ban", danger=True)


def _step(
    bench: Bench, name: str, label: str, icon: str, *, primary: bool = False, danger: bool = False, note: str = ""
) -> BenchStep:
    href = reverse(f"backoffice:batch-{name}", args=[bench.batch.id])
    return BenchStep(label=label, href=href, icon=icon, primary=primary, danger=danger, note=note)
