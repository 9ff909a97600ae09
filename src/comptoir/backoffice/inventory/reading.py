"""Stock as rows: variants with what stands where."""

from collections.abc import Iterator, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from comptoir.backoffice.catalogue.states import STOCK
from comptoir.backoffice.desk import Desk
from comptoir.backoffice.history.telling import story_told
from comptoir.backoffice.inventory.beyond import beyond_told
from comptoir.backoffice.inventory.forms import CountForm
from comptoir.backoffice.inventory.papers import place_names, supply_tabs
from comptoir.backoffice.inventory.screens import (
    LevelRow,
    MovementRow,
    Panel,
    StockCell,
    StockList,
    StockPage,
    StockRow,
)
from comptoir.backoffice.narrowing import TEXT, Narrowing
from comptoir.backoffice.parts import Link
from comptoir.backoffice.pictures import thumbnail
from comptoir.domains.catalogue.errors import UnknownVariant
from comptoir.domains.catalogue.queries import product_rows, variants_for
from comptoir.domains.catalogue.values import ProductStatus, VariantCard, VariantId
from comptoir.domains.inventory.permissions import INVENTORY_ADJUST
from comptoir.domains.inventory.queries import availability_for, levels_for, movements_of, short_variants, under_way_for
from comptoir.domains.inventory.values import Availability, Band, Level, Movement, MovementKind
from comptoir.domains.network.queries import places, places_for, selling_places
from comptoir.domains.orders.queries import order_ids_by_number
from comptoir.kernel.texts import text_in

_KINDS = {
    MovementKind.COUNT: gettext_lazy("Counted"),
    MovementKind.RECEIPT: pgettext_lazy("a movement of stock", "Received"),
    MovementKind.SHIPMENT: pgettext_lazy("a movement of stock", "Shipped"),
    MovementKind.RETURN: gettext_lazy("Returned"),
    MovementKind.TRANSFER: gettext_lazy("Moved between locations"),
    MovementKind.DAMAGE: gettext_lazy("Written off"),
}
# What the program moves by itself bears the name of its job, which means nothing to people.
_MACHINES = frozenset({"demo", "importing", "command line"})
_VIEWS = (
    ("", gettext_lazy("All")),
    ("low", gettext_lazy("Low")),
    ("on-order", gettext_lazy("On order")),
    ("out", gettext_lazy("Sold out")),
)
_BANDS: Mapping[str, tuple[Band, ...]] = {
    "low": (Band.LOW,),
    "on-order": (Band.TO_ORDER,),
    "out": (Band.OUT,),
    "short": (Band.LOW, Band.TO_ORDER, Band.OUT),
}


def stock_list(at: Desk) -> StockList:
    wanted = Narrowing.read(at.request, "view")
    bands = () if wanted.text else _BANDS.get(wanted.get("view"), ())  # a search looks through everything
    if bands:
        short = short_variants(bands, actor=at.actor, cursor=wanted.cursor)
        ids, next_cursor = [one.variant_id for one in short.items], short.next_cursor
    else:
        page = product_rows(actor=at.actor, q=wanted.text, status=ProductStatus.ACTIVE, cursor=wanted.cursor)
        ids, next_cursor = [id for row in page.items for id in row.variant_ids], page.next_cursor
    rows = stock_rows(at, ids)
    return StockList(
        title=_("Stock"),
        context=_("What is on hand, what is reserved for orders, and what is available."),
        tabs=(
            *(wanted.without(TEXT).tab("view", value, name) for value, name in _VIEWS),
            *supply_tabs()[1:],
        ),
        listing=wanted.listing(
            search_label=_("Title, maker or reference"),
            shown=len(rows),
            next_cursor=next_cursor,
            search_everything=True,
        ),
        places=tuple(text_in(place.name, at.language) for place in places()),
        rows=rows,
    )


def stock_rows(at: Desk, ids: Sequence[VariantId]) -> tuple[StockRow, ...]:
    """Variants on sale as rows, in the order given."""
    cards, levels, stock, under_way = variants_for(ids), levels_for(ids), availability_for(ids), under_way_for(ids)
    codes = [place.code for place in places()]
    return tuple(
        _row(at, cards[id], {level.place_code: level for level in levels[id]}, codes, stock[id], under_way[id])
        for id in ids
        if id in cards and cards[id].active
    )


