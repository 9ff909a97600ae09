"""What customers gives and takes."""

from dataclasses import dataclass
from datetime import datetime
from typing import NewType
from uuid import UUID

CustomerId = NewType("CustomerId", UUID)


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerDetails:
    """What staff may write down about a customer. What is not known is empty."""

    email: str
    name: str = ""
    company: str = ""
    vat_number: str = ""
    phone: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer(CustomerDetails):
    """Somebody who has bought. ``version`` counts changes; give it back to ``update_customer``."""

    id: CustomerId
    market: str
    created_at: datetime
    last_order_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PastCustomer(CustomerDetails):
    """Somebody who ordered in the past, first and last at these instants."""

    market: str
    first_order_at: datetime
    last_order_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerRow:
    """A line of the back office's customer list."""

    id: CustomerId
    email: str
    name: str
    company: str
    market: str
    created_at: datetime
    last_order_at: datetime | None
