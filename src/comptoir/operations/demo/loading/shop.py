"""The merchant of the demo: who sells, from where, under which terms, how goods leave and how they are paid."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from decimal import Decimal

from django.db import transaction

from comptoir.domains.accounts.actions import create_user
from comptoir.domains.content.actions import publish_page, save_redirects
from comptoir.domains.content.values import PageDraft, Redirect
from comptoir.domains.delivery.actions import save_method, set_rates
from comptoir.domains.delivery.values import MethodDraft, MethodKind, Rate
from comptoir.domains.ledger.actions import open_accounts
from comptoir.domains.ledger.values import EVERYDAY_ACCOUNTS, money_account
from comptoir.domains.markets.actions import set_up_merchant
from comptoir.domains.markets.values import LegalEntityDraft, LegalEntityId, MarketTerms, MerchantDraft
from comptoir.domains.network.actions import save_place
from comptoir.domains.network.values import Place, PlaceKind
from comptoir.domains.payments.actions import save_payment_method
from comptoir.domains.payments.values import preset_method
from comptoir.domains.pricing.actions import add_vouchers
from comptoir.domains.pricing.values import Reduction, VoucherDraft
from comptoir.kernel.access import Actor
from comptoir.kernel.addresses import Address
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.operations.demo.content.merchant import GREETING, DeliveryMethod, LegalEntity, Merchant, PostalAddress
from comptoir.operations.demo.loading.designs import design_shop
from comptoir.operations.demo.logins import DemoLogin

# In the order in which buyers see them. Stripe waits for its keys.
_WAYS_TO_PAY: Mapping[str, bool] = {
    "simulator": True,
    "transfer": True,
    "stored_value": True,
    "stripe": False,
}
_STAFF = {"owner": "Camille Ferréol", "orders": "Yanis Bastide", "warehouse": "Inès Garrigue"}


def set_up(merchant: Merchant, *, actor: Actor, now: datetime) -> LegalEntityId:
    """The merchant, its legal entity and its market, with all that selling needs but goods: all of it or nothing."""
    market = merchant.market
    with transaction.atomic(durable=True):
        entity_id = set_up_merchant(
            merchant=MerchantDraft(
                name=merchant.name,
                sender_name=merchant.sender_name,
                sender_email=merchant.sender_email,
                support_email=merchant.support_email,
                phone=merchant.phone,
                default_market=market.code,
            ),
            entity=_entity(merchant.entity, market.currency),
            market=MarketTerms(
                code=market.code,
                name=market.name,
                currency=market.currency,
                languages=market.languages,
                default_language=market.default_language,
                time_zone=market.time_zone,
                countries=market.countries,
                order_prefix=market.order_prefix,
                gift_wrap=True,
            ),
            actor=actor,
            now=now,
        )
        _open_places(merchant, actor=actor, now=now)
        _publish_pages(merchant, actor=actor, now=now)
        # As of the shop that was there before: its address, on receipts and in other people's pages, still leads here.
        save_redirects(redirects=[Redirect(path="/boutique.html", target="/fr/")], actor=actor, now=now)
        design_shop(actor=actor, now=now)
        for position, method in enumerate(merchant.delivery):
            _offer_delivery(method, position, merchant, actor=actor, now=now)
        _offer_payment(market.code, actor=actor, now=now)
        _welcome(market.code, market.currency, actor=actor, now=now)
        open_accounts(
            entity=entity_id,
            codes=sorted({*EVERYDAY_ACCOUNTS, *map(money_account, _WAYS_TO_PAY)}),
            currency=market.currency,
            actor=actor,
            now=now,
        )
    return entity_id


def employ(logins: Sequence[DemoLogin], *, actor: Actor, now: datetime) -> None:
    """The people who may sign in, with the public passwords of the demo."""
    for login in logins:
        create_user(
            email=login.email,
            name=_STAFF[login.role],
            roles=[login.role],
            password=login.password,
            actor=actor,
            now=now,
        )


def _address(address: PostalAddress) -> Address:
    return Address(
        company=address.company,
        line1=address.line1,
        postal_code=address.postal_code,
        city=address.city,
        country=address.country,
        phone=address.phone,
    )


def _entity(entity: LegalEntity, currency: str) -> LegalEntityDraft:
    return LegalEntityDraft(
        code=entity.code,
        name=entity.name,
        address=_address(entity.address),
        legal_form=entity.legal_form,
        share_capital=Money(entity.share_capital_minor, currency),
        siren=entity.siren,
        siret=entity.siret,
        vat_number=entity.vat_number,
        rcs=entity.rcs,
        iban=entity.iban,
        bic=entity.bic,
        email=entity.email,
        phone=entity.phone,
        oss_registered=entity.oss_registered,
    )


def _open_places(merchant: Merchant, *, actor: Actor, now: datetime) -> None:
    for place in merchant.places:
        opened = Place(
            code=place.code,
            kind=PlaceKind(place.kind),
            name=place.name.texts(),
            address=_address(place.address),
            opening_hours=place.hours,
            time_zone=merchant.market.time_zone,
            priority=place.priority,
            offers_pickup=place.offers_pickup,
        )
        save_place(place=opened, actor=actor, now=now)


def _publish_pages(merchant: Merchant, *, actor: Actor, now: datetime) -> None:
    for position, page in enumerate(merchant.pages):
        in_footer = None if page.key == GREETING else position
        draft = PageDraft(titles=page.title.texts(), bodies=page.body.texts(), position_in_footer=in_footer)
        publish_page(key=page.key, draft=draft, based_on=0, actor=actor, now=now)


def _offer_delivery(method: DeliveryMethod, position: int, merchant: Merchant, *, actor: Actor, now: datetime) -> None:
    market = merchant.market
    draft = MethodDraft(
        code=method.code,
        market=market.code,
        kind=MethodKind(method.kind),
        labels=method.label.texts(),
        place_code=method.place,
        carrier=method.carrier,
        position=position,
        cut_off=time.fromisoformat(method.cut_off),
        handling_days=method.handling_days,
        transit_days_min=method.transit_days_min,
        transit_days_max=method.transit_days_max,
    )
    rates = [
        Rate(
            price=Money(rate.price_minor, market.currency),
            countries=rate.countries,
            from_total=None if rate.from_total_minor is None else Money(rate.from_total_minor, market.currency),
            up_to_weight_grams=rate.up_to_weight_grams,
        )
        for rate in method.rates
    ]
    save_method(method=draft, actor=actor, now=now)
    set_rates(market=market.code, code=method.code, rates=rates, actor=actor, now=now)


def _offer_payment(market: str, *, actor: Actor, now: datetime) -> None:
    for position, (provider, enabled) in enumerate(_WAYS_TO_PAY.items()):
        method = preset_method(provider, market=market, position=position, enabled=enabled)
        save_payment_method(method=method, actor=actor, now=now)


def _welcome(market: str, currency: str, *, actor: Actor, now: datetime) -> None:
    """A code for whoever buys for the first time."""
    reduction = Reduction(minimum=Money(3_000, currency), percent=Decimal(10))
    voucher = VoucherDraft(market=market, reduction=reduction, code="BIENVENUE", starts_at=now, limit_each=1)
    add_vouchers(batch=[voucher], key=new_id(), actor=actor, now=now)
