from comptoir.domains.orders.errors import OnHold
from comptoir.domains.orders.queries import awaited_money, order_for_staff
from comptoir.domains.orders.values import BEING_PREPARED, AwaitedMoney, OrderId, OrderState
from comptoir.kernel.access import Actor
from comptoir.kernel.transitions import MoveRefused


def free_to_leave(*, order_id: OrderId, actor: Actor) -> AwaitedMoney:
    """Locks the order, and refuses at once what would be refused in the end: before money is taken."""
    awaited = awaited_money(order_id)
    found = order_for_staff(order_id, actor=actor)
    if found.state not in BEING_PREPARED:
        raise MoveRefused(state=str(found.state), to=str(OrderState.SHIPPED))
    if found.held_because:
        raise OnHold(because=found.held_because)
    return awaited
