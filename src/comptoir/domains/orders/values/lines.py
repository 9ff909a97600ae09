"""How a line comes about."""

from comptoir.domains.catalogue.values import VariantCard
from comptoir.domains.orders.values.order import OrderLine
from comptoir.domains.pricing.values import PricedLine
from comptoir.kernel.texts import text_in


def order_line(
    *, position: int, variant: VariantCard, priced: PricedLine, language: str, on_order: int = 0
) -> OrderLine:
    """What is promised of a variant, in the buyer's language and at the price of the moment; so many of its pieces are
    ``on_order``. Copied, so that nothing that changes later changes the promise."""
    return OrderLine(
        position=position,
        variant_id=variant.id,
        sku=variant.sku,
        title=text_in(variant.title, language),
        options=text_in(variant.options, language),
        image=variant.image.path if variant.image else "",
        quantity=priced.quantity,
        unit_price=priced.unit_price,
        discount=priced.discount,
        total=priced.total,
        tax_class=priced.tax_class,
        tax_rate=priced.tax_rate,
        weight_grams=variant.weight_grams,
        withdrawal=variant.withdrawal,
        on_order=on_order,
    )
