from comptoir.domains.payments.errors import UnknownPayment
from comptoir.domains.payments.models import Payment as PaymentRow
from comptoir.domains.payments.queries import payment_of
from comptoir.domains.payments.values import Payment, PaymentId


def lock_payment(payment_id: PaymentId) -> Payment:
    """The payment, locked until the transaction ends.

    :raises UnknownPayment: when there is none.
    """
    row = PaymentRow.objects.select_for_update(no_key=True).filter(pk=payment_id).first()
    if row is None:
        raise UnknownPayment
    return payment_of(row)
