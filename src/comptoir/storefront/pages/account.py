"""The door of an account, its pages, and a basket that somebody shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from comptoir.storefront.pages.checkout import SummaryLine
from comptoir.storefront.pages.fields import Check, Field, FieldError
from comptoir.storefront.pages.parts import Link, PersonalPage


@dataclass(frozen=True, slots=True)
class Hidden:
    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One form with one button. ``do`` says what the button means.

    ``passkey`` is "get" or "create": the browser is asked with ``options``, and its answer is sent along with
    ``state``. Such a form is shown where there is JavaScript, and a passkey to speak of.
    """

    action: str
    button: str
    do: str = ""
    look: str = ""
    fields: tuple[Field, ...] = ()
    checks: tuple[Check, ...] = ()
    hidden: tuple[Hidden, ...] = ()
    note: str = ""
    about: str = ""  # what the button is about, for who does not see where it stands
    passkey: str = ""
    options: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of a list: what it is, what is to be said of it, and what can be done."""

    label: str
    lines: tuple[str, ...] = ()
    amount: str = ""
    mark: str = ""
    link: Link | None = None
    forms: tuple[Form, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Without a title of its own it is what the page's title says."""

    id: str
    title: str = ""
    text: str = ""
    entries: tuple[Entry, ...] = ()
    empty: str = ""
    forms: tuple[Form, ...] = ()
    points: tuple[str, ...] = ()
    more: Link | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the account's own menu."""

    label: str
    href: str
    current: bool = False


ACCOUNT_ICONS = ("circle-check", "circle-alert", "info", "chevron-down", "arrow-right", "key-round", "mail", "download")


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorPage(PersonalPage):
    """One thing to do, in a narrow column."""

    TEMPLATE: ClassVar[str] = "storefront/pages/door.html"
    ICONS: ClassVar[Sequence[str]] = ACCOUNT_ICONS
    SCRIPTS: ClassVar[Sequence[str]] = ("passkey.js",)

    title: str
    text: str = ""
    errors: tuple[FieldError, ...] = ()
    forms: tuple[Form, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPage(PersonalPage):
    """A page of the account, beside its menu."""

    TEMPLATE: ClassVar[str] = "storefront/pages/account.html"
    ICONS: ClassVar[Sequence[str]] = ACCOUNT_ICONS
    SCRIPTS: ClassVar[Sequence[str]] = ("passkey.js",)

    title: str
    places: tuple[Place, ...]
    sign_out: Form
    sections: tuple[Section, ...]
    text: str = ""
    errors: tuple[FieldError, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedBasketPage(PersonalPage):
    """What somebody shows. ``own`` says what is in one's own basket already, and there is a choice then."""

    TEMPLATE: ClassVar[str] = "storefront/pages/shared_basket.html"
    ICONS: ClassVar[Sequence[str]] = ("circle-alert", "info", "circle-check", "shopping-basket", "arrow-right")

    title: str
    text: str
    lines: tuple[SummaryLine, ...]
    own: str = ""
    forms: tuple[Form, ...] = ()
