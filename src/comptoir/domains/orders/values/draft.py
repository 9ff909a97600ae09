"""What it takes to make an order, to change one, or to take one over: priced and checked by whoever asks for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.orders.values.order import ChosenDelivery, OrderId, OrderLine
from comptoir.domains.pricing.values import TaxLine
from comptoir.kernel.addresses import Address
from comptoir.kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDraft:
    """What it takes to make an order: already priced and checked.

    ``replaces`` is the order of which goods come back for these; until ``awaits_goods_until`` those are to pay for it.
    ``gift_message`` goes with what is to be wrapped as a gift, and is None of what is none.
    """

    id: OrderId
    cart_id: UUID
    market: str
    number_prefix: str
    legal_entity_id: UUID
    channel: str
    customer_id: UUID
    email: str
    language: str
    lines: tuple[OrderLine, ...]
    goods_total: Money
    delivery: ChosenDelivery
    total: Money
    taxes: tuple[TaxLine, ...]
    shipping_address: Address
    billing_address: Address
    comment: str
    terms_version: str
    voucher: str = ""
    waiver: str = ""
    gift_message: str | None = None
    replaces: OrderId | None = None
    awaits_goods_until: datetime | None = None

    def on_order(self, variant_id: VariantId) -> int:
        """How many pieces of a variant are still to come."""
        return sum(line.on_order for line in self.lines if line.variant_id == variant_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderChange:
    """What is to be other than agreed. ``called_off`` by the position of the line, ``added`` by SKU; None keeps what
    there is."""

    builds_on: int
    called_off: Mapping[int, int] = field(default_factory=dict)
    added: Mapping[str, int] = field(default_factory=dict)
    shipping_address: Address | None = None
    billing_address: Address | None = None
    email: str | None = None
    delivery_method: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRevision:
    """What is agreed from now on, in the place of revision ``builds_on``.

    ``lines`` are all lines: the first ``lines_before`` are those there were, each with what of it is called off by now,
    the rest are new. ``total`` is goods and delivery; of an order that was paid, ``due`` is what is to be paid on top,
    ``too_much`` what is to go back.
    """

    builds_on: int
    lines_before: int
    lines: tuple[OrderLine, ...]
    goods_total: Money
    total: Money
    due: Money
    too_much: Money
    taxes: tuple[TaxLine, ...]
    shipping_address: Address
    billing_address: Address
    email: str
    delivery: ChosenDelivery


def revision_cause(revision: int) -> str:
    """Under which cause payments and documents know what a revision gives back: one cause is given back once."""
    return f"revision {revision}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PastOrder:
    """An order that ended long ago: it was shipped, or called off before anybody paid.

    ``paid_by`` is the payment that counted.
    """

    draft: OrderDraft
    placed_at: datetime
    paid_at: datetime | None = None
    paid_by: UUID | None = None
    prepared_at: datetime | None = None
    shipped_at: datetime | None = None
    cancelled_at: datetime | None = None