def _row(
    at: Desk,
    card: VariantCard,
    levels: dict[str, Level],
    codes: list[str],
    stock: Availability,
    under_way: Mapping[str, int],
) -> StockRow:
    return StockRow(
        href=reverse("backoffice:stock-article", args=[card.id]),
        title=text_in(card.title, at.language),
        options=text_in(card.options, at.language),
        sku=card.sku,
        picture=thumbnail(card.image),
        cells=tuple(_cell(levels.get(code), under_way.get(code, 0)) for code in codes),
        available=stock.available,
        state=STOCK[stock.band],
    )


def _cell(level: Level | None, under_way: int) -> StockCell | None:
    if level is None:
        return StockCell(on_hand=0, kept=0, under_way=under_way) if under_way else None
    return StockCell(on_hand=level.on_hand, kept=level.reserved + level.claimed, under_way=under_way)


def count_form(at: Desk, id: VariantId, data: object = None) -> CountForm:
    """One field for each open place, and for any place where something still stands."""
    known = {level.place_code: level.on_hand for level in levels_for([id])[id]}
    names = {place.code: text_in(place.name, at.language) for place in (*places(), *places_for(list(known)).values())}
    return CountForm(data, places=[(code, name, known.get(code, 0)) for code, name in names.items()])


def card_of(id: VariantId) -> VariantCard:
    """:raises UnknownVariant: when there is no such article."""
    card = variants_for([id]).get(id)
    if card is None:
        raise UnknownVariant(id=str(id))
    return card


def stock_page(at: Desk, card: VariantCard, form: CountForm, panels: tuple[Panel, ...]) -> StockPage:
    names = place_names(at)
    page = movements_of(card.id, actor=at.actor, cursor=at.asked("cursor") or None)
    orders = order_ids_by_number([one.reference for one in page.items if one.reference])
    options = text_in(card.options, at.language)
    return StockPage(
        title=text_in(card.title, at.language),
        context=f"{options} · {card.sku}" if options else card.sku,
        pills=(STOCK[availability_for([card.id])[card.id].band],),
        back=Link(_("Stock"), reverse("backoffice:stock")),
        levels=tuple(_levels(at, card.id)),
        movements=tuple(
            _movement(
                one, names, reverse("backoffice:order", args=[orders[one.reference]]) if one.reference in orders else ""
            )
            for one in page.items
        ),
        next_href=f"?cursor={page.next_cursor}" if page.next_cursor else "",
        form=form if at.can(INVENTORY_ADJUST) else None,
        action=reverse("backoffice:stock-article", args=[card.id]),
        panels=panels,
        history=story_told([("inventory.stocklevel", f"{card.id}/{code}") for code in names]),
    )


def _levels(at: Desk, id: VariantId) -> Iterator[LevelRow]:
    """Where it stands, and where it is only going to: there is no level before the first piece comes."""
    under_way, names = under_way_for([id])[id], place_names(at)
    levels = {level.place_code: level for level in levels_for([id])[id]}
    for code in names:
        if code in levels or code in under_way:
            level = levels.get(code) or Level(
                variant_id=id, place_code=code, on_hand=0, reserved=0, claimed=0, safety=0, backorder_limit=0,
                shortfall=0,
            )  # fmt: skip
            yield _level(at, level, names, under_way.get(code, 0))


def _level(at: Desk, level: Level, names: dict[str, str], under_way: int) -> LevelRow:
    sells = any(place.code == level.place_code for place in selling_places())
    note, late = beyond_told(at, level) if sells else ("", False)
    return LevelRow(
        place=names.get(level.place_code, level.place_code),
        shelf=level.shelf,
        on_hand=level.on_hand,
        reserved=level.reserved,
        claimed=level.claimed,
        safety=level.safety,
        available=max(0, level.available) if sells else 0,
        shortfall=level.shortfall,
        beyond=note,
        late=late,
        kept_shut=sells and level.safety > level.on_hand > 0,
        aside=not sells,
        under_way=under_way,
    )


def _movement(one: Movement, names: dict[str, str], href: str) -> MovementRow:
    return MovementRow(
        at=one.at,
        kind=_KINDS[one.kind],
        place=names.get(one.place_code, one.place_code),
        quantity=one.quantity,
        after=one.on_hand_after,
        who=_("Comptoir") if one.actor_label in _MACHINES else one.actor_label,
        reference=Link(one.reference, href) if one.reference else None,
    )
