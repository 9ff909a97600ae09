"""Orders of past years, written down set-based: what they were, not how they came about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from comptoir.domains.catalogue.queries import product_ids, variants_of
from comptoir.domains.catalogue.values import ProductStatus, VariantCard, VariantId
from comptoir.domains.content.queries import terms_version
from comptoir.domains.customers.values import CustomerId, PastCustomer
from comptoir.domains.delivery.queries import options_for
from comptoir.domains.delivery.values import DeliveryOption
from comptoir.domains.markets.queries import market
from comptoir.domains.orders.values import ChosenDelivery, OrderDraft, OrderId, PastOrder, order_line
from comptoir.domains.pricing.queries import price_goods, prices_for
from comptoir.domains.pricing.values import Goods, Price, PricedBasket
from comptoir.flows.take_over_orders import PastSaleDraft
from comptoir.kernel.clock import local_day
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.texts import text_in
from comptoir.operations.demo.history.buyers import Buyer
from comptoir.operations.demo.history.calendar import at_work
from comptoir.operations.demo.history.plan import Setting, Wanted, a_basket, a_buyer, a_delivery

METHOD = "transfer"
"""The one way to pay whose books are ours: a bank would know nothing of payments that were never made."""
_NEVER_PAID = 5  # of a hundred
_MOST_PRODUCTS = 4_000
_APPEALS = (1, 2, 3, 5, 8, 21)


@dataclass(frozen=True, slots=True)
class Assortment:
    """What is on sale now, and was in past years: some thousands of variants by SKU, with their prices."""

    cards: Mapping[str, VariantCard]
    prices: Mapping[VariantId, Price]

    @classmethod
    def of_market(cls, code: str) -> "Assortment":
        products = product_ids(limit=_MOST_PRODUCTS, status=ProductStatus.ACTIVE)
        cards = [card for cards in variants_of(products).values() for card in cards if card.active]
        prices = prices_for([card.id for card in cards], market=code)
        return cls({card.sku: card for card in cards if card.id in prices}, prices)

    def wanted(self, dice: Random) -> list[Wanted]:
        """All of it, some things more popular than others, cheap ones more than dear ones."""
        return [
            Wanted(
                sku=sku,
                appeal=1 + dice.choice(_APPEALS) * 4_000 // (self.prices[card.id].amount.minor + 400),
                handling="ambient",
            )
            for sku, card in self.cards.items()
        ]


@dataclass(frozen=True, slots=True)
class PastTrade:
    """Makes drafts of orders that ended long ago. ``warehouse`` is where parcels left from."""

    market: str
    warehouse: str
    assortment: Assortment
    setting: Setting
    dice: Random

    def drafts(self, moments: Sequence[datetime]) -> list[PastSaleDraft]:
        """An order placed at each of these instants."""
        return [self._draft(moment) for moment in moments]

    def _draft(self, placed_at: datetime) -> PastSaleDraft:
        buyer = a_buyer(self.setting, self.dice)
        pieces = a_basket(self.setting.goods, self.dice)
        cards = [self.assortment.cards[sku] for sku in pieces]
        delivery = self._delivery(buyer, cards, pieces, placed_at)
        basket = price_goods(
            market=self.market,
            goods=[
                Goods(variant_id=card.id, sku=card.sku, quantity=pieces[card.sku], tax_class=card.tax_class)
                for card in cards
            ],
            prices=self.assortment.prices,
            delivery=delivery.price,
            destination=delivery.destination,
            vat_number=buyer.address.vat_number,
            on=local_day(placed_at, self.setting.time_zone),
        )
        return PastSaleDraft(
            order=self._course(self._order(buyer, basket, delivery, placed_at), placed_at),
            customer=_customer(buyer, self.market, placed_at),
            method=METHOD,
            place_code=delivery.place_code or self.warehouse,
            tracking_number=f"MR{placed_at:%y%m%d%H%M%S}FR" if delivery.carrier else "",
        )

    def _delivery(
        self, buyer: Buyer, cards: Sequence[VariantCard], pieces: Mapping[str, int], placed_at: datetime
    ) -> DeliveryOption:
        prices = self.assortment.prices
        worth = sum(prices[card.id].amount.minor * pieces[card.sku] for card in cards)
        options = options_for(
            market=self.market,
            country=buyer.address.country,
            weight_grams=sum(card.weight_grams * pieces[card.sku] for card in cards),
            goods_total=Money(worth, prices[cards[0].id].amount.currency),
            now=placed_at,
        )
        preferred = a_delivery(buyer, {"ambient"}, self.setting, self.dice)
        return next((option for option in options if option.code == preferred), options[0])

    def _order(self, buyer: Buyer, basket: PricedBasket, delivery: DeliveryOption, placed_at: datetime) -> OrderDraft:
        here = market(self.market)
        return OrderDraft(
            id=OrderId(new_id()),
            cart_id=new_id(),
            market=self.market,
            number_prefix=f"{here.order_prefix}-",
            legal_entity_id=here.legal_entity_id,
            channel="web",
            customer_id=CustomerId(new_id()),  # the flow puts in who it really is
            email=buyer.email,
            language=buyer.language,
            lines=tuple(
                order_line(
                    position=place,
                    variant=self.assortment.cards[line.sku],
                    priced=line,
                    language=buyer.language,
                )
                for place, line in enumerate(basket.lines, 1)
            ),
            goods_total=basket.goods_total,
            delivery=ChosenDelivery(
                code=delivery.code,
                label=text_in(delivery.labels, buyer.language),
                kind=delivery.kind,
                place_code=delivery.place_code,
                carrier=delivery.carrier,
                price=basket.delivery_total,
                promised_on=delivery.promised_on,
            ),
            total=basket.total,
            taxes=basket.taxes,
            shipping_address=buyer.address,
            billing_address=buyer.address,
            comment="",
            terms_version=terms_version(),
        )

    def _course(self, draft: OrderDraft, placed_at: datetime) -> PastOrder:
        dice, zone = self.dice, self.setting.time_zone
        if dice.randrange(100) < _NEVER_PAID:
            return PastOrder(draft=draft, placed_at=placed_at, cancelled_at=placed_at + timedelta(days=14, hours=3))
        paid_at = at_work(placed_at + timedelta(hours=dice.randrange(18, 90)), zone)
        prepared_at = at_work(paid_at + timedelta(minutes=dice.randrange(30, 300)), zone)
        shipped_at = at_work(prepared_at + timedelta(minutes=dice.randrange(25, 240)), zone)
        return PastOrder(
            draft=draft, placed_at=placed_at, paid_at=paid_at, prepared_at=prepared_at, shipped_at=shipped_at
        )


def _customer(buyer: Buyer, market: str, placed_at: datetime) -> PastCustomer:
    address = buyer.address
    return PastCustomer(
        email=buyer.email,
        name=address.name,
        company=address.company,
        vat_number=address.vat_number,
        phone=address.phone,
        language=buyer.language,
        market=market,
        first_order_at=placed_at,
        last_order_at=placed_at,
    )
