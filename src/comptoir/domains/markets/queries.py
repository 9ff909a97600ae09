"""What others may ask of markets. Everything is one statement, remembered until a setting changes."""

from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from comptoir.domains.markets.errors import NotSetUp, UnknownLegalEntity, UnknownMarket
from comptoir.domains.markets.values import (
    CaptureAt,
    Channel,
    ChannelKind,
    InvoiceAt,
    LegalEntity,
    LegalEntityId,
    Market,
    MarketSettings,
    Merchant,
    ReturnPostage,
    Sourcing,
)
from comptoir.kernel.addresses import Address
from comptoir.kernel.money import Money
from comptoir.kernel.remember import remembered
from comptoir.kernel.sql import fetch


@remembered("markets")
def market_settings() -> MarketSettings:
    """Merchant, markets, legal entities and channels, as of one instant."""
    rows = fetch(
        """SELECT json_build_object(
             'merchant', (SELECT to_json(row) FROM markets_merchant AS row),
             'markets', (SELECT coalesce(json_agg(row ORDER BY row.position, row.code), '[]')
                           FROM markets_market AS row),
             'entities', (SELECT coalesce(json_agg(row ORDER BY row.code), '[]') FROM markets_legalentity AS row),
             'channels', (SELECT coalesce(json_agg(row ORDER BY row.code), '[]') FROM markets_channel AS row))::text"""
    )
    found = orjson.loads(rows[0][0])
    return MarketSettings(
        merchant=_merchant(found["merchant"]) if found["merchant"] else None,
        markets=tuple(map(_market, found["markets"])),
        legal_entities=tuple(map(_entity, found["entities"])),
        channels=tuple(map(_channel, found["channels"])),
    )


def merchant() -> Merchant:
    """The merchant of this installation.

    :raises NotSetUp: before the first set-up.
    """
    known = market_settings().merchant
    if known is None:
        raise NotSetUp
    return known


def market(code: str) -> Market:
    """The market of that code, also when it no longer sells (``active`` tells).

    :raises UnknownMarket: when there is none.
    """
    for known in market_settings().markets:
        if known.code == code:
            return known
    raise UnknownMarket(market=code)


def selling_market(code: str) -> Market:
    """The market of that code, for a buyer.

    :raises UnknownMarket: when there is none, or it no longer sells.
    """
    known = market(code)
    if not known.active:
        raise UnknownMarket(market=code)
    return known


def markets() -> tuple[Market, ...]:
    """The markets that sell, in the merchant's order."""
    return tuple(known for known in market_settings().markets if known.active)


def all_markets() -> tuple[Market, ...]:
    """Every market, those that no longer sell included."""
    return market_settings().markets


def default_market() -> Market:
    """The market of whoever asks for none.

    :raises NotSetUp: before the first set-up.
    """
    return market(merchant().default_market)


def legal_entity(id: LegalEntityId) -> LegalEntity:
    """The legal entity of that id.

    :raises UnknownLegalEntity: when there is none.
    """
    for known in market_settings().legal_entities:
        if known.id == id:
            return known
    raise UnknownLegalEntity(id=str(id))


def legal_entities() -> tuple[LegalEntity, ...]:
    """All of them, by code."""
    return market_settings().legal_entities


def channels() -> tuple[Channel, ...]:
    """The doors by which sales come in, by code."""
    return market_settings().channels


def _merchant(row: dict[str, Any]) -> Merchant:
    return Merchant(
        name=row["name"],
        sender_name=row["sender_name"],
        sender_email=row["sender_email"],
        support_email=row["support_email"],
        phone=row["phone"],
        default_market=row["default_market_id"],
        set_up_at=datetime.fromisoformat(row["set_up_at"]),
    )


def _market(row: dict[str, Any]) -> Market:
    return Market(
        code=row["code"],
        name=row["name"],
        currency=row["currency"],
        languages=tuple(row["languages"]),
        default_language=row["default_language"],
        time_zone=row["time_zone"],
        countries=tuple(row["countries"]),
        legal_entity_id=LegalEntityId(UUID(row["legal_entity_id"])),
        order_prefix=row["order_prefix"],
        capture_at=CaptureAt(row["capture_at"]),
        invoice_at=InvoiceAt(row["invoice_at"]),
        sourcing=Sourcing(row["sourcing"]),
        split_allowed=row["split_allowed"],
        invoice_series=row["invoice_series"],
        return_postage=ReturnPostage(row["return_postage"]),
        gift_wrap=row["gift_wrap"],
        gift_wrap_article_id=UUID(wrap) if (wrap := row["gift_wrap_article_id"]) else None,
        active=row["active"],
        position=row["position"],
    )


def _entity(row: dict[str, Any]) -> LegalEntity:
    capital, currency = row["share_capital_minor"], row["share_capital_currency"]
    return LegalEntity(
        id=LegalEntityId(UUID(row["id"])),
        code=row["code"],
        name=row["name"],
        legal_form=row["legal_form"],
        share_capital=None if capital is None else Money(capital, currency),
        siren=row["siren"],
        siret=row["siret"],
        vat_number=row["vat_number"],
        rcs=row["rcs"],
        address=Address.read(row["address"]),
        iban=row["iban"],
        bic=row["bic"],
        email=row["email"],
        phone=row["phone"],
        oss_registered=row["oss_registered"],
    )


def _channel(row: dict[str, Any]) -> Channel:
    return Channel(code=row["code"], kind=ChannelKind(row["kind"]), name=row["name"])
