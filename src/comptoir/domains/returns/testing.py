"""Returns for tests of this and other domains."""

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.orders.values import OrderId
from comptoir.domains.returns.values import AskedLine, Reason, ReturnId, ReturnKind, ReturnRequest
from comptoir.kernel.ids import new_id


def asked_for(
    order_id: OrderId,
    pieces: int = 1,
    *,
    kind: ReturnKind = ReturnKind.WITHDRAWAL,
    reason: Reason | None = None,
    position: int = 1,
    id: ReturnId | None = None,
    swap_for: VariantId | None = None,
) -> ReturnRequest:
    """So many pieces of a line are to go back."""
    reason = reason or (Reason.DAMAGED if kind is ReturnKind.COMPLAINT else Reason.UNSAID)
    return ReturnRequest(
        id=id or ReturnId(new_id()),
        order_id=order_id,
        kind=kind,
        lines=(AskedLine(position=position, quantity=pieces, reason=reason, swap_for=swap_for),),
        name="Lucie Martin",
        email="lucie@exemple.example",
    )
