"""How buyers can pay."""

from django.contrib.postgres.aggregates import BoolOr

from comptoir.domains.payments.errors import MethodNotOffered
from comptoir.domains.payments.models import Payment as PaymentRow
from comptoir.domains.payments.models import PaymentMethod
from comptoir.domains.payments.values import STORED_VALUE, Capability, Method, PaymentProvider, preset_method
from comptoir.kernel import ports
from comptoir.kernel.remember import remembered


@remembered("payment_methods")
def methods(market: str) -> tuple[Method, ...]:
    """Every way to pay that was set up in a market, switched off ones included, in the merchant's order."""
    rows = PaymentMethod.objects.filter(market_id=market).order_by("position", "code")
    return tuple(
        Method(
            code=row.code,
            market=row.market_id,
            provider=row.provider,
            labels=row.labels,
            instructions=row.instructions,
            enabled=row.enabled,
            position=row.position,
            hold_minutes=row.hold_minutes,
        )
        for row in rows
    )


def offered_methods(market: str) -> tuple[Method, ...]:
    """What a buyer may choose from."""
    return tuple(method for method in methods(market) if method.enabled and not method.by_code)


def offered_method(market: str, code: str) -> Method:
    """One way to pay, as a buyer may choose it, or pay by with a code.

    :raises MethodNotOffered: when there is none of that code, or it is switched off.
    """
    for method in methods(market):
        if method.code == code and method.enabled:
            return method
    raise MethodNotOffered(field="payment.method")


def stored_value_method(market: str) -> Method | None:
    """How gift cards and store credit pay in a market; None where they are not taken."""
    return next((method for method in methods(market) if method.by_code and method.enabled), None)


def swap_method(market: str) -> Method:
    """How what comes back pays for what is sent instead: as gift cards do, also in a market that takes none."""
    by_code = (method for method in methods(market) if method.by_code)
    return next(by_code, None) or preset_method(STORED_VALUE, market=market, position=0)


def receipt_method(market: str, *, chosen: str = "") -> Method:
    """How money that a person saw arrive is recorded in a market: as ``chosen``, or by the first way to pay of which
    staff see the money; also where none is offered, because it can arrive all the same."""
    by_hand = [method for method in methods(market) if _seen_by_staff(method)]
    fits = [method for method in by_hand if method.code == chosen] or by_hand
    return next(iter(fits), None) or preset_method("transfer", market=market, position=0)


def _seen_by_staff(method: Method) -> bool:
    provider: PaymentProvider = ports.load("payments", method.provider)
    return Capability.NEEDS_STAFF in provider.capabilities


def providers_in_use() -> tuple[str, ...]:
    """The kinds of provider that buyers can pay by, in any market, or that have ever held money for us."""
    known = PaymentMethod.objects.order_by("provider").values_list("provider").annotate(offered=BoolOr("enabled"))
    return tuple(
        provider
        for provider, offered in known
        if offered or PaymentRow.objects.filter(provider=provider, authorised_minor__gt=0).exists()
    )
