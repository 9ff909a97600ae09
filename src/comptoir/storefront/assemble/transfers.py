"""Paying by bank transfer: the facts to copy, and the code that fills them in."""

import segno.helpers
from django.utils.safestring import SafeString, mark_safe

from comptoir.domains.markets.queries import legal_entity
from comptoir.domains.orders.values import Order
from comptoir.domains.payments.values import Payment, PaymentState
from comptoir.kernel.clock import local_day
from comptoir.kernel.formats import day_label, money_label
from comptoir.kernel.texts import text_in
from comptoir.storefront.here import Here
from comptoir.storefront.pages.order import Row, Transfer

_EPC_CURRENCY = "EUR"
_NAME_LENGTH = 70


def awaited_transfer(order: Order, payment: Payment | None, here: Here) -> Transfer | None:
    """What to transfer, while the order waits for it."""
    if payment is None or not order.to_pay:
        return None
    if payment.looked_up or payment.state is not PaymentState.PENDING:
        return None
    return Transfer(
        amount=money_label(payment.amount, here.language),
        until=day_label(local_day(payment.expires_at, here.market.time_zone), here.language),
        rows=tuple(_rows(text_in(payment.instructions, here.language))),
        qr=_code(order, payment),
    )


def _rows(instructions: str) -> list[Row]:
    """The instructions as they were given, one fact a line: "IBAN: FR76 …"."""
    rows = []
    for line in instructions.splitlines():
        label, _, value = line.partition(":")
        rows.append(Row(label.strip(), value.strip(), copy=any(figure.isdigit() for figure in value)))
    return [row for row in rows if row.value]


def _code(order: Order, payment: Payment) -> SafeString:
    """The QR code that banks' apps read (EPC069-12), as an SVG without styles; nothing outside the euro."""
    entity = legal_entity(order.legal_entity_id)  # type: ignore[arg-type]  # the order keeps the bare UUID
    if payment.amount.currency != _EPC_CURRENCY or not entity.iban:
        return mark_safe("")
    code = segno.helpers.make_epc_qr(
        name=entity.name[:_NAME_LENGTH],
        iban=entity.iban,
        amount=payment.amount.amount,
        text=order.number,
        bic=entity.bic or None,
    )
    return mark_safe(code.svg_inline(omitsize=True))  # noqa: S308 - drawn by segno from figures
