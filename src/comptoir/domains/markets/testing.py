"""A merchant for tests of this and other domains."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from comptoir.domains.markets.actions import save_market, set_up_merchant
from comptoir.domains.markets.queries import market, market_settings
from comptoir.domains.markets.values import LegalEntityDraft, LegalEntityId, Market, MarketTerms, MerchantDraft
from comptoir.kernel.access import job_actor
from comptoir.kernel.addresses import Address
from comptoir.kernel.money import Money

MERCHANT = MerchantDraft(
    name="La Halle aux saveurs",
    sender_name="La Halle aux saveurs",
    sender_email="bonjour@halle.example",
    support_email="aide@halle.example",
    phone="+33 4 78 00 00 00",
)
ENTITY = LegalEntityDraft(
    code="halle",
    name="La Halle aux saveurs SAS",
    legal_form="SAS",
    share_capital=Money(1_000_000, "EUR"),
    siren="732829320",
    siret="73282932000074",
    vat_number="FR44732829320",
    rcs="Lyon",
    address=Address(line1="12 quai des Étroits", postal_code="69005", city="Lyon", country="FR"),
    iban="FR1420041010050500013M02606",
    bic="PSSTFRPPLYO",
    email="compta@halle.example",
)


def make_market(terms: MarketTerms | None = None, *, now: datetime = datetime(2026, 1, 5, 9, tzinfo=UTC)) -> Market:
    """The market there is, or else a merchant with one legal entity and one market: France unless told otherwise."""
    known = market_settings().markets
    if not known:
        set_up_merchant(merchant=MERCHANT, entity=ENTITY, market=terms, actor=job_actor("test"), now=now)
        known = market_settings().markets
    return known[0]


def offer_gift_wrap(
    offered: bool = True,
    *,
    article_id: UUID | None = None,
    code: str = "fr",
    now: datetime = datetime(2026, 1, 5, 9, tzinfo=UTC),
) -> None:
    """A market wraps gifts, or no longer; at the price of an article, if one is named."""
    wrapping = replace(market(code), gift_wrap=offered, gift_wrap_article_id=article_id)
    save_market(market=wrapping, actor=job_actor("test"), now=now)


def make_entity() -> LegalEntityId:
    """The legal entity of ``make_market()``."""
    return make_market().legal_entity_id
