"""What a clerk with a notebook would know of the shop: pieces and money, counted without looking at its tables."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from comptoir.domains.orders.values import ORDER_STATES, OrderState


@dataclass(slots=True)
class KnownLine:
    """So many pieces of an article, and what became of them."""

    sku: str
    price: int
    ordered: int
    cancelled: int = 0
    shipped: int = 0
    returned: int = 0

    @property
    def wanted(self) -> int:
        return self.ordered - self.cancelled

    @property
    def to_ship(self) -> int:
        return self.wanted - self.shipped


@dataclass(slots=True)
class KnownOrder:
    """An order and what goes back for its returns; ``state`` is the last that was seen."""

    id: UUID
    market: str
    delivery: int
    lines: list[KnownLine]
    called_off: bool = False
    state: OrderState = OrderState.AWAITING_PAYMENT
    given_back: int = 0
    gave_delivery_back: bool = False

    @property
    def total(self) -> int:
        return sum(line.price * line.wanted for line in self.lines) + self.delivery

    @property
    def pieces(self) -> list[tuple[str, int, int, int, int]]:
        """As the rows of the order's lines should read."""
        return [(line.sku, line.ordered, line.cancelled, line.shipped, line.returned) for line in self.lines]

    def receive(self, came: dict[int, int], *, is_withdrawal: bool) -> None:
        """Their price goes back, and with a withdrawal that leaves nothing that of delivery, once."""
        for position, count in came.items():
            line = self.lines[position - 1]
            line.returned += count
            self.given_back += line.price * count
        nothing_left = all(line.wanted == line.returned for line in self.lines)
        if is_withdrawal and nothing_left and not self.gave_delivery_back:
            self.given_back += self.delivery
            self.gave_delivery_back = True

    def call_off(self, position: int, count: int) -> None:
        """So many pieces that have not left; delivery is charged no more once nothing of the order is left."""
        self.lines[position - 1].cancelled += count
        if all(line.wanted == line.returned for line in self.lines) and not self.gave_delivery_back:
            self.delivery = 0

    def ship(self, pieces: Counter[str]) -> None:
        """So many of each article leave, of the first lines first. More than there are would show at the shelf."""
        left = Counter(pieces)
        for line in self.lines:
            count = min(line.to_ship, left[line.sku])
            line.shipped += count
            left[line.sku] -= count


def can_become(old: OrderState, new: OrderState) -> bool:
    """By any number of declared moves."""
    return old is new or any(can_become(OrderState(next), new) for next in ORDER_STATES.moves[old])
