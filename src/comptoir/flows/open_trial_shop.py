from datetime import datetime

from django.db import transaction

from comptoir.domains.content.actions import publish_starter_pages
from comptoir.domains.delivery.actions import save_method, set_rates
from comptoir.domains.delivery.values import MethodDraft, MethodKind, Rate
from comptoir.domains.markets.actions import set_up_merchant
from comptoir.domains.markets.values import TRIAL_SIREN, LegalEntityDraft, MarketTerms, MerchantDraft
from comptoir.flows.steps.furnish_shop import furnish_shop
from comptoir.kernel.access import Actor
from comptoir.kernel.addresses import Address
from comptoir.kernel.money import Money

_EMAIL = "boutique@example.com"  # nobody's, for ever (RFC 2606)
MERCHANT = MerchantDraft(name="Ma boutique", sender_name="Ma boutique", sender_email=_EMAIL, support_email=_EMAIL)
ENTITY = LegalEntityDraft(
    code="main",
    name="Société à renseigner",
    address=Address(line1="Adresse à renseigner", postal_code="75001", city="Paris", country="FR"),
    siren=TRIAL_SIREN,
    vat_number=f"FR12{TRIAL_SIREN}",
    email=_EMAIL,
)
_DELIVERY = {"fr": "Livraison à domicile", "en": "Home delivery"}
_DELIVERY_PRICE_MINOR = 490


def open_trial_shop(*, actor: Actor, now: datetime) -> None:
    """From an empty installation to one that can sell whatever is imported into it: to be tried out at once.

    France, euros, one way of delivery and the test bank, under a provisional name. The first visit to the back office
    asks whose shop it is (``set_up_shop``); production starts only after that.

    :raises AlreadySetUp: when this installation has a merchant.
    """
    market = MarketTerms()
    with transaction.atomic(durable=True):
        set_up_merchant(merchant=MERCHANT, entity=ENTITY, market=market, actor=actor, now=now)
        furnish_shop(address=ENTITY.address, market=market.code, providers=("simulator",), actor=actor, now=now)
        publish_starter_pages(actor=actor, now=now)
        delivery = MethodDraft(code="home", market=market.code, kind=MethodKind.HOME, labels=_DELIVERY)
        save_method(method=delivery, actor=actor, now=now)
        rate = Rate(price=Money(_DELIVERY_PRICE_MINOR, market.currency))
        set_rates(market=market.code, code=delivery.code, rates=[rate], actor=actor, now=now)
