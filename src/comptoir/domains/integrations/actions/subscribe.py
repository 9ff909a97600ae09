"""Who listens where, and with which secret."""

import secrets
from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from comptoir.domains.integrations.actions.lock import end_failure, locked_subscription, must_cover
from comptoir.domains.integrations.errors import NoSuchMarket
from comptoir.domains.integrations.models import Delivery, Subject, Subscription
from comptoir.domains.integrations.permissions import INTEGRATIONS_DELIVER, INTEGRATIONS_MANAGE
from comptoir.domains.integrations.queries.seals import resealed, sealed
from comptoir.domains.integrations.rules import FORMER_SECRET_FOR, SECRET_BYTES, checked, secret_of
from comptoir.domains.integrations.values import SubscriptionDraft, SubscriptionId
from comptoir.domains.markets.queries import all_markets
from comptoir.kernel.access import Actor
from comptoir.kernel.history import record
from comptoir.kernel.ids import new_id

_SUBJECT = "integrations.subscription"


def create_subscription(*, draft: SubscriptionDraft, actor: Actor, now: datetime) -> tuple[SubscriptionId, str]:
    """Have messages sent from now on; returns the id and the secret they are signed with, which is shown this once.

    :raises ManyInvalid: with everything that is wrong about the draft.
    :raises NoSuchMarket: for a market that does not exist.
    :raises NotAllowed: when it would listen to markets outside the actor's scope.
    """
    actor.must(INTEGRATIONS_MANAGE)
    wanted = _checked(draft, actor)
    id, secret = SubscriptionId(new_id()), secret_of(secrets.token_bytes(SECRET_BYTES))
    with transaction.atomic(savepoint=False):
        Subscription.objects.create(
            id=id, secret=sealed(secret), created_at=now, created_by=actor.label, **_columns(wanted)
        )
        _tell("created", id, actor, now, after=_columns(wanted))
    return id, secret


def change_subscription(
    *, subscription_id: SubscriptionId, draft: SubscriptionDraft, actor: Actor, now: datetime
) -> None:
    """Have other messages sent, or to another address. What waits goes to the new address.

    :raises UnknownSubscription: when there is none within the actor's markets.
    :raises ManyInvalid: with everything that is wrong about the draft.
    :raises NoSuchMarket: for a market that does not exist.
    :raises NotAllowed: when it would listen to markets outside the actor's scope.
    """
    actor.must(INTEGRATIONS_MANAGE)
    columns = _columns(_checked(draft, actor))
    with transaction.atomic(savepoint=False):
        row = locked_subscription(subscription_id, actor)
        before = {name: getattr(row, name) for name in columns}
        if before == columns:
            return
        # A new address, or one that was mended, is tried at once.
        end_failure(row)
        Subscription.objects.filter(pk=row.pk).update(**columns)
        _tell("changed", subscription_id, actor, now, before=before, after=columns)


def switch_subscription(*, subscription_id: SubscriptionId, enabled: bool, actor: Actor, now: datetime) -> None:
    """Stop sending, or go on. While it is off nothing is noted for it; what waited before goes out when it is on again.

    :raises UnknownSubscription: when there is none within the actor's markets.
    """
    actor.must(INTEGRATIONS_MANAGE)
    with transaction.atomic(savepoint=False):
        row = locked_subscription(subscription_id, actor)
        if row.enabled == enabled:
            return
        end_failure(row)
        Subscription.objects.filter(pk=row.pk).update(enabled=enabled)
        _tell("switched_on" if enabled else "switched_off", subscription_id, actor, now)


def remove_subscription(*, subscription_id: SubscriptionId, actor: Actor, now: datetime) -> None:
    """Forget a subscriber, with all messages to it. The audit trail still tells of it.

    :raises UnknownSubscription: when there is none within the actor's markets.
    """
    actor.must(INTEGRATIONS_MANAGE)
    with transaction.atomic(savepoint=False):
        row = locked_subscription(subscription_id, actor)
        end_failure(row)
        _tell("removed", subscription_id, actor, now, before={"name": row.name, "url": row.url})
        Delivery.objects.filter(subscription_id=row.pk).delete()
        Subject.objects.filter(subscription_id=row.pk).delete()
        Subscription.objects.filter(pk=row.pk).delete()


def rotate_secret(*, subscription_id: SubscriptionId, actor: Actor, now: datetime) -> str:
    """A new secret, shown this once. For a day messages are signed with the former one too.

    :raises UnknownSubscription: when there is none within the actor's markets.
    """
    actor.must(INTEGRATIONS_MANAGE)
    secret = secret_of(secrets.token_bytes(SECRET_BYTES))
    with transaction.atomic(savepoint=False):
        row = locked_subscription(subscription_id, actor)
        until = now + FORMER_SECRET_FOR
        Subscription.objects.filter(pk=row.pk).update(
            secret=sealed(secret), former_secret=row.secret, former_secret_until=until
        )
        _tell("secret_rotated", subscription_id, actor, now, after={"former_secret_until": until})
    return secret


def reseal_secrets(*, actor: Actor, now: datetime) -> int:
    """Seal every secret with the installation's present key, and drop former ones whose time is over; returns how many
    secrets there are. Afterwards the installation's former keys are no longer needed for them.
    """
    actor.must(INTEGRATIONS_DELIVER)
    ids = list(Subscription.objects.order_by("id").values_list("id", flat=True))
    for id in ids:
        with transaction.atomic(savepoint=False):
            row = locked_subscription(SubscriptionId(id), actor)
            kept = row.former_secret_until is not None and row.former_secret_until > now
            Subscription.objects.filter(pk=id).update(
                secret=resealed(row.secret),
                former_secret=resealed(row.former_secret) if kept else "",
                former_secret_until=row.former_secret_until if kept else None,
            )
    return len(ids)


def _checked(draft: SubscriptionDraft, actor: Actor) -> SubscriptionDraft:
    wanted = checked(draft, to_this_machine=settings.WEBHOOKS_TO_THIS_MACHINE)
    must_cover(actor, wanted.markets)
    for code in sorted((wanted.markets or frozenset()) - {known.code for known in all_markets()}):
        raise NoSuchMarket(field="markets", market=code)
    return wanted


def _columns(draft: SubscriptionDraft) -> dict[str, Any]:
    return {name: _listed(value) for name, value in asdict(draft).items()}


def _listed(value: Any) -> Any:
    return sorted(value) if isinstance(value, Collection) and not isinstance(value, str) else value


def _tell(
    action: str,
    id: SubscriptionId,
    actor: Actor,
    now: datetime,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    record(action=action, subject_type=_SUBJECT, subject_id=id, actor=actor, now=now, before=before, after=after)
