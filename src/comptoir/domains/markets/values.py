"""What markets gives and takes: who sells, where, in which currency and languages, and by which rules."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from comptoir.kernel.addresses import Address
from comptoir.kernel.money import Money

LegalEntityId = NewType("LegalEntityId", UUID)

WEB_CHANNEL = "web"


class CaptureAt(StrEnum):
    """When the buyer's money is taken."""

    AUTHORISATION = "authorisation"  # at once
    SHIPMENT = "shipment"  # when the goods leave


class InvoiceAt(StrEnum):
    """When the invoice is issued."""

    PAYMENT = "payment"
    SHIPMENT = "shipment"


class Sourcing(StrEnum):
    """Which place serves an order first, among those that have the goods."""

    PRIORITY = "priority"  # the places in their order
    NEAREST = "nearest"  # the one nearest to where the order goes


class ReturnPostage(StrEnum):
    """Who pays for the way back when a buyer changes their mind."""

    BUYER = "buyer"
    MERCHANT = "merchant"


class ChannelKind(StrEnum):
    WEB = "web"
    SHOP = "shop"
    PHONE = "phone"
    MARKETPLACE = "marketplace"


@dataclass(frozen=True, slots=True, kw_only=True)
class MerchantDraft:
    """The merchant as buyers see it. ``sender_*`` sign the mails, ``support_email`` takes the answers."""

    name: str
    sender_name: str
    sender_email: str
    support_email: str
    phone: str = ""
    default_market: str = "fr"


@dataclass(frozen=True, slots=True, kw_only=True)
class Merchant(MerchantDraft):
    """The one merchant of this installation."""

    set_up_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalEntityDraft:
    """Who issues invoices. What does not apply is empty.

    ``siren`` (9 digits) is needed in France; ``siret`` (14) is the seat's; ``rcs`` is the town of the trade register.
    ``vat_number`` is written with its country prefix, without spaces. ``oss_registered``: the entity declares VAT of
    other EU countries through the One-Stop Shop.
    """

    code: str
    name: str
    address: Address
    legal_form: str = ""
    share_capital: Money | None = None
    siren: str = ""
    siret: str = ""
    vat_number: str = ""
    rcs: str = ""
    iban: str = ""
    bic: str = ""
    email: str = ""
    phone: str = ""
    oss_registered: bool = False


TRIAL_SIREN = "000000000"
"""Of a shop that is being tried out before anybody has said whose it is. Well-formed, and nobody's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalEntity(LegalEntityDraft):
    """A legal entity of the merchant."""

    id: LegalEntityId

    @property
    def is_trial(self) -> bool:
        return self.siren == TRIAL_SIREN


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketTerms:
    """A market before its legal entity is known: the form of the first set-up. Defaults are a French web shop's."""

    code: str = "fr"
    name: str = "France"
    currency: str = "EUR"
    languages: tuple[str, ...] = ("fr", "en")
    default_language: str = "fr"
    time_zone: str = "Europe/Paris"
    countries: tuple[str, ...] = ("FR",)
    order_prefix: str = "FR"
    capture_at: CaptureAt = CaptureAt.AUTHORISATION
    invoice_at: InvoiceAt = InvoiceAt.SHIPMENT
    sourcing: Sourcing = Sourcing.PRIORITY
    split_allowed: bool = True
    invoice_series: str = ""
    return_postage: ReturnPostage = ReturnPostage.BUYER
    gift_wrap: bool = False
    gift_wrap_article_id: UUID | None = None
    active: bool = True
    position: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Market(MarketTerms):
    """Where goods are offered: one currency, some languages, the countries delivered to, the entity that sells.

    ``countries`` are ISO 3166-1 alpha-2, ``time_zone`` is the market's calendar, ``order_prefix`` starts its order
    numbers. ``invoice_series`` ("PRO") gives its invoices and credit notes numbers of their own (FPRO2026-000001); ""
    numbers them with those of all other markets of the entity. ``split_allowed`` lets an order leave from several
    places. ``gift_wrap`` offers to wrap an order as a gift, with a message: at the price of ``gift_wrap_article_id``,
    the variant of a service, or at no charge without one. ``active`` is false for a market that no longer sells; its
    orders remain.
    """

    legal_entity_id: LegalEntityId


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """By which door a sale came in."""

    code: str
    kind: ChannelKind
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketSettings:
    """Everything at once, as one instant knew it. ``merchant`` is None before the first set-up."""

    merchant: Merchant | None
    markets: tuple[Market, ...] = ()
    legal_entities: tuple[LegalEntity, ...] = ()
    channels: tuple[Channel, ...] = field(default=())

    @property
    def trial_entity(self) -> LegalEntity | None:
        """Who sells while nobody has said whose shop it is."""
        return next((entity for entity in self.legal_entities if entity.is_trial), None)

    @property
    def on_trial(self) -> bool:
        """Whether the shop sells under a provisional name, until its owner tells the real one."""
        return self.trial_entity is not None

    @property
    def awaits_set_up(self) -> bool:
        """Whether somebody still has to say whose shop this is."""
        return self.merchant is None or self.on_trial
