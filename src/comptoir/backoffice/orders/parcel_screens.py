"""What the page of an order shows of its parcels."""

from dataclasses import dataclass
from datetime import date, datetime

from django import forms

from comptoir.backoffice.parts import Pill, Words
from comptoir.domains.catalogue.values import VariantId


@dataclass(frozen=True, slots=True)
class Content:
    """So many pieces of an article that lie in a parcel."""

    variant_id: VariantId
    name: str
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelRow:
    """The label of a parcel: ``href`` prints it, ``make`` asks for one, ``call_off`` takes it back; each "" where that
    is not possible now."""

    state: Pill | None
    reason: Words
    href: str = ""
    make: str = ""
    call_off: str = ""
    form: forms.Form | None = None
    form_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """What became of a parcel, for somebody to say who knows, or to correct."""

    href: str
    form: forms.Form
    form_open: bool
    corrects: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackRow:
    at: datetime
    state: Pill
    where: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelRow:
    """``tracking_href`` is the carrier's page; empty when there is none. ``arrived_at`` is when it arrived, ``late``
    whether that was after the promised day, or has not been by then."""

    place: str
    carrier: str
    tracking_number: str
    tracking_href: str
    state: Pill
    shipped_at: datetime | None
    contents: tuple[Content, ...] = ()
    promised_on: date | None = None
    arrived_at: datetime | None = None
    late: bool = False
    label: LabelRow | None = None
    slip_href: str
    events: tuple[TrackRow, ...] = ()
    report: "ReportRow | None" = None
