from datetime import datetime

from django.db import transaction

from comptoir.domains.content.actions import publish_starter_pages
from comptoir.domains.markets.actions import set_up_merchant
from comptoir.domains.markets.values import LegalEntityDraft, MarketTerms, MerchantDraft
from comptoir.domains.network.actions import save_place
from comptoir.domains.network.values import Place, PlaceKind
from comptoir.domains.payments.actions import save_payment_method
from comptoir.domains.payments.values import METHOD_PRESETS, Method
from comptoir.kernel.access import Actor

WAREHOUSE = "warehouse"
_TRANSFER = "transfer"


def set_up_shop(
    *, merchant: MerchantDraft, entity: LegalEntityDraft, market: MarketTerms, actor: Actor, now: datetime
) -> None:
    """From an empty installation to one that lacks only goods and delivery prices.

    The merchant, the legal entity and the first market come first; then what every shop needs and nobody wants to write
    on the first day: a place for stock at the registered address, drafts of the legal pages, payment by transfer where
    there is an account to transfer to.

    :raises AlreadySetUp: when this installation has a merchant.
    :raises ManyInvalid: with everything that is wrong, by field; then nothing is written.
    """
    with transaction.atomic(durable=True):
        set_up_merchant(merchant=merchant, entity=entity, market=market, actor=actor, now=now)
    # A second transaction: until the first has committed, remembered settings still say that there is no merchant.
    with transaction.atomic(durable=True):
        names = {"fr": "Entrepôt", "en": "Warehouse"}
        save_place(
            place=Place(code=WAREHOUSE, kind=PlaceKind.WAREHOUSE, name=names, address=entity.address),
            actor=actor,
            now=now,
        )
        publish_starter_pages(actor=actor, now=now)
        if entity.iban:
            save_payment_method(method=_transfer_in(market), actor=actor, now=now)


def _transfer_in(market: MarketTerms) -> Method:
    preset = METHOD_PRESETS[_TRANSFER]
    return Method(
        code=preset.code,
        market=market.code,
        provider=_TRANSFER,
        labels=preset.labels,
        instructions=preset.instructions,
        enabled=True,
        position=0,
        hold_minutes=preset.hold_minutes,
    )
