"""What others may ask of customers."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from comptoir.domains.customers.errors import UnknownCustomer
from comptoir.domains.customers.models import FIND_TEXT
from comptoir.domains.customers.models import Customer as CustomerModel
from comptoir.domains.customers.permissions import CUSTOMERS_VIEW
from comptoir.domains.customers.values import Customer, CustomerId, CustomerRow
from comptoir.kernel.access import ALL_MARKETS, Actor
from comptoir.kernel.paging import Page, decode_cursor, page_of
from comptoir.kernel.sql import fetch
from comptoir.kernel.texts import folded

_ROW = ("id", "email", "name", "company", "market_id", "created_at", "last_order_at", "seen_at")


def customer(id: CustomerId, *, actor: Actor | None = None) -> Customer:
    """The customer of that id; for a screen, give the actor, who must be allowed to see it.

    :raises UnknownCustomer: when there is none.
    """
    row = CustomerModel.objects.filter(id=id).first()
    if row is None:
        raise UnknownCustomer(id=str(id))
    if actor is not None:
        actor.must(CUSTOMERS_VIEW, market=row.market_id)
    return Customer(
        id=CustomerId(row.id),
        email=row.email,
        name=row.name,
        company=row.company,
        vat_number=row.vat_number,
        phone=row.phone,
        language=row.language,
        market=row.market_id,
        created_at=row.created_at,
        last_order_at=row.last_order_at,
        version=row.version,
    )


def hold_customer(id: UUID) -> None:
    """Until the transaction ends this customer is not forgotten. For whoever writes their orders several times over,
    and would otherwise refer to them when it already holds what a deletion waits for."""
    fetch("SELECT FROM customers_customer WHERE id = %s FOR KEY SHARE", [id])


def language_of(email: str) -> str:
    """In which language somebody is written to; "" where we do not know them."""
    row = CustomerModel.objects.filter(email_normalised=email.strip().lower()).values_list("language", flat=True)
    return row.first() or ""


def customer_rows(*, actor: Actor, q: str = "", cursor: str | None = None, page_size: int = 50) -> Page[CustomerRow]:
    """Customers of the actor's markets, those seen last first. Every word of ``q`` must be found in name, company,
    e-mail or telephone. Who asked to be forgotten is none of them."""
    actor.must(CUSTOMERS_VIEW)
    wanted = Q(erased_at=None)
    if actor.markets is not ALL_MARKETS:
        wanted &= Q(market_id__in=actor.markets)
    for word in folded(q).split():
        wanted &= Q(found_in__contains=word)
    if cursor:
        seen_at, id = decode_cursor(cursor, [datetime.fromisoformat, UUID])
        wanted &= Q(seen_at__lt=seen_at) | Q(seen_at=seen_at, id__lt=id)
    rows = (
        CustomerModel.objects.alias(found_in=FIND_TEXT)
        .filter(wanted)
        .order_by("-seen_at", "-id")
        .values(*_ROW)[: page_size + 1]
    )
    return page_of(list(rows), size=page_size, key=lambda row: (row["seen_at"], row["id"]), show=_row)


def _row(row: dict[str, Any]) -> CustomerRow:
    return CustomerRow(
        id=CustomerId(row["id"]),
        email=row["email"],
        name=row["name"],
        company=row["company"],
        market=row["market_id"],
        created_at=row["created_at"],
        last_order_at=row["last_order_at"],
    )
