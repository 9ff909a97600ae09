from datetime import datetime

from django.db import transaction

from comptoir.domains.payments.errors import BadMethod, MethodNotOffered, UnknownProvider
from comptoir.domains.payments.events import PaymentMethodsChanged
from comptoir.domains.payments.models import PaymentMethod
from comptoir.domains.payments.permissions import PAYMENTS_CONFIGURE
from comptoir.domains.payments.values import Method
from comptoir.kernel import history, ports
from comptoir.kernel.access import Actor
from comptoir.kernel.events import emit
from comptoir.kernel.remember import forget

_LONGEST_HOLD_MINUTES = 90 * 24 * 60
_COLUMNS = ("provider", "labels", "instructions", "enabled", "position", "hold_minutes")


def save_payment_method(*, method: Method, actor: Actor, now: datetime) -> None:
    """Set up a way to pay, or change it. Saving what is there already changes nothing.

    :raises UnknownProvider: when no connector of that kind is installed.
    :raises BadMethod: without a code or a name, or with a hold outside one minute to ninety days.
    """
    actor.must(PAYMENTS_CONFIGURE, market=method.market)
    if method.provider not in ports.kinds("payments"):
        raise UnknownProvider(field="provider", provider=method.provider)
    if not method.code:
        raise BadMethod(field="code")
    if not any(method.labels.values()):
        raise BadMethod(field="labels")
    if not 1 <= method.hold_minutes <= _LONGEST_HOLD_MINUTES:
        raise BadMethod(field="hold_minutes")
    wanted = {name: getattr(method, name) for name in _COLUMNS} | {
        "labels": dict(method.labels),
        "instructions": dict(method.instructions),
    }
    with transaction.atomic(savepoint=False):
        row, created = PaymentMethod.objects.select_for_update().get_or_create(
            market_id=method.market, code=method.code, defaults=wanted
        )
        before = {} if created else {name: getattr(row, name) for name in _COLUMNS}
        changed = {name: value for name, value in wanted.items() if before.get(name) != value}
        if not changed:
            return
        if not created:
            PaymentMethod.objects.filter(pk=row.pk).update(**changed)
        _tell(
            method.market,
            method.code,
            "created" if created else "changed",
            {name: before[name] for name in changed if name in before},
            changed,
            actor=actor,
            now=now,
        )


def enable_payment_method(*, market: str, code: str, enabled: bool, actor: Actor, now: datetime) -> None:
    """Offer a way to pay, or stop offering it. Payments already open go on.

    :raises MethodNotOffered: when the market has no such method.
    """
    actor.must(PAYMENTS_CONFIGURE, market=market)
    with transaction.atomic(savepoint=False):
        rows = PaymentMethod.objects.filter(market_id=market, code=code)
        if rows.filter(enabled=not enabled).update(enabled=enabled):
            _tell(market, code, "changed", {"enabled": not enabled}, {"enabled": enabled}, actor=actor, now=now)
        elif not rows.exists():
            raise MethodNotOffered(field="code")


def _tell(
    market: str,
    code: str,
    action: str,
    before: dict[str, object],
    after: dict[str, object],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    history.record(
        action=action,
        subject_type="payments.paymentmethod",
        subject_id=f"{market}/{code}",
        actor=actor,
        now=now,
        before=before,
        after=after,
    )
    forget("payment_methods")
    emit(PaymentMethodsChanged(market_codes=(market,)))
