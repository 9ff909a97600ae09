"""The verbs of integrations. A subscription is always locked before its messages."""

from comptoir.domains.integrations.actions.queue import (
    queue_deliveries,
    queue_ping,
    redeliver,
    replay_deliveries,
    retry_subscription,
)
from comptoir.domains.integrations.actions.send import claim_deliveries, forget_deliveries, record_answer
from comptoir.domains.integrations.actions.subscribe import (
    change_subscription,
    create_subscription,
    remove_subscription,
    reseal_secrets,
    rotate_secret,
    switch_subscription,
)

__all__ = [
    "change_subscription",
    "claim_deliveries",
    "create_subscription",
    "forget_deliveries",
    "queue_deliveries",
    "queue_ping",
    "record_answer",
    "redeliver",
    "remove_subscription",
    "replay_deliveries",
    "reseal_secrets",
    "retry_subscription",
    "rotate_secret",
    "switch_subscription",
]
