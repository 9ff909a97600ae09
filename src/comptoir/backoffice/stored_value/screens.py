"""What the screens of gift cards show."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django import forms

from comptoir.backoffice.messages.rows import MessageRow
from comptoir.backoffice.parts import Listing, Pill, Screen, Told, Words
from comptoir.kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class CardLine:
    href: str
    name: Words
    email: str
    market: str
    issued_at: datetime
    balance: Money
    state: Pill


@dataclass(frozen=True, kw_only=True)
class CardList(Screen):
    TEMPLATE: ClassVar[str] = "backoffice/stored_value/list.html"

    listing: Listing
    rows: tuple[CardLine, ...]
    new_href: str


@dataclass(frozen=True, kw_only=True)
class IssuePage(Screen):
    """``code`` is what was just issued, shown this once; "" while nothing was."""

    TEMPLATE: ClassVar[str] = "backoffice/stored_value/issue.html"

    form: forms.Form | None
    action: str
    code: str = ""
    card_href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    what: Words
    who: str
    why: str
    at: datetime
    amount: Money
    after: Money


@dataclass(frozen=True, kw_only=True)
class CardPage(Screen):
    """``letters`` are those that told its code; ``resend_action`` sends it again, "" where that cannot be."""

    TEMPLATE: ClassVar[str] = "backoffice/stored_value/page.html"

    balance: Money
    email: str
    expires: Words
    movements: tuple[Movement, ...]
    correct_form: forms.Form
    correct_action: str
    block_form: forms.Form
    block_action: str
    blocked: bool
    letters: tuple[MessageRow, ...]
    resend_action: str
    history: tuple[Told, ...]
