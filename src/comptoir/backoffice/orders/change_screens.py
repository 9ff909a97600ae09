"""What the page of a change shows."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms

from comptoir.backoffice.parts import Screen, Words
from comptoir.kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOffRow:
    """A line of which something can be called off still."""

    name: str
    sku: str
    to_ship: int
    unit_price: Money
    field: forms.BoundField


@dataclass(frozen=True, slots=True)
class NewTotal:
    """What a change would come to. ``consequence`` says what is to be paid on top, or goes back."""

    before: Money
    after: Money
    delivery: Words
    delivery_price: Money
    consequence: Words


@dataclass(frozen=True, kw_only=True)
class ChangePage(Screen):
    """What is to be other than agreed. ``revision`` is the agreement that the page shows; ``new_total`` is there once
    somebody asked for it, and ``shown`` is the total that was shown last, in minor units."""

    TEMPLATE: ClassVar[str] = "backoffice/orders/change.html"
    SCRIPTS: ClassVar[tuple[str, ...]] = ("backoffice/js/fields.js", "backoffice/js/rows.js")

    revision: int
    form: forms.Form
    call_off: tuple[CallOffRow, ...]
    added: Any
    add_row_href: str
    country: str
    note: Words
    action: str
    shown: str
    new_total: NewTotal | None = None
