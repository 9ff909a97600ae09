from collections.abc import Iterable, Sequence

from comptoir.domains.cart.values import CartLine
from comptoir.domains.orders.values import OrderLine, PartPromised, kit_lines, order_line


def order_lines(*, lines: Iterable[CartLine], after: int = 0, language: str) -> tuple[OrderLine, ...]:
    """What is promised of priced lines, ``after`` so many that there are: a kit by its parts, which are what is kept,
    taxed, sent and taken back."""
    promised: list[OrderLine] = []
    for line in lines:
        promised += _lines(line, after + len(promised) + 1, language)
    return tuple(promised)


def _lines(line: CartLine, position: int, language: str) -> Sequence[OrderLine]:
    if line.parts:
        return kit_lines(
            position=position,
            variant=line.variant,
            quantity=line.priced.quantity,
            unit_price=line.priced.unit_price,
            parts=[
                PartPromised(variant=each.variant, priced=each.priced, on_order=each.on_order) for each in line.parts
            ],
            language=language,
        )
    own = order_line(
        position=position, variant=line.variant, priced=line.priced, language=language, on_order=line.on_order
    )
    return (own,)
