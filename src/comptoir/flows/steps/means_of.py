from collections.abc import Sequence

from comptoir.domains.invoicing.values import PaymentMeans
from comptoir.domains.payments.values import Payment

_MEANS = {"transfer": PaymentMeans.TRANSFER, "stripe": PaymentMeans.CARD, "simulator": PaymentMeans.CARD}


def means_of(*, payments: Sequence[Payment]) -> PaymentMeans:
    """How the latest payment of an order is made, in the words of an invoice."""
    return _MEANS.get(payments[-1].provider, PaymentMeans.ONLINE) if payments else PaymentMeans.OTHER
