"""Orders for tests of this and other domains, written down by the real action."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from comptoir.domains.catalogue.testing import make_product
from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.customers.testing import make_customer
from comptoir.domains.markets.testing import make_market
from comptoir.domains.orders.actions import place
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import ChosenDelivery, Order, OrderDraft, OrderId, OrderLine
from comptoir.domains.pricing.values import TaxCategory, TaxLine
from comptoir.kernel.access import Actor
from comptoir.kernel.addresses import Address
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, OWNER

LYON = Address(name="Lucie Martin", line1="8 rue des Remparts", postal_code="69002", city="Lyon", country="FR")


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


def a_line(variant_id: VariantId, sku: str) -> OrderLine:
    """Two jars of honey at 12.90."""
    return OrderLine(
        position=1,
        variant_id=variant_id,
        sku=sku,
        title="Miel de châtaignier",
        options="",
        image="",
        quantity=2,
        unit_price=euros(1290),
        discount=euros(0),
        total=euros(2580),
        tax_class="reduced",
        tax_rate=Decimal("5.5"),
        weight_grams=420,
    )


def a_draft(**changes: Any) -> OrderDraft:
    """Two jars of honey at 12.90, delivered for 4.90. An article and a customer are made unless it is told which."""
    market = make_market()
    if "lines" not in changes:
        variant = make_product().variants[0]
        changes["lines"] = (a_line(variant.id, variant.sku),)
    tax = TaxLine(
        rate=Decimal("5.5"),
        category=TaxCategory.STANDARD,
        net=euros(2910),
        tax=euros(160),
        gross=euros(3070),
        country="FR",
    )
    facts: dict[str, Any] = {
        "id": OrderId(new_id()),
        "cart_id": new_id(),
        "market": market.code,
        "number_prefix": "FR-",
        "legal_entity_id": market.legal_entity_id,
        "channel": "web",
        "customer_id": changes.get("customer_id") or make_customer(),
        "email": "lucie@exemple.example",
        "language": "fr",
        "goods_total": euros(2580),
        "delivery": ChosenDelivery(
            code="home",
            label="À domicile",
            kind="home",
            place_code="",
            carrier="Colissimo",
            price=euros(490),
            promised_on=NOON.date(),
        ),
        "total": euros(3070),
        "taxes": (tax,),
        "shipping_address": LYON,
        "billing_address": LYON,
        "comment": "",
        "terms_version": "2026-01-05.1",
    }
    return OrderDraft(**{**facts, **changes})


def make_order(*, now: datetime = NOON, actor: Actor = OWNER, **changes: Any) -> Order:
    """An order that waits for its payment."""
    draft = a_draft(**changes)
    place(draft=draft, actor=actor, now=now)
    return order(draft.id)
