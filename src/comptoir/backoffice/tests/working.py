"""A shop in the middle of a day: made by the real actions, as a merchant and a buyer would."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from comptoir.domains.cases.testing import make_case
from comptoir.domains.cases.values import CaseId, CaseKind, Finding, Severity
from comptoir.domains.catalogue.actions import create_product, save_category, set_swatches
from comptoir.domains.catalogue.values import CategoryDraft, OptionDraft, ProductDraft, VariantDraft
from comptoir.domains.customers.testing import make_subscriber
from comptoir.domains.customers.values import Purpose
from comptoir.domains.fulfilment.queries import shipments_of
from comptoir.domains.fulfilment.values import BatchId, ShipmentState
from comptoir.domains.integrations.actions import queue_ping
from comptoir.domains.integrations.testing import make_subscription
from comptoir.domains.integrations.values import DeliveryId, SubscriptionId
from comptoir.domains.inventory.actions import open_count
from comptoir.domains.inventory.testing import purchase_of, transfer_of
from comptoir.domains.inventory.values import CountId, PurchaseOrderId, TransferId
from comptoir.domains.network.testing import WAREHOUSE
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.testing import a_line
from comptoir.domains.orders.values import OrderId
from comptoir.domains.pricing.actions import add_vouchers, use_voucher
from comptoir.domains.pricing.testing import make_voucher
from comptoir.domains.pricing.values import Reduction, VoucherDraft, VoucherId
from comptoir.domains.reviews.testing import make_review, make_shipped_order
from comptoir.domains.reviews.values import ReviewId
from comptoir.domains.search.actions import arrange, save_synonyms
from comptoir.domains.search.values import Arrangement, Synonyms
from comptoir.domains.stored_value.values import AccountId
from comptoir.domains.visitors.actions import publish_services
from comptoir.domains.visitors.testing import COUNTER
from comptoir.flows.label_parcel import label_parcel
from comptoir.flows.place_order import Placed, place_order
from comptoir.flows.prepare_order import prepare_order
from comptoir.flows.record_payment import record_payment
from comptoir.flows.start_picking import start_picking
from comptoir.flows.testing import Shop, agree, buyer, fill_cart, open_shop, sell_card
from comptoir.kernel import clock
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.testing import OWNER
from tests.kept import Kept


@dataclass(frozen=True, slots=True)
class Working:
    shop: Shop
    order_id: OrderId
    number: str
    case_id: CaseId
    purchase_id: PurchaseOrderId
    transfer_id: TransferId
    count_id: CountId
    webhook_id: SubscriptionId
    ping_id: DeliveryId
    card_id: AccountId
    voucher_id: VoucherId
    batch_id: UUID
    review_id: ReviewId
    synonyms_id: UUID
    arrangement_id: UUID


def paid(working: Working, *, quantity: int = 3, prepared: bool = True, delivery: str = "home") -> OrderId:
    """Honey at 12.90, paid by transfer."""
    now = clock.now()
    cart_id = fill_cart(working.shop, quantity=quantity, delivery=delivery, now=now)
    placed = place_order(checkout=agree(cart_id, now=now), key=str(cart_id), actor=buyer(cart_id), now=now)
    order_id = OrderId(UUID(placed.order_id))
    record_payment(order_id=order_id, amount=Money(placed.total_minor, "EUR"), actor=OWNER, now=now)
    if prepared:
        prepare_order(order_id=order_id, actor=OWNER, now=now)
    return order_id


def on_the_bench(working: Working, *, orders: int = 1) -> BatchId:
    """Orders that are being picked together, the first of them with its label."""
    order_ids = [paid(working, quantity=1, prepared=False) for _ in range(orders)]
    begun = start_picking(order_ids=order_ids, place_code=WAREHOUSE.code, actor=OWNER, now=clock.now())
    assert begun.batch_id is not None
    label_parcel(shipment_id=shipments_of(order_ids[0])[0].id, actor=OWNER, now=clock.now())
    return begun.batch_id


def parcels_of(order_id: OrderId) -> list[tuple[str, dict[str, str]]]:
    """Where each open parcel is shipped from the desk, and all its pieces as its form sends them, by field."""
    return [
        (
            f"/back-office/orders/{order_id}/parcels/{shipment.id}/ship/",
            {f"pieces_{line.variant_id}": str(line.quantity) for line in shipment.packed},
        )
        for shipment in shipments_of(order_id)
        if shipment.state is ShipmentState.PREPARING
    ]


def at_work() -> Working:
    """Honey for sale, on order, on its way, counted and pinned; a category; a gift card, vouchers; an order that
    waits for its transfer, and a case about its payment; an ERP that is told of everything.

    By today’s clock, which the pages read as well.
    """
    now = clock.now()
    shop = open_shop(stock=11, now=now)
    counter = CategoryDraft(
        code="miels", names={"fr": "Miels", "en": "Honeys"}, descriptions={"fr": "<p>De chez nous.</p>"}
    )
    save_category(draft=counter, actor=OWNER, now=now)
    _a_scarf(now)
    cart_id = fill_cart(shop, now=now)
    placed = place_order(checkout=agree(cart_id, now=now), key="working", actor=buyer(cart_id), now=now)
    webhook_id, _secret = make_subscription(now=now)
    publish_services(services=[COUNTER], based_on=0, actor=OWNER, now=now)
    _a_subscriber(placed, now)
    return Working(
        shop,
        OrderId(UUID(placed.order_id)),
        placed.number,
        _a_case(placed),
        purchase_of((shop.variant_id, 4)),
        transfer_of((shop.variant_id, 1)),
        open_count(place_code=WAREHOUSE.code, actor=OWNER, now=now),
        webhook_id,
        queue_ping(subscription_id=webhook_id, actor=OWNER, now=now),
        sell_card(5_000, now=now).account_id,
        *_some_vouchers(placed, now),
        _a_review(shop, placed, now),
        *_arranged(shop, now),
    )


WORKING = Kept(at_work)
"""The same shop, for the many tests that need one of their own."""


def _a_scarf(now: datetime) -> None:
    """Not on sale yet, in two colours, of which one has its disc."""
    names = ({"fr": "Bleu nuit", "en": "Night blue"}, {"fr": "Sable", "en": "Sand"})
    draft = ProductDraft(
        titles={"fr": "Écharpe", "en": "Scarf"},
        options=(OptionDraft(name={"fr": "Couleur", "en": "Colour"}, code="colour"),),
        variants=tuple(
            VariantDraft(sku=f"SCARF-{number}", option_values={"colour": name}) for number, name in enumerate(names)
        ),
    )
    create_product(draft=draft, actor=OWNER, now=now)
    set_swatches(name="Couleur", colours={"Bleu nuit": ["#24344f"]}, actor=OWNER, now=now)


def _a_subscriber(placed: Placed, now: datetime) -> None:
    """The same buyer wants both kinds of letters."""
    for purpose in Purpose:
        make_subscriber(order(OrderId(UUID(placed.order_id))).email, purpose=purpose, now=now)


def _a_review(shop: Shop, placed: Placed, now: datetime) -> ReviewId:
    """Of honey that the same buyer was sent before; nobody has read it yet."""
    known, line = order(OrderId(UUID(placed.order_id))), a_line(shop.variant_id, shop.sku)
    sent = make_shipped_order(now=now, actor=buyer(), market=shop.market, customer_id=known.customer_id, lines=(line,))
    return make_review(sent, published=False, now=now).id


def _some_vouchers(placed: Placed, now: datetime) -> tuple[VoucherId, UUID]:
    """A code that an order has used, and three that work once."""
    known = make_voucher(note="Première commande", now=now)
    use_voucher(
        voucher_id=known.id,
        order_id=UUID(placed.order_id),
        email="lucie@exemple.example",
        discount=Money(500, "EUR"),
        actor=OWNER,
        now=now,
    )
    reduction = Reduction(minimum=Money(2_000, "EUR"), percent=Decimal(10))
    once = VoucherDraft(market="fr", reduction=reduction, starts_at=now, limit=1, note="Salon")
    batch = new_id()
    add_vouchers(batch=[once] * 3, key=batch, actor=OWNER, now=now)
    return known.id, batch


def _arranged(shop: Shop, now: datetime) -> tuple[UUID, UUID]:
    """Words that mean the same, and what comes first for some."""
    same = Synonyms(id=new_id(), language="fr", words=("miel", "nectar"))
    save_synonyms(synonyms=same, actor=OWNER, now=now)
    first = Arrangement(id=new_id(), market="fr", words="cadeau", pinned=(shop.honey.id,))
    arrange(arrangement=first, actor=OWNER, now=now)
    return same.id, first.id


def _a_case(placed: Placed) -> CaseId:
    """As if the bank told of other money than we do."""
    ours, theirs = Money(placed.total_minor, placed.currency), Money(placed.total_minor + 100, placed.currency)
    found = Finding(
        key="payments:simulator:1",
        kind=CaseKind.PAYMENT_DIFFERENCE,
        what="other_amount",
        facts={"provider": "simulator", "amount": ours},
        evidence={"ours": {"state": "captured", "captured": ours}, "theirs": {"state": "captured", "captured": theirs}},
        market="fr",
        subject_type="payments.payment",
        subject_id=placed.payment_id,
        severity=Severity.URGENT,
    )
    return make_case(found, source="payments.simulator", now=clock.now())
