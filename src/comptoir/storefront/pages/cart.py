"""The basket."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from comptoir.storefront.pages.fields import Field
from comptoir.storefront.pages.parts import Card, Link, PersonalPage, Total


@dataclass(frozen=True, slots=True)
class BasketLine:
    """``action`` takes the quantity (0 removes). ``problem`` says what is wrong with the line and what to do, ``note``
    what of it is still to come."""

    sku: str
    name: str
    detail: str
    href: str
    src: str
    unit_price: str
    total: str
    quantity: int
    most: int
    action: str
    was: str = ""
    problem: str = ""
    note: str = ""


VOUCHER = "voucher"
"""The value that takes the voucher out: there is one at most."""


@dataclass(frozen=True, slots=True)
class AppliedCode:
    """A voucher, or a gift card that pays; ``value`` takes it out again. ``problem`` says why it does nothing now."""

    value: str
    label: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Codes:
    """``instead`` is the button that uses what was typed although it takes less off; "" where there is none."""

    field: Field
    applied: tuple[AppliedCode, ...]
    instead: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BasketPage(PersonalPage):
    """``buyable`` is false while a line has a problem; ``why_not`` then says why beside the button.

    ``share`` is where a link to a copy is asked for, ``shared_link`` that link once it was made.
    """

    TEMPLATE: ClassVar[str] = "storefront/pages/basket.html"
    ICONS: ClassVar[Sequence[str]] = (
        "minus",
        "plus",
        "trash-2",
        "circle-alert",
        "circle-check",
        "info",
        "truck",
        "lock",
        "arrow-right",
        "link",
        "mail",
    )
    SCRIPTS: ClassVar[Sequence[str]] = ("quantity.js", "share.js")

    count: str
    lines: tuple[BasketLine, ...]
    totals: tuple[Total, ...]
    total: Total
    checkout: str
    carry_on: Link
    delivery_estimate: str = ""
    methods: str = ""
    action: str = ""
    codes: Codes | None = None
    buyable: bool = True
    why_not: str = ""
    goods: tuple[Card, ...] = ()
    share: str = ""
    shared_link: str = ""
    sign_in: Link | None = None
