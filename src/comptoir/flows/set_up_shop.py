from dataclasses import replace
from datetime import datetime

from django.db import transaction

from comptoir.domains.content.actions import publish_starter_pages
from comptoir.domains.markets.actions import save_legal_entity, save_merchant, set_up_merchant
from comptoir.domains.markets.queries import market_settings
from comptoir.domains.markets.values import LegalEntityDraft, MarketTerms, MerchantDraft
from comptoir.flows.steps.furnish_shop import furnish_shop
from comptoir.kernel.access import Actor


def set_up_shop(
    *, merchant: MerchantDraft, entity: LegalEntityDraft, market: MarketTerms, actor: Actor, now: datetime
) -> None:
    """From an empty installation to one that lacks only goods and delivery prices.

    The merchant, the legal entity and the first market come first; then what every shop needs and nobody wants to write
    on the first day: a place for stock at the registered address, drafts of the legal pages, payment by transfer where
    there is an account to transfer to. A shop on trial gets its real name instead, and keeps its goods and orders.

    :raises AlreadySetUp: when this installation has a merchant of its own.
    :raises ManyInvalid: with everything that is wrong, by field; then nothing is written.
    """
    with transaction.atomic(durable=True):
        trial = market_settings().trial_entity
        if trial is not None:
            save_legal_entity(entity=replace(entity, code=trial.code), actor=actor, now=now)
            save_merchant(merchant=merchant, actor=actor, now=now)
        else:
            set_up_merchant(merchant=merchant, entity=entity, market=market, actor=actor, now=now)
        providers = ("transfer",) if entity.iban else ()
        furnish_shop(address=entity.address, market=market.code, providers=providers, actor=actor, now=now)
        publish_starter_pages(anew=trial is not None, actor=actor, now=now)
