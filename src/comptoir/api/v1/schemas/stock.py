"""Counts and prices, a thousand lines at a time."""

from pydantic import BaseModel, Field, StrictInt

from comptoir.api.v1.schemas.fields import AmountIn, Body, Word


class CountIn(Body):
    sku: Word
    quantity: StrictInt = Field(ge=0, le=1_000_000_000)
    place: Word


class CountsIn(Body):
    counts: list[CountIn] = Field(min_length=1, max_length=1_000)
    reference: Word = ""


class CountsRecorded(BaseModel):
    lines: int
    changed: int


class PriceIn(Body):
    sku: Word
    amount: AmountIn
    compare_at: AmountIn | None = None


class PricesIn(Body):
    market: Word = ""
    prices: list[PriceIn] = Field(min_length=1, max_length=1_000)


class PricesSet(BaseModel):
    lines: int
    changed: int
