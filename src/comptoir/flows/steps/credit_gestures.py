from collections.abc import Iterator
from datetime import datetime

from comptoir.domains.invoicing.actions import issue_gesture_note
from comptoir.domains.invoicing.queries import document, gesture_notes
from comptoir.domains.invoicing.values import DocumentId
from comptoir.domains.ledger.queries import owed
from comptoir.domains.orders.queries import gestures_of
from comptoir.domains.orders.values import Gesture, Order
from comptoir.kernel.access import Actor
from comptoir.kernel.money import Money


def credit_gestures(
    *, order: Order, just_issued: DocumentId | None = None, because: str = "", actor: Actor, now: datetime
) -> list[DocumentId]:
    """Credit the gestures of an order as far as it is invoiced: at once, or when the invoice is issued.

    Called under the order's lock. One gesture is credited once on one invoice. ``just_issued`` is an invoice of this
    transaction that is not booked yet: only on it there can be room, since gestures fill the ones before as far as they
    go. The caller books the notes, when it locks no more invoices: the ledger comes last.
    """
    gestures = gestures_of(order.id)
    if not gestures:
        return []
    zero = Money.zero(order.total.currency)
    debt = owed(order.legal_entity_id, order.number, currency=zero.currency)
    debt += document(just_issued).due if just_issued else zero
    notes = []
    for gesture in gestures:
        for note_id in _credit(order, gesture, max(debt, zero), just_issued, because, actor, now):
            notes.append(note_id)
            debt -= document(note_id).due
    return notes


def _credit(
    order: Order,
    gesture: Gesture,
    debt: Money,
    just_issued: DocumentId | None,
    because: str,
    actor: Actor,
    now: datetime,
) -> Iterator[DocumentId]:
    done, invoice_ids = gesture_notes(order.id, gesture.cause)
    left = gesture.amount - (done or Money.zero(debt.currency))
    rates = {line.tax_rate for line in order.lines if line.position in gesture.positions}
    for invoice_id in invoice_ids:
        if just_issued and invoice_id != just_issued:
            continue
        if not left:
            return
        # What the invoice left owed, because the gesture was given before it, is taken off; the rest went back.
        note_id = issue_gesture_note(
            invoice_id=invoice_id,
            amount=left,
            rates=rates,
            cause=gesture.cause,
            owed=debt,
            just_issued=invoice_id == just_issued,
            because=because,
            actor=actor,
            now=now,
        )
        note = document(note_id)
        left, debt = left - note.total, debt - note.due
        yield note_id
