"""What requests and answers are made of. Requests refuse what they do not know, so nothing is set by accident."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StringConstraints

from comptoir.kernel.addresses import Address
from comptoir.kernel.money import Money

# Not ``type Word = …``: the framework finds no name for a parameter whose type is a reference.
Word = Annotated[str, StringConstraints(max_length=200)]
Sentence = Annotated[str, StringConstraints(max_length=2000)]


class Body(BaseModel):
    """A request's body: unknown fields are refused, texts are not turned into numbers."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Amount(BaseModel):
    """Whole minor units (cents) of a currency (ISO 4217)."""

    minor: int
    currency: str

    @classmethod
    def of(cls, money: Money) -> "Amount":
        return cls(minor=money.minor, currency=money.currency)

    @classmethod
    def of_any(cls, money: Money | None) -> "Amount | None":
        return None if money is None else cls.of(money)


class AmountIn(Body):
    minor: StrictInt = Field(ge=0, le=10**15)
    currency: str = Field(pattern="^[A-Z]{3}$")

    def money(self) -> Money:
        return Money(self.minor, self.currency)


class AddressIn(Body):
    name: Word = ""
    company: Word = ""
    vat_number: Word = ""
    line1: Word = ""
    line2: Word = ""
    postal_code: Word = ""
    city: Word = ""
    region: Word = ""
    country: Annotated[str, StringConstraints(pattern="^[A-Za-z]{2}$")]
    phone: Word = ""

    def address(self) -> Address:
        return Address(**self.model_dump())


class AddressOut(BaseModel):
    name: str
    company: str
    vat_number: str
    line1: str
    line2: str
    postal_code: str
    city: str
    region: str
    country: str
    phone: str

    @classmethod
    def of(cls, address: Address) -> "AddressOut":
        return cls(**address.values())


class MarketAsked(BaseModel):
    """``market``: its code; the first market if left out."""

    market: Word = ""


class IdempotencyHeader(BaseModel):
    """``Idempotency-Key``: chosen by the caller, one for each order; up to 255 characters."""

    idempotency_key: str = Field(alias="Idempotency-Key", min_length=1, max_length=255)


class RepeatHeader(BaseModel):
    """``Idempotency-Key``: chosen by the caller, one for what is to happen once; up to 255 characters."""

    idempotency_key: str = Field(default="", alias="Idempotency-Key", max_length=255)


class TaxOut(BaseModel):
    rate: str
    net: Amount
    tax: Amount
