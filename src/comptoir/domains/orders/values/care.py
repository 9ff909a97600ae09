"""What is decided about an order beside its course: that it is held back, that money is given back as a gesture."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from comptoir.kernel.money import Money


class HoldRule(StrEnum):
    """Why an order is on hold without anybody having said so: what ``held_because`` says then."""

    AMOUNT = "hold_rule.amount"
    FIRST_AMOUNT = "hold_rule.first_amount"
    COUNTRIES = "hold_rule.countries"
    MANY_ORDERS = "hold_rule.many_orders"
    MANY_EMAILS = "hold_rule.many_emails"
    MANY_TRIES = "hold_rule.many_tries"
    DISPUTE = "hold_rule.dispute"


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldRules:
    """When an order of a market is held as soon as it is paid: above an amount, above an amount if it is the customer's
    first, with more than so many orders or e-mail addresses of one customer or source within hours, after more than so
    many refused payments, or sent to another country than it is invoiced to. None: not for that reason."""

    amount_above: Money | None = None
    first_above: Money | None = None
    countries_differ: bool = False
    orders_most: int | None = None
    emails_most: int | None = None
    tries_most: int | None = None
    hours: int = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldFacts:
    """What the rules look at; ``orders`` and ``emails`` count those of the rules' hours, this order included."""

    total: Money
    is_first: bool
    countries: tuple[str, str]
    orders: int
    emails: int
    tries: int


class GestureWay(StrEnum):
    """How money is given back as a gesture."""

    REFUND = "refund"  # to where it came from
    CREDIT = "credit"  # as store credit, to the customer's address


@dataclass(frozen=True, slots=True, kw_only=True)
class Gesture:
    """Money that staff give back of an order of which nothing comes back. ``positions`` are the lines that it is about,
    at whose rates of tax it is credited; none: the order as a whole."""

    id: UUID
    amount: Money
    way: GestureWay
    positions: tuple[int, ...] = ()

    @property
    def cause(self) -> str:
        """What its refund is asked for, and its credit notes are issued for."""
        return f"gesture {self.id}"
