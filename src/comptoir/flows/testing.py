"""A shop ready to sell, for tests of flows and surfaces: made by the real actions, as a merchant would."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from comptoir.domains.cart.actions import open_cart, set_details, set_line
from comptoir.domains.cart.queries import priced_cart
from comptoir.domains.cart.values import CartDetails, CartId
from comptoir.domains.catalogue.testing import make_product
from comptoir.domains.catalogue.values import (
    Product,
    ProductDraft,
    ProductStatus,
    Variant,
    VariantDraft,
    VariantId,
    VariantKind,
)
from comptoir.domains.content.actions import publish_starter_pages
from comptoir.domains.content.queries import terms_version
from comptoir.domains.delivery.actions import save_method, set_rates
from comptoir.domains.delivery.values import MethodDraft, MethodKind, Rate
from comptoir.domains.inventory.testing import make_stock
from comptoir.domains.markets.testing import make_market, offer_gift_wrap
from comptoir.domains.network.testing import SHOP, WAREHOUSE, make_place
from comptoir.domains.payments.testing import make_method
from comptoir.domains.payments.values import STORED_VALUE
from comptoir.domains.pricing.actions import set_prices
from comptoir.domains.pricing.values import NewPrice
from comptoir.domains.stored_value.values import AccountDraft, AccountId, AccountKind, Issued, Origin
from comptoir.flows.authorise_payment import PayingWith
from comptoir.flows.issue_card import issue_card
from comptoir.flows.place_order import Checkout
from comptoir.flows.sell_variant_as import sell_variant_as
from comptoir.kernel.access import ALL_MARKETS, Actor, ActorKind
from comptoir.kernel.addresses import Address
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, OWNER

HOME = Address(
    name="Lucie Martin",
    line1="8 rue des Remparts",
    postal_code="69002",
    city="Lyon",
    country="FR",
    phone="+33600000000",
)
BUYER_RIGHTS = frozenset(
    {"cart.edit", "orders.place", "orders.cancel", "payments.pay", "returns.request", "fulfilment.download"}
)


def buyer(subject: UUID | str = "test") -> Actor:
    """Whoever holds the token of a cart or order."""
    return Actor(ActorKind.GUEST, str(subject), "Lucie Martin", BUYER_RIGHTS, ALL_MARKETS)


@dataclass(frozen=True, kw_only=True)
class Shop:
    """The market's code, and what it sells."""

    market: str
    honey: Product

    @property
    def sku(self) -> str:
        return self.honey.variants[0].sku

    @property
    def variant_id(self) -> VariantId:
        return self.honey.variants[0].id


def open_shop(*, stock: int = 100, provider: str = "transfer", now: datetime = NOON) -> Shop:
    """France, one warehouse and one shop, honey at 12.90 with tax, home delivery at 4.90 and collection for nothing."""
    market = make_market().code
    make_place(WAREHOUSE)
    make_place(SHOP)
    publish_starter_pages(actor=OWNER, now=now)
    _offer_delivery(market, now)
    make_method(provider=provider)
    honey = sell(market=market, price=Money(1290, "EUR"), stock=stock, now=now)
    return Shop(market=market, honey=honey)


def sell(*, market: str, price: Money, stock: int, draft: ProductDraft | None = None, now: datetime = NOON) -> Product:
    """One more product (honey unless told otherwise), priced, on the warehouse's shelf."""
    product = make_product(draft)
    prices = [NewPrice(variant_id=variant.id, amount=price) for variant in product.variants]
    set_prices(prices=prices, market=market, actor=OWNER, now=now)
    for variant in product.variants:
        make_stock(stock, variant_id=variant.id)
    return product


def sell_gift_wrap(*, market: str, price: Money, now: datetime = NOON) -> Variant:
    """Gifts are wrapped for money: a service with a price, named by the market."""
    draft = ProductDraft(
        titles={"fr": "Emballage cadeau", "en": "Gift wrapping"},
        variants=(VariantDraft(sku="WRAP"),),
        status=ProductStatus.ACTIVE,
    )
    (variant,) = make_product(draft).variants
    sell_variant_as(variant_id=variant.id, kind=VariantKind.SERVICE, actor=OWNER, now=now)
    set_prices(prices=[NewPrice(variant_id=variant.id, amount=price)], market=market, actor=OWNER, now=now)
    offer_gift_wrap(article_id=variant.id, code=market, now=now)
    return variant


def _offer_delivery(market: str, now: datetime) -> None:
    home = MethodDraft(
        code="home",
        market=market,
        kind=MethodKind.HOME,
        labels={"fr": "À domicile", "en": "Home delivery"},
        carrier="Colissimo",
    )
    pickup = MethodDraft(
        code="pickup",
        market=market,
        kind=MethodKind.PICKUP,
        labels={"fr": "À la boutique", "en": "At the shop"},
        place_code=SHOP.code,
        position=1,
    )
    for method, price in ((home, 490), (pickup, 0)):
        save_method(method=method, actor=OWNER, now=now)
        set_rates(market=market, code=method.code, rates=[Rate(price=Money(price, "EUR"))], actor=OWNER, now=now)


def fill_cart(
    shop: Shop, *, quantity: int = 2, delivery: str = "home", email: str = "lucie@exemple.example", now: datetime = NOON
) -> CartId:
    """A cart of honey with everything told that an order needs.

    Orders of one address wait for each other at the customer's row: give people who shall meet further on their own.
    """
    actor = buyer()
    cart_id = open_cart(market=shop.market, language="fr", channel="web", actor=actor, now=now)
    set_line(cart_id=cart_id, sku=shop.sku, quantity=quantity, actor=actor, now=now)
    details = CartDetails(email=email, shipping_address=HOME, delivery_method=delivery)
    set_details(cart_id=cart_id, details=details, actor=actor, now=now)
    return cart_id


def agree(
    cart_id: CartId,
    *,
    method: str = "transfer",
    simulated: str = "",
    cards: Sequence[AccountId] = (),
    now: datetime = NOON,
) -> Checkout:
    """What a buyer agrees to who looks at the cart now."""
    return Checkout(
        cart_id=cart_id,
        shown_total=priced_cart(cart_id, now=now).total,
        terms_version=terms_version(),
        method=method,
        paying=PayingWith(return_url="http://localhost/return", simulated=simulated),
        stored_value=tuple(cards),
    )


def sell_card(minor: int, *, now: datetime = NOON) -> Issued:
    """A gift card that somebody bought, in a market that takes gift cards."""
    make_method(provider=STORED_VALUE)
    draft = AccountDraft(
        kind=AccountKind.GIFT_CARD, market=make_market().code, amount=Money(minor, "EUR"), origin=Origin.SOLD
    )
    return issue_card(draft=draft, key=str(new_id()), actor=OWNER, now=now)
