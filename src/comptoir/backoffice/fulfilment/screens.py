"""What the packing bench shows."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from comptoir.backoffice.orders.parcel_screens import Content
from comptoir.backoffice.parts import Pill, Screen, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchRow:
    href: str
    number: str
    place: str
    parcels: int
    opened_at: datetime
    state: Pill


@dataclass(frozen=True, kw_only=True)
class BatchList(Screen):
    TEMPLATE: ClassVar[str] = "backoffice/fulfilment/batches.html"

    rows: tuple[BatchRow, ...]
    orders_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PickRow:
    """An article to take from the shelf; ``boxes`` reads “box 1: 2, box 3: 1”.

    ``found`` is what stands in its field: how many were found, all of them while nobody was there (``picked`` False).
    ``seen`` travels with the form, so that only what was changed on the page is written: "" while nobody was there.
    """

    id: str
    name: str
    sku: str
    shelf: str
    pieces: int
    boxes: tuple[tuple[int, int], ...]
    picked: bool
    found: int
    missing: int
    seen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxRow:
    """A parcel in its box. ``label_href`` prints its label, "" while there is none; ``note`` is why there is none.

    ``missing`` names what was not found for it; ``is_gift``: it is to be wrapped.
    """

    box: int
    number: str
    href: str
    contents: tuple[Content, ...]
    state: Pill
    label: Pill | None
    label_href: str
    tracking_number: str
    note: Words
    missing: Words
    is_gift: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchStep:
    """Something that may be done with the whole batch: a form, or with ``link`` a page to print."""

    label: Words
    href: str
    icon: str
    primary: bool = False
    danger: bool = False
    link: bool = False
    note: Words = ""


@dataclass(frozen=True, kw_only=True)
class BatchPage(Screen):
    """``picks_told`` says how far the walk is; ``picks_action`` keeps what was ticked, "" where nothing may be."""

    TEMPLATE: ClassVar[str] = "backoffice/fulfilment/batch.html"
    SCRIPTS: ClassVar[tuple[str, ...]] = ("backoffice/js/bench.js",)

    lead: Words
    picks: tuple[PickRow, ...]
    picks_told: Words
    picks_action: str
    boxes: tuple[BoxRow, ...]
    steps: tuple[BenchStep, ...]
