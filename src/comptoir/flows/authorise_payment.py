from dataclasses import dataclass

from comptoir.domains.markets.queries import market
from comptoir.domains.markets.values import CaptureAt
from comptoir.domains.payments.values import AuthoriseRequest, Capability, Outcome, Payment, PaymentProvider
from comptoir.kernel import ports


@dataclass(frozen=True, slots=True, kw_only=True)
class PayingWith:
    """What the buyer pays with, beside the method: a token made by the provider's fields, the page to come back to."""

    return_url: str
    token: str = ""
    simulated: str = ""


def authorise_payment(*, payment: Payment, order_number: str, email: str, language: str, paying: PayingWith) -> Outcome:
    """Ask the provider for the money of an open payment. Network, no transaction; asking twice has one effect."""
    provider: PaymentProvider = ports.load("payments", payment.provider)
    can_wait = Capability.CAPTURE_LATER in provider.capabilities
    return provider.authorise(
        AuthoriseRequest(
            payment_id=payment.id,
            order_number=order_number,
            market=payment.market,
            amount=payment.amount,
            capture_now=not (can_wait and market(payment.market).capture_at is CaptureAt.SHIPMENT),
            email=email,
            language=language,
            return_url=paying.return_url,
            token=paying.token,
            simulated=paying.simulated,
        )
    )
