"""Three buyers who have lived through everything that an order can be: two in France, one in Belgium."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from comptoir.domains.cart.actions import open_cart, set_details, set_line
from comptoir.domains.cart.values import CartDetails, CartId
from comptoir.domains.cases.testing import finding, make_case
from comptoir.domains.catalogue.testing import honey
from comptoir.domains.catalogue.values import ProductDraft
from comptoir.domains.delivery.actions import save_method, set_rates
from comptoir.domains.delivery.values import MethodDraft, MethodKind, Rate
from comptoir.domains.fulfilment.queries import shipments_of
from comptoir.domains.integrations.testing import make_subscription, pass_news_on
from comptoir.domains.inventory.testing import make_stock
from comptoir.domains.invoicing.queries import documents_of
from comptoir.domains.markets.actions import save_legal_entity, save_market
from comptoir.domains.markets.queries import market
from comptoir.domains.markets.testing import ENTITY
from comptoir.domains.network.testing import WAREHOUSE
from comptoir.domains.orders.actions import add_note
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import Gesture, GestureWay, OrderId
from comptoir.domains.payments.actions import save_payment_method
from comptoir.domains.payments.queries import payments_of
from comptoir.domains.payments.values import STORED_VALUE, preset_method
from comptoir.domains.pricing.actions import add_vouchers, set_prices
from comptoir.domains.pricing.values import NewPrice, Reduction, VoucherDraft
from comptoir.domains.returns.actions import request_return
from comptoir.domains.returns.testing import asked_for
from comptoir.domains.search.actions import refresh_cards
from comptoir.domains.stored_value.values import AccountDraft, AccountKind, Origin
from comptoir.flows.issue_card import issue_card
from comptoir.flows.place_order import place_order
from comptoir.flows.record_payment import record_payment
from comptoir.flows.refund_order import refund_order
from comptoir.flows.ship_order import ship_order
from comptoir.flows.start_picking import start_picking
from comptoir.flows.testing import Shop, agree, buyer, open_shop, sell
from comptoir.kernel import clock
from comptoir.kernel.access import token_for
from comptoir.kernel.addresses import Address
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.testing import OWNER, make_dead_letter, make_failed_job
from tests.kept import Kept

FRANCE, BELGIUM = "fr", "be"
BELGIAN_PRICE = Money(77_77, "EUR")
"""What the honey costs in Belgium alone."""
ONLY_THERE = "Gaufre de l’Estaminet"
"""An article that has no price in France."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who bought, and everything that is theirs: ids by what they are, and words that occur nowhere else."""

    name: str
    market: str
    cart_id: CartId
    order_id: OrderId
    ids: Mapping[str, UUID]
    numbers: Mapping[str, str]
    marks: Mapping[str, str]

    @property
    def order_key(self) -> str:
        """What opens their order's pages."""
        return f"{self.order_id}.{self.order_token}"

    @property
    def order_token(self) -> str:
        return token_for("order", self.order_id)

    @property
    def cart_key(self) -> str:
        return f"{self.cart_id}.{self.cart_token}"

    @property
    def cart_token(self) -> str:
        return token_for("cart", self.cart_id)

    def told_in(self, text: str) -> dict[str, str]:
        """Which of their words stand in a text."""
        return {what: word for what, word in self.marks.items() if word in text}


@dataclass(frozen=True, slots=True)
class Everybody:
    """``lucie`` and ``marc`` bought in France, ``anneke`` in Belgium."""

    lucie: Person
    marc: Person
    anneke: Person


def everybody() -> Everybody:
    """A shop in two countries, and three people who have bought in it."""
    now = clock.now()
    shop = open_shop(stock=500, now=now)
    _open_belgium(shop, now)
    people = Everybody(
        lucie=_buys(shop, "Lucie Aubépine", FRANCE, "3 allée des Glycines", "+33611110001", now),
        marc=_buys(shop, "Marc Quenouille", FRANCE, "5 impasse du Moulin", "+33622220002", now),
        anneke=_buys(shop, "Anneke Zonderland", BELGIUM, "7 Verborgenstraat", "+32477330003", now),
    )
    pass_news_on()
    return people


EVERYBODY = Kept(everybody)
"""The same people, for the many tests that need them as they are."""


def _open_belgium(shop: Shop, now: datetime) -> None:
    belgian = replace(
        ENTITY, code="halle-be", name="Halle Brussel", siren="552100554", siret="55210055400013", vat_number=""
    )
    there = replace(
        market(FRANCE),
        code=BELGIUM,
        name="Belgique",
        countries=("BE",),
        order_prefix="BEL",
        invoice_series="BEL",
        legal_entity_id=save_legal_entity(entity=belgian, actor=OWNER, now=now),
        position=1,
    )
    save_market(market=there, actor=OWNER, now=now)
    labels = {"fr": "À domicile", "en": "Home delivery"}
    home = MethodDraft(code="thuis", market=BELGIUM, kind=MethodKind.HOME, labels=labels, carrier="Bpost")
    save_method(method=home, actor=OWNER, now=now)
    set_rates(market=BELGIUM, code="thuis", rates=[Rate(price=Money(490, "EUR"))], actor=OWNER, now=now)
    for code in (FRANCE, BELGIUM):
        for position, provider in enumerate(("transfer", STORED_VALUE)):
            method = preset_method(provider, market=code, position=position)
            save_payment_method(method=method, actor=OWNER, now=now)
    price = NewPrice(variant_id=shop.variant_id, amount=BELGIAN_PRICE)
    set_prices(prices=[price], market=BELGIUM, actor=OWNER, now=now)
    waffle = sell(market=BELGIUM, price=Money(3_33, "EUR"), stock=0, draft=_waffle(), now=now)
    make_stock(9, variant_id=waffle.variants[0].id)
    refresh_cards(product_ids=[shop.honey.id, waffle.id], actor=OWNER, now=now)


