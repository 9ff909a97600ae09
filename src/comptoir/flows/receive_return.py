from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from comptoir.domains.catalogue.values import VariantKind
from comptoir.domains.customers.queries import hold_customer
from comptoir.domains.fulfilment.actions import end_downloads
from comptoir.domains.inventory.actions import take_back
from comptoir.domains.inventory.values import PlacedLine
from comptoir.domains.invoicing.values import Withheld
from comptoir.domains.ledger.values import ADVANCES_RECEIVED
from comptoir.domains.markets.queries import market
from comptoir.domains.markets.values import InvoiceAt
from comptoir.domains.orders.actions import mark_pieces_returned
from comptoir.domains.orders.queries import awaited_money, order
from comptoir.domains.orders.values import Order
from comptoir.domains.payments.queries import payments_of
from comptoir.domains.payments.values import Operation, Payment
from comptoir.domains.returns.actions import record_return_receipt
from comptoir.domains.returns.queries import return_by_id, return_for_staff
from comptoir.domains.returns.values import AmountBack, ReceivedLine, Return, ReturnId, refund_cause
from comptoir.flows.carry_out_operation import carry_out_operation
from comptoir.flows.look_up_payment import look_up_payment
from comptoir.flows.steps.book_stored_value import book_stored_value
from comptoir.flows.steps.credit_pieces import credit_pieces
from comptoir.flows.steps.give_back_part import give_back_part
from comptoir.flows.steps.invoice_order import invoice_order
from comptoir.flows.steps.open_swap import open_swap
from comptoir.flows.steps.pay_by_swap import pay_by_swap
from comptoir.flows.steps.release_free_swap import release_free_swap
from comptoir.flows.steps.replacement_at_receipt import Instead, replacement_at_receipt
from comptoir.flows.steps.withheld_of import withheld_of
from comptoir.flows.steps.worth_back import worth_back
from comptoir.kernel.access import Actor
from comptoir.kernel.money import total_of


def receive_return(
    *,
    return_id: ReturnId,
    lines: Sequence[ReceivedLine],
    place_code: str,
    rest_awaited: bool = False,
    aside_at: str = "",
    actor: Actor,
    now: datetime,
) -> Return:
    """Goods that were sent back have come in to a place: they go back to stock, are written off, or put aside in the
    quarantine ``aside_at``; their invoice is credited, and their price goes back where it came from, with that of
    delivery when a withdrawal leaves nothing.

    What was announced and did not come is missing; with ``rest_awaited`` it is awaited, as a return of its own.

    Where others are sent instead and wait for their money, it first pays those; what they cost more is for the buyer to
    pay from now on.

    What is kept back of a line, for the value that it has lost, is told to the buyer and not credited.

    What goes back is never more than what was paid. The provider is asked under a key that was written down with all
    the rest, so if this dies half way the sweep finishes it; of two receipts of one return, the second is refused.

    :raises UnknownReturn, UnknownPlace: when there is none.
    :raises NotPutAside: where pieces are put aside, and ``aside_at`` is no quarantine.
    :raises NotAsAnnounced, NothingCame, BadKeptBack: for lines that cannot be, or when none came.
    :raises MoveRefused: unless the goods were awaited.
    """
    ours = actor.with_consequences()
    with transaction.atomic(durable=True):
        awaited_money(return_for_staff(return_id, actor=actor).order_id)
        found = return_by_id(return_id)
        before, came = order(found.order_id), {line.position: line.received for line in lines if line.received > 0}
        instead = replacement_at_receipt(found=found, currency=before.total.currency, actor=ours, now=now)
        left = total_of((payment.refundable for payment in payments_of(before.id)), before.total.currency)
        back = worth_back(order=before, kind=instead.kind, lines=lines, left=left)
        back = replace(back, swapped=min(back.amount, instead.left))
        record_return_receipt(
            return_id=found.id,
            lines=lines,
            place_code=place_code,
            back=back,
            rest_awaited=rest_awaited,
            aside_at=aside_at,
            actor=actor,
            now=now,
        )
        asked, payment = _settle(found=found, before=before, back=back, came=came, instead=instead, actor=ours, now=now)
        variants = {line.position: line.variant_id for line in before.lines}
        free = release_free_swap(instead=instead, came=[variants[at] for at in came], actor=ours, now=now)
        _put_away(found, before, place_code, aside_at, lines, ours, now)
        _write_papers(found, before, back, came, withheld_of(lines=lines), payment, ours, now)
        if free and market(free.market).invoice_at is InvoiceAt.PAYMENT:
            invoice_order(order=free, actor=ours, now=now)
    for operation in asked:
        carry_out_operation(operation=operation, actor=ours, now=now)
    if payment:
        look_up_payment(payment_id=payment.id, actor=ours, now=now)
    return return_by_id(found.id)


def _settle(
    *,
    found: Return,
    before: Order,
    back: AmountBack,
    came: Mapping[int, int],
    instead: Instead,
    actor: Actor,
    now: datetime,
) -> tuple[list[Operation], Payment | None]:
    """The pieces are back, and their money is asked for or pays what is sent instead."""
    hold_customer(before.customer_id)
    mark_pieces_returned(order_id=before.id, pieces=came, actor=actor, now=now)
    asked = give_back_part(
        order_id=before.id,
        amount=back.refund,
        cause=refund_cause(found.id),
        because=found.number,
        actor=actor,
        now=now,
    )
    return asked, open_swap(order=before, found=found, amount=back.swapped, instead=instead, actor=actor, now=now)


def _put_away(
    found: Return,
    before: Order,
    place_code: str,
    aside_at: str,
    lines: Sequence[ReceivedLine],
    actor: Actor,
    now: datetime,
) -> None:
    came = {each.position for each in lines if each.received}
    gone = [line.position for line in before.lines if line.kind is VariantKind.DOWNLOAD and line.position in came]
    if gone:  # whoever has the money back fetches the files no more
        end_downloads(order_id=before.id, positions=gone, actor=actor, now=now)
    good = _placed(before, place_code, {each.position: each.good for each in lines})
    aside = _placed(before, aside_at, {each.position: each.aside for each in lines})
    bad = _placed(before, place_code, {each.position: each.written_off for each in lines})
    if good or aside or bad:
        take_back(lines=[*good, *aside], scrapped=bad, reference=found.number, actor=actor, now=now)


def _write_papers(
    found: Return,
    before: Order,
    back: AmountBack,
    came: Mapping[int, int],
    withheld: Mapping[int, Withheld],
    payment: Payment | None,
    actor: Actor,
    now: datetime,
) -> None:
    """The invoice is credited, and the credit that pays what is sent instead is spent and booked."""
    credit = pay_by_swap(order=before, found=found, payment=payment, actor=actor, now=now)
    credit_pieces(
        order=order(before.id),
        cause=refund_cause(found.id),
        because=found.number,
        came_back=came,
        withheld=withheld,
        with_delivery=back.with_delivery,
        actor=actor,
        now=now,
    )
    if credit:
        book_stored_value(entry=credit, market=before.market, against=ADVANCES_RECEIVED, actor=actor, now=now)


def _placed(before: Order, place_code: str, pieces: Mapping[int, int]) -> list[PlacedLine]:
    """So many pieces of each line (by position)."""
    variants = {line.position: line.variant_id for line in before.lines if line.lies_on_shelf}
    return [
        PlacedLine(variant_id=variants[position], place_code=place_code, quantity=count)
        for position, count in pieces.items()
        if count > 0 and position in variants
    ]
