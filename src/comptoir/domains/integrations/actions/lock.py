"""The door to a subscription: whoever changes it, or its messages, locks it first."""

from collections.abc import Collection

from comptoir.domains.integrations.errors import UnknownSubscription
from comptoir.domains.integrations.events import SubscriptionRecovered
from comptoir.domains.integrations.models import Subscription
from comptoir.domains.integrations.permissions import INTEGRATIONS_MANAGE
from comptoir.domains.integrations.values import SubscriptionId
from comptoir.kernel.access import ALL_MARKETS, Actor, NotAllowed
from comptoir.kernel.events import emit


def locked_subscription(subscription_id: SubscriptionId, actor: Actor) -> Subscription:
    """The row, until the transaction ends.

    :raises UnknownSubscription: when there is none within the actor's markets.
    """
    row = Subscription.objects.select_for_update(no_key=True).filter(pk=subscription_id).first()
    if row is None or not _covers(actor, row.markets):
        raise UnknownSubscription(id=str(subscription_id))
    return row


def end_failure(row: Subscription) -> None:
    """A locked subscription starts anew: it neither fails nor rests. Where its failure was told, so is its end."""
    if row.failure_told:
        emit(SubscriptionRecovered(subscription_id=SubscriptionId(row.pk)))
    Subscription.objects.filter(pk=row.pk, failures__gt=0).update(
        failures=0, failing_since=None, failure_told=False, rests_until=None
    )


def must_cover(actor: Actor, markets: Collection[str] | None) -> None:
    """That the actor works for all of these markets: nobody has more told than they may see.

    :raises NotAllowed: naming those that are too much.
    """
    if not _covers(actor, markets):
        beyond = ", ".join(sorted(set(markets or ()) - (actor.markets or frozenset()))) or "*"
        raise NotAllowed(permission=INTEGRATIONS_MANAGE, market=beyond)


def _covers(actor: Actor, markets: Collection[str] | None) -> bool:
    return actor.markets is ALL_MARKETS or (markets is not None and set(markets) <= actor.markets)
