"""Everything that is known about somebody, as one file: a page to read, and the same as JSON (regulation (EU) 2016/679,
articles 15 and 20)."""

import io
import zipfile
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _

from comptoir.domains.cart.errors import UnknownWishList
from comptoir.domains.cart.queries import carts_of, wish_list
from comptoir.domains.cart.values import WishListId
from comptoir.domains.cases.queries import questions_of
from comptoir.domains.catalogue.queries import variants_for
from comptoir.domains.customers.queries import (
    addresses_of,
    belongings_of,
    consents_of,
    customer,
    devices_of,
    passkeys_of,
)
from comptoir.domains.customers.values import Session
from comptoir.domains.invoicing.queries import documents_for
from comptoir.domains.messages.queries import alerts_of, letters_to
from comptoir.domains.orders.queries import order, own_orders
from comptoir.domains.payments.queries import payments_for
from comptoir.domains.returns.queries import returns_for
from comptoir.domains.reviews.queries import reviews_by
from comptoir.kernel.formats import date_label, money_label
from comptoir.kernel.sql import to_json
from comptoir.storefront.assemble.account_forms import address_lines
from comptoir.storefront.assemble.orders import on_day
from comptoir.storefront.consents import Chosen
from comptoir.storefront.engine import render
from comptoir.storefront.here import Here
from comptoir.storefront.pages.account import Entry, Section

_PAYMENT = ("method", "state", "amount", "opened_at", "captured_at")


def personal_file(session: Session, wishes: WishListId | None, choice: Chosen | None, here: Here) -> bytes:
    """A ZIP archive, with the wish list and the choice about cookies of the browser that asks: they hang on no account.
    Not in it: what protects them (hashes of passwords and of secrets), and what names others."""
    known = _known(session, here) | {"wishes": _wished(wishes), "cookies": [] if choice is None else [choice]}
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(f"{_('my-data')}.html", render("storefront/my_data.html", _readable(known, here)))
        file.writestr(f"{_('my-data')}.json", to_json(_plain(known)))
    return archive.getvalue()


def _known(session: Session, here: Here) -> dict[str, Any]:
    belongings = belongings_of(session.login_id)
    orders = own_orders(belongings)
    ids = [each.id for each in orders]
    customers = [customer(each.customer_id) for each in belongings]
    emails = sorted({each.lower() for each in (session.email, *(known.email for known in customers))})
    return {
        "account": session,
        "customers": customers,
        "devices": devices_of(session.login_id, now=here.now),
        "passkeys": passkeys_of(session.login_id),
        "addresses": addresses_of(session.login_id),
        "consents": [line for each in belongings for line in consents_of(each.customer_id)],
        "baskets": carts_of([each.customer_id for each in belongings]),
        "orders": [order(id) for id in ids],
        "payments": [
            {"order_id": id} | {name: getattr(paid, name) for name in _PAYMENT}
            for id, payments in payments_for(ids).items()
            for paid in payments
        ],
        "returns": returns_for(ids),
        "documents": documents_for(ids),
        "letters": letters_to(emails),
        "reviews": reviews_by([each.customer_id for each in belongings]),
        "questions": questions_of(emails),
        "alerts": _waited_for(emails),
    }


def _waited_for(emails: list[str]) -> list[dict[str, Any]]:
    alerts = alerts_of(emails)
    variants = variants_for([each.variant_id for each in alerts]) if alerts else {}
    return [
        {"sku": variants[each.variant_id].sku, "state": each.state, "asked_at": each.asked_at}
        for each in alerts
        if each.variant_id in variants
    ]


def _wished(id: WishListId | None) -> list[str]:
    try:
        return [] if id is None else [wish.variant.sku for wish in wish_list(id).wishes]
    except UnknownWishList:
        return []


def _plain(value: Any) -> Any:
    """Values as what JSON can hold; the writer knows the rest (ids, dates, money)."""
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(part) for name, part in asdict(value).items()}
    if isinstance(value, dict):
        return {str(name): _plain(part) for name, part in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value


def _readable(known: dict[str, Any], here: Here) -> dict[str, Any]:
    language, account = here.language, known["account"]
    sections = (
        Section(
            id="account",
            title=_("Account"),
            entries=(Entry(label=account.name or account.email, lines=(account.email,)),),
        ),
        _section(
            "addresses", _("Addresses"),
            [Entry(label=e.address.lines[0], lines=address_lines(e.address, here)) for e in known["addresses"]],
        ),
        _section(
            "consents", _("Consents"),
            [
                Entry(label=e.wording, lines=(on_day(e.at, here), _("Agreed") if e.granted else _("Taken back")))
                for e in known["consents"]
            ],
        ),
        _section(
            "orders", _("Orders"),
            [
                Entry(
                    label=e.number,
                    lines=(on_day(e.placed_at, here), *(f"{line.wanted} × {line.title}" for line in e.lines)),
                    amount=money_label(e.total, language),
                )
                for e in known["orders"]
            ],
        ),
        _section(
            "returns", _("Returns"),
            [Entry(label=e.number, lines=(on_day(e.requested_at, here),)) for e in known["returns"]],
        ),
        _section(
            "documents", _("Invoices and credit notes"),
            [
                Entry(label=e.number, lines=(date_label(e.issued_on, language),), amount=money_label(e.total, language))
                for e in known["documents"]
            ],
        ),
        _section(
            "letters", _("Letters"),
            [
                Entry(label=e.subject or e.kind, lines=(on_day(e.sent_at, here),) if e.sent_at else ())
                for e in known["letters"]
            ],
        ),
        _section(
            "devices", _("Where you are signed in"),
            [Entry(label=e.device, lines=(on_day(e.seen_at, here),)) for e in known["devices"]],
        ),
        *_said(known, here),
    )  # fmt: skip
    return {"language": language, "sections": sections}


def _said(known: dict[str, Any], here: Here) -> tuple[Section, ...]:
    """What they have said, asked and wished for, and what this browser has chosen."""
    return (
        _section(
            "reviews", _("Reviews"),
            [Entry(label=e.title, lines=(on_day(e.written_at, here), e.text)) for e in known["reviews"]],
        ),
        _section("questions", _("Questions"), [Entry(label=e.name, lines=(e.text,)) for e in known["questions"]]),
        _section(
            "alerts", _("Back-in-stock alerts"),
            [Entry(label=e["sku"], lines=(on_day(e["asked_at"], here),)) for e in known["alerts"]],
        ),
        _section("wishes", _("Your wish list"), [Entry(label=sku) for sku in known["wishes"]]),
        _section(
            "cookies", _("Your choice about cookies"),
            [Entry(label=str(e.proof), lines=e.accepted) for e in known["cookies"]],
        ),
    )  # fmt: skip


def _section(id: str, title: str, entries: list[Entry]) -> Section:
    return Section(id=id, title=title, entries=tuple(entries), empty=_("Nothing."))