def _waffle() -> ProductDraft:
    return replace(honey(sku="GAUFRE-1"), titles={"fr": ONLY_THERE, "en": ONLY_THERE}, slug="gaufre-estaminet")


def _buys(shop: Shop, name: str, where: str, street: str, phone: str, now: datetime) -> Person:
    """Four jars, paid, of which two were sent, one of them is to come back, and two are on the bench."""
    short = name.split(maxsplit=1)[0].lower()
    address, email = _address(name, where, street, phone), f"{short}@{short}-chez-soi.example"
    cart_id = _cart(shop, where, email, address, 4, now)
    placed = place_order(checkout=agree(cart_id, now=now), key=str(cart_id), actor=buyer(cart_id), now=now)
    id, tracking = OrderId(UUID(placed.order_id)), f"TRACK{short.upper()}7"
    record_payment(order_id=id, amount=Money(placed.total_minor, "EUR"), actor=OWNER, now=now)
    begun = start_picking(order_ids=[id], place_code=WAREHOUSE.code, actor=OWNER, now=now)
    assert begun.batch_id is not None
    _send_two(id, tracking, now)
    back = request_return(asked=asked_for(id), actor=buyer(id), now=now)
    ids, words = _at_the_office(where, short, id, now)
    papers = documents_of(id)
    numbers = {"order": placed.number, "return": back.number, **{f"{each.kind}": each.number for each in papers}}
    ids |= {"cart": cart_id, "order": id, "customer": order(id).customer_id, "payment": payments_of(id)[0].id}
    ids |= {"batch": begun.batch_id, "return": back.id, **{f"{each.kind}": each.id for each in papers}}
    ids |= {f"parcel {index}": each.id for index, each in enumerate(shipments_of(id))}
    marks = {"name": name, "e-mail": email, "street": street, "phone": phone[-8:], "tracking": tracking}
    marks |= {"comment": f"comment-de-{short}"} | words
    marks |= {f"number of {what}": number for what, number in numbers.items()}
    marks |= {f"id of {what}": str(each) for what, each in ids.items()}
    return Person(name, where, _cart(shop, where, email, address, 1, now), id, ids, numbers, marks)


def _send_two(id: OrderId, tracking: str, now: datetime) -> None:
    parcel = shipments_of(id)[0]
    two = {parcel.packed[0].variant_id: 2}
    ship_order(order_id=id, shipment_id=parcel.id, contents=two, tracking_number=tracking, actor=OWNER, now=now)


def _address(name: str, where: str, street: str, phone: str) -> Address:
    town = {FRANCE: ("69002", "Lyon"), BELGIUM: ("1000", "Bruxelles")}[where]
    return Address(name=name, line1=street, postal_code=town[0], city=town[1], country=where.upper(), phone=phone)


def _cart(shop: Shop, where: str, email: str, address: Address, pieces: int, now: datetime) -> CartId:
    actor = buyer()
    cart_id = open_cart(market=where, language="fr", channel="web", actor=actor, now=now)
    set_line(cart_id=cart_id, sku=shop.sku, quantity=pieces, actor=actor, now=now)
    details = CartDetails(
        email=email,
        shipping_address=address,
        delivery_method={FRANCE: "home", BELGIUM: "thuis"}[where],
        comment=f"comment-de-{email.partition('@')[0]}",
    )
    set_details(cart_id=cart_id, details=details, actor=actor, now=now)
    return cart_id


def _at_the_office(where: str, short: str, id: OrderId, now: datetime) -> tuple[dict[str, UUID], dict[str, str]]:
    """What the desk has of them: notes, money given back, a case, store credit, a voucher, who is told of orders, and
    what failed for good."""
    words = ("note", "geste", "affaire", "erp", "panne")
    note, gesture_for, case, hears, failed = (f"{each}-de-{short}" for each in words)
    add_note(order_id=id, text=note, actor=OWNER, now=now)
    gesture = Gesture(id=new_id(), amount=Money(1_23, "EUR"), way=GestureWay.REFUND)
    refund_order(order_id=id, gesture=gesture, because=gesture_for, actor=OWNER, now=now)
    credit = AccountDraft(
        kind=AccountKind.STORE_CREDIT,
        market=where,
        amount=Money(5_55, "EUR"),
        origin=Origin.GESTURE,
        email=f"{short}@{short}-chez-soi.example",
    )
    code, yesterday = f"CODE-{short.upper()}", now - timedelta(days=1)
    reduction = Reduction(minimum=Money(0, "EUR"), amount=Money(100, "EUR"))
    voucher = VoucherDraft(market=where, reduction=reduction, code=code, starts_at=yesterday)
    subscription_id, _ = make_subscription(f"https://{hears}.example/", name=hears, markets=frozenset({where}), now=now)
    found = finding(short, words=case, market=where, subject_type="orders.order", subject_id=str(id))
    ids = {
        "case": make_case(found, source=short, now=now),
        "credit": issue_card(draft=credit, key=short, because=gesture_for, actor=OWNER, now=now).account_id,
        "voucher": add_vouchers(batch=[voucher], key=new_id(), actor=OWNER, now=now)[0],
        "webhook": subscription_id,
    }
    make_dead_letter(error=failed)
    make_failed_job(order_id=str(id))
    marks = {"note": note, "gesture": gesture_for, "case's words": case, "voucher's code": code}
    return ids, marks | {"hears": hears, "failed": failed}


def strangers_of(person: Person, people: Everybody) -> Iterator[Person]:
    """Everybody else."""
    yield from (each for each in (people.lucie, people.marc, people.anneke) if each is not person)
