from comptoir.domains.orders.values import Order, OrderChange


def goes_otherwise(*, before: Order, change: OrderChange) -> bool:
    """Whether a change sends an order another way, or to another country."""
    country = (change.shipping_address or before.shipping_address).country
    return change.delivery_method not in (None, before.delivery.code) or country != before.shipping_address.country
