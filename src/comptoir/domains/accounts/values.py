"""What accounts gives and takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NewType
from uuid import UUID

from comptoir.kernel.texts import Texts

UserId = NewType("UserId", UUID)
ApiKeyId = NewType("ApiKeyId", UUID)

OWNER = "owner"
KEY_MARK = "ck"
"""First part of every API key, so that a leaked one is recognised wherever it turns up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RolePreset:
    """A role as shipped. ``patterns`` are permissions, ``domain.*``, ``*.verb`` or ``*``."""

    code: str
    name: Texts
    patterns: frozenset[str]


def _preset(code: str, french: str, english: str, *patterns: str) -> tuple[str, RolePreset]:
    return code, RolePreset(code=code, name={"fr": french, "en": english}, patterns=frozenset(patterns))


_LOOK_UP = ("catalogue.view", "pricing.view", "delivery.view", "inventory.view", "network.view", "markets.view")

# Who orders and serves knows the people; the list of those who want news is another right, and taking it away a third.
_CUSTOMERS = ("customers.view", "customers.edit", "customers.remember")

ROLES: Mapping[str, RolePreset] = dict(
    (
        _preset(OWNER, "Propriétaire", "Owner", "*"),
        _preset(
            "catalogue", "Catalogue", "Catalogue",
            "catalogue.*", "pricing.*", "content.*", "search.*", "imports.*", *_LOOK_UP,
        ),
        _preset(
            "orders", "Commandes", "Orders",
            "orders.*", "fulfilment.*", "returns.*",
            "payments.view", "payments.record", "payments.refund", "invoicing.*",
            *_CUSTOMERS, "messages.*", "cart.*", "inventory.reserve", "inventory.ship", "cases.view", "cases.handle",
            "stored_value.view", "stored_value.issue", *_LOOK_UP,
        ),
        _preset(
            "warehouse", "Entrepôt", "Warehouse",
            "inventory.*", "fulfilment.*", "orders.view", "orders.prepare", "orders.hold", "orders.note",
            "returns.view", "returns.handle", *_LOOK_UP,
        ),
        _preset(
            "accountant", "Comptabilité", "Accounting",
            "invoicing.*", "ledger.*", "payments.view", "payments.record", "stored_value.view", "stored_value.adjust",
            "orders.view", "customers.view", "cases.view", "cases.handle", *_LOOK_UP,
        ),
        _preset(
            "marketing", "Marketing", "Marketing",
            "content.*", "visitors.*", "catalogue.edit", "pricing.vouchers", "search.*", "customers.view",
            "customers.news", "customers.news_export", "orders.view", "reviews.view", "reviews.moderate", *_LOOK_UP,
        ),
        _preset(
            "support", "Service client", "Customer service",
            "orders.view", "returns.*", *_CUSTOMERS, "customers.news", "messages.*", "payments.view", "fulfilment.view",
            "invoicing.view", "cases.view", "cases.handle", "stored_value.view", "reviews.view", "reviews.moderate",
            *_LOOK_UP,
        ),
        _preset("readonly", "Lecture seule", "Read only", "*.view"),
    )
)  # fmt: skip
"""The roles shipped with Comptoir, by code. ``actions.ship_roles`` writes them; a merchant may add others."""

BUYER: frozenset[str] = frozenset(
    {
        "cart.edit",
        "cases.ask",
        "customers.own",
        "customers.sign_in",
        "fulfilment.download",
        "messages.link",
        "messages.subscribe",
        "orders.cancel",
        "orders.place",
        "payments.pay",
        "returns.request",
        "reviews.report",
        "reviews.write",
        "visitors.consent",
    }
)
"""What whoever holds the token of a cart or an order, or is signed in to an account, may do with it."""

PROVIDER: frozenset[str] = frozenset({"payments.record"})
"""What a payment provider's verified message may do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role as stored. ``preset`` roles belong to the program and are kept as shipped."""

    code: str
    name: Texts
    patterns: frozenset[str]
    preset: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMember:
    """A person who works here. ``markets`` None: all of them."""

    id: UserId
    email: str
    name: str
    language: str
    active: bool
    roles: tuple[str, ...]
    markets: frozenset[str] | None
    created_at: datetime
    last_login: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A machine's key, without its secret. ``markets`` None: all of them."""

    id: ApiKeyId
    label: str
    prefix: str
    scopes: frozenset[str]
    markets: frozenset[str] | None
    created_at: datetime
    created_by: str
    revoked_at: datetime | None
    last_used_at: datetime | None
