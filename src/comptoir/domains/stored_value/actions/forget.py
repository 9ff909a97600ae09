"""Forgetting whose a gift card or store credit is: whoever has its code spends it as before."""

from collections.abc import Collection
from datetime import datetime

from comptoir.domains.customers.values import ERASED_DOMAIN
from comptoir.domains.stored_value.permissions import STORED_VALUE_FORGET
from comptoir.kernel.access import Actor
from comptoir.kernel.sql import execute


def forget_card_owner(*, emails: Collection[str], actor: Actor, now: datetime) -> int:
    """Take the address out of cards and credits; returns how many. Their letters cannot be sent again."""
    actor.must(STORED_VALUE_FORGET)
    return execute(
        """UPDATE stored_value_account SET email = id || '@' || %s WHERE lower(btrim(email)) = ANY(%s)""",
        [ERASED_DOMAIN, [each.lower() for each in emails]],
    )
