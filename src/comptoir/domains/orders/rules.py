"""Pure rules of orders: how frozen values are written and read back, and what an order is found by."""

import unicodedata
from datetime import date
from typing import Any

from comptoir.domains.orders.values import ChosenDelivery, MoneyVerdict, OrderLine, OrderState
from comptoir.kernel.addresses import Address
from comptoir.kernel.money import Money


def money_verdict(state: OrderState, *, total: Money, secured: Money, counts: bool) -> MoneyVerdict:
    """What to do with secured money. ``counts``: this is the payment that already paid the order."""
    if state is OrderState.AWAITING_PAYMENT:
        return MoneyVerdict.PAYS if secured >= total else MoneyVerdict.NOTHING
    wanted = counts and state is not OrderState.CANCELLED
    return MoneyVerdict.NOTHING if wanted or not secured else MoneyVerdict.GIVE_BACK


def delivery_json(delivery: ChosenDelivery) -> dict[str, Any]:
    return {
        "code": delivery.code,
        "label": delivery.label,
        "kind": delivery.kind,
        "place_code": delivery.place_code,
        "carrier": delivery.carrier,
        "price_minor": delivery.price.minor,
        "promised_on": delivery.promised_on.isoformat(),
    }


def read_delivery(stored: dict[str, Any], currency: str) -> ChosenDelivery:
    return ChosenDelivery(
        code=stored["code"],
        label=stored["label"],
        kind=stored["kind"],
        place_code=stored["place_code"],
        carrier=stored["carrier"],
        price=Money(stored["price_minor"], currency),
        promised_on=date.fromisoformat(stored["promised_on"]),
    )


def line_json(line: OrderLine) -> dict[str, Any]:
    """As the columns of the line's table."""
    return {
        "position": line.position,
        "variant_id": line.variant_id,
        "sku": line.sku,
        "title": line.title,
        "options": line.options,
        "image": line.image,
        "quantity": line.quantity,
        "unit_price_minor": line.unit_price.minor,
        "total_minor": line.total.minor,
        "tax_class": line.tax_class,
        "tax_rate": str(line.tax_rate),
        "weight_grams": line.weight_grams,
    }


def searchable(email: str, *addresses: Address) -> str:
    """What staff type to find an order: e-mail, names and towns, without accents or capitals."""
    words = [email, *(word for address in addresses for word in (address.name, address.company, address.city))]
    return " ".join(dict.fromkeys(folded(" ".join(words)).split()))


def folded(text: str) -> str:
    """Lower case without accents, for finding."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
