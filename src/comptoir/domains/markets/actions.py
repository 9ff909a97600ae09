"""Changes to the merchant's settings. All of them queue on the merchant's row: they are rare and belong together."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction

from comptoir.domains.markets.errors import (
    AlreadySetUp,
    CodeTaken,
    CurrencyFixed,
    DefaultMarketNeeded,
    NotSetUp,
    UnknownLegalEntity,
    UnknownMarket,
)
from comptoir.domains.markets.events import MarketSettingsChanged
from comptoir.domains.markets.models import Channel as ChannelRow
from comptoir.domains.markets.models import LegalEntity as EntityRow
from comptoir.domains.markets.models import Market as MarketRow
from comptoir.domains.markets.models import Merchant as MerchantRow
from comptoir.domains.markets.permissions import MARKETS_EDIT
from comptoir.domains.markets.rules import entity_errors, market_errors, merchant_errors, tidy_entity
from comptoir.domains.markets.values import (
    WEB_CHANNEL,
    ChannelKind,
    LegalEntityDraft,
    LegalEntityId,
    Market,
    MarketTerms,
    MerchantDraft,
)
from comptoir.kernel.access import Actor
from comptoir.kernel.addresses import check_address
from comptoir.kernel.emails import BadEmail, normalised_email
from comptoir.kernel.errors import Invalid, ManyInvalid
from comptoir.kernel.events import emit
from comptoir.kernel.history import Facts, record
from comptoir.kernel.ids import new_id
from comptoir.kernel.remember import forget
from comptoir.kernel.sql import execute


def set_up_merchant(
    *,
    merchant: MerchantDraft,
    entity: LegalEntityDraft,
    market: MarketTerms | None = None,
    actor: Actor,
    now: datetime,
) -> LegalEntityId:
    """Make the merchant, its legal entity, its first market (France when none is given) and the web channel, at once.

    :raises AlreadySetUp: when this installation has a merchant.
    :raises ManyInvalid: with everything that is wrong; fields of the others start with ``entity.`` and ``market.``.
    """
    actor.must(MARKETS_EDIT)
    market = market or MarketTerms()
    merchant, merchant_faults = _checked_merchant(replace(merchant, default_market=market.code))
    entity, entity_faults = _checked_entity(entity)
    market_faults = list(market_errors(market, spoken=_spoken()))
    _refuse([*merchant_faults, *_prefixed("entity", entity_faults), *_prefixed("market", market_faults)])
    entity_id = LegalEntityId(new_id())
    with transaction.atomic(savepoint=False):
        # The merchant first: of two set-ups at once, the second waits here and then finds that it came too late.
        # Its reference to a market that is yet to come is checked when the transaction commits.
        columns = _merchant_columns(merchant)
        if not execute(
            """INSERT INTO markets_merchant (id, name, sender_name, sender_email, support_email, phone,
                                             default_market_id, set_up_at)
               VALUES (1, %(name)s, %(sender_name)s, %(sender_email)s, %(support_email)s, %(phone)s,
                       %(default_market_id)s, %(now)s) ON CONFLICT DO NOTHING""",
            {**columns, "now": now},
        ):
            raise AlreadySetUp
        EntityRow.objects.create(id=entity_id, code=entity.code, **_entity_columns(entity))
        MarketRow.objects.create(code=market.code, **_market_columns(market), legal_entity_id=entity_id)
        ChannelRow.objects.bulk_create(
            [ChannelRow(code=WEB_CHANNEL, kind=ChannelKind.WEB, name="Web")], ignore_conflicts=True
        )
        record(
            action="set_up",
            subject_type="markets.merchant",
            subject_id=1,
            actor=actor,
            now=now,
            after={"merchant": columns, "entity": asdict(entity), "market": asdict(market)},
        )
        _announce([market.code])
    return entity_id


def save_merchant(*, merchant: MerchantDraft, actor: Actor, now: datetime) -> None:
    """Change the merchant's own settings.

    :raises NotSetUp: before the first set-up.
    :raises UnknownMarket: when the default market is none that sells.
    """
    actor.must(MARKETS_EDIT)
    merchant, faults = _checked_merchant(merchant)
    _refuse(faults)
    with transaction.atomic(savepoint=False):
        row = _locked_merchant()
        if not MarketRow.objects.filter(code=merchant.default_market, active=True).exists():
            raise UnknownMarket(field="default_market", market=merchant.default_market)
        before, after = _changed(row, _merchant_columns(merchant))
        if not after:
            return
        MerchantRow.objects.filter(id=1).update(**after)
        _tell(("merchant", 1), before, after, actor=actor, now=now)
        _announce(MarketRow.objects.values_list("code", flat=True))


def save_legal_entity(*, entity: LegalEntityDraft, actor: Actor, now: datetime) -> LegalEntityId:
    """Add a legal entity, or change the one of that code. Documents already issued keep what they say.

    :raises NotSetUp: before the first set-up.
    :raises ManyInvalid: with everything that is wrong.
    """
    actor.must(MARKETS_EDIT)
    entity, faults = _checked_entity(entity)
    _refuse(faults)
    columns = _entity_columns(entity)
    with transaction.atomic(savepoint=False):
        _locked_merchant()
        row = EntityRow.objects.filter(code=entity.code).first()
        before, after = _changed(row, columns)
        if row is None:
            row = EntityRow.objects.create(id=new_id(), code=entity.code, **columns)
        elif after:
            EntityRow.objects.filter(id=row.id).update(**after)
        else:
            return LegalEntityId(row.id)
        _tell(("legalentity", row.id), before, after, actor=actor, now=now)
        _announce(MarketRow.objects.filter(legal_entity_id=row.id).values_list("code", flat=True))
    return LegalEntityId(row.id)


def save_market(*, market: Market, actor: Actor, now: datetime) -> None:
    """Open a market, or change the one of that code.

    :raises NotSetUp: before the first set-up.
    :raises ManyInvalid: with everything that is wrong.
    :raises UnknownLegalEntity: when there is no such seller.
    :raises CurrencyFixed: when an existing market would change its currency.
    :raises CodeTaken: when another market's order numbers start with the same prefix.
    :raises DefaultMarketNeeded: when the merchant's default market would close.
    """
    actor.must(MARKETS_EDIT, market=market.code)
    _refuse(list(market_errors(market, spoken=_spoken())))
    columns = _market_columns(market) | {"legal_entity_id": market.legal_entity_id}
    with transaction.atomic(savepoint=False):
        merchant = _locked_merchant()
        if not EntityRow.objects.filter(id=market.legal_entity_id).exists():
            raise UnknownLegalEntity(field="legal_entity", id=str(market.legal_entity_id))
        if MarketRow.objects.filter(order_prefix=market.order_prefix).exclude(code=market.code).exists():
            raise CodeTaken(field="order_prefix", value=market.order_prefix)
        if merchant.default_market_id == market.code and not market.active:
            raise DefaultMarketNeeded(field="active")
        row = MarketRow.objects.filter(code=market.code).first()
        if row is not None and row.currency != market.currency:
            raise CurrencyFixed(field="currency", currency=row.currency)
        before, after = _changed(row, columns)
        if row is None:
            MarketRow.objects.create(code=market.code, **columns)
        elif after:
            MarketRow.objects.filter(code=market.code).update(**after)
        else:
            return
        _tell(("market", market.code), before, after, actor=actor, now=now)
        _announce([market.code])


def _locked_merchant() -> MerchantRow:
    row = MerchantRow.objects.select_for_update().filter(id=1).first()
    if row is None:
        raise NotSetUp
    return row


def _checked_merchant(draft: MerchantDraft) -> tuple[MerchantDraft, list[Invalid]]:
    faults, emails = list(merchant_errors(draft)), {}
    for field in ("sender_email", "support_email"):
        try:
            emails[field] = normalised_email(getattr(draft, field), field=field)
        except BadEmail as error:
            faults.append(error)
    return replace(draft, name=draft.name.strip(), sender_name=draft.sender_name.strip(), **emails), faults


def _checked_entity(draft: LegalEntityDraft) -> tuple[LegalEntityDraft, list[Invalid]]:
    # The entity's own name stands above its address: nobody has to write it twice.
    address, faults = check_address(replace(draft.address, name=draft.address.name or draft.name))
    draft = tidy_entity(replace(draft, address=address))
    email = draft.email
    try:
        email = normalised_email(email) if email else ""
    except BadEmail as error:
        faults = (*faults, error)
    return replace(draft, email=email), [*entity_errors(draft), *faults]


def _spoken() -> set[str]:
    return {code for code, _ in settings.LANGUAGES}


def _prefixed(prefix: str, faults: list[Invalid]) -> Iterator[Invalid]:
    for fault in faults:
        yield type(fault)(**{**fault.facts, "field": f"{prefix}.{fault.field}"})


def _refuse(faults: list[Invalid]) -> None:
    if faults:
        raise ManyInvalid(errors=tuple(faults))


def _merchant_columns(draft: MerchantDraft) -> dict[str, Any]:
    return {
        "name": draft.name,
        "sender_name": draft.sender_name,
        "sender_email": draft.sender_email,
        "support_email": draft.support_email,
        "phone": draft.phone,
        "default_market_id": draft.default_market,
    }


def _entity_columns(draft: LegalEntityDraft) -> dict[str, Any]:
    capital = draft.share_capital
    return {
        "name": draft.name,
        "legal_form": draft.legal_form,
        "share_capital_minor": capital.minor if capital else None,
        "share_capital_currency": capital.currency if capital else None,
        "siren": draft.siren,
        "siret": draft.siret,
        "vat_number": draft.vat_number,
        "rcs": draft.rcs,
        "address": draft.address.values(),
        "iban": draft.iban,
        "bic": draft.bic,
        "email": draft.email,
        "phone": draft.phone,
        "oss_registered": draft.oss_registered,
    }


def _market_columns(terms: MarketTerms) -> dict[str, Any]:
    return {
        "name": terms.name,
        "currency": terms.currency,
        "languages": list(terms.languages),
        "default_language": terms.default_language,
        "time_zone": terms.time_zone,
        "countries": list(terms.countries),
        "order_prefix": terms.order_prefix,
        "capture_at": str(terms.capture_at),
        "invoice_at": str(terms.invoice_at),
        "sourcing": str(terms.sourcing),
        "split_allowed": terms.split_allowed,
        "invoice_series": terms.invoice_series,
        "return_postage": str(terms.return_postage),
        "gift_wrap": terms.gift_wrap,
        "gift_wrap_article_id": terms.gift_wrap_article_id,
        "active": terms.active,
        "position": terms.position,
    }


def _changed(row: models.Model | None, columns: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    if row is None:
        return {}, columns
    after = {name: value for name, value in columns.items() if getattr(row, name) != value}
    return {name: getattr(row, name) for name in after}, after


def _tell(subject: tuple[str, object], before: Facts, after: Facts, *, actor: Actor, now: datetime) -> None:
    kind, id = subject
    record(
        action="saved", subject_type=f"markets.{kind}", subject_id=id, actor=actor, now=now, before=before, after=after
    )


def _announce(market_codes: Any) -> None:
    emit(MarketSettingsChanged(market_codes=tuple(market_codes)))
    forget("markets")
