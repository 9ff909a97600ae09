"""Who is acting, and what they may do.

Every action starts with ``actor.must(PERMISSION)``. An actor without permissions can do nothing: absence is refusal.
"""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NewType

from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext_lazy as _

from comptoir.kernel.errors import Forbidden

Permission = NewType("Permission", str)
"""``domain.verb``, such as ``inventory.adjust``. A role may hold patterns: ``inventory.*``, ``*.view`` or ``*``."""

ALL_MARKETS = None
"""The scope of an actor who works for every market."""


class ActorKind(StrEnum):
    PERSON = "person"  # a member of staff, signed in
    GUEST = "guest"  # whoever holds the token of a cart or an order
    KEY = "key"  # a machine with an API key
    PROVIDER = "provider"  # a payment provider's signed message
    JOB = "job"  # this program, on its own account


BY_HAND = (ActorKind.PERSON.value, ActorKind.KEY.value)
"""Who decides: staff, and the programs they have let in. Buyers, providers and jobs set off what was decided before."""


class NotAllowed(Forbidden):
    """The actor lacks the permission, or the market is outside the actor's scope."""

    code = "access.not_allowed"
    message = _("You are not allowed to do this (%(permission)s).")


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone or something that acts. ``markets`` is a set of market codes, or ``ALL_MARKETS``."""

    kind: ActorKind
    id: str
    label: str
    permissions: frozenset[str] = field(default_factory=frozenset)
    markets: frozenset[str] | None = frozenset()

    @property
    def everywhere(self) -> bool:
        """Whether they work for every market there is and will be."""
        return self.markets is ALL_MARKETS

    def must_everywhere(self, permission: Permission) -> None:
        """First line of whatever tells of all markets at once and cannot be narrowed to some.

        :raises NotAllowed: unless the permission is held for every market.
        """
        self.must(permission)
        if not self.everywhere:
            raise NotAllowed(permission=permission, market="")

    def works_in(self, market: str) -> bool:
        """Whether that market is within the scope."""
        return self.markets is None or market in self.markets

    def can(self, permission: Permission, *, market: str | None = None) -> bool:
        """Whether the permission is held and, when a market is named, lies within the scope."""
        if market is not None and not self.works_in(market):
            return False
        domain, _, verb = permission.partition(".")
        return not self.permissions.isdisjoint((permission, f"{domain}.*", f"*.{verb}", "*"))

    def must(self, permission: Permission, *, market: str | None = None) -> None:
        """First line of every action.

        :raises NotAllowed: unless ``can()``.
        """
        if not self.can(permission, market=market):
            raise NotAllowed(permission=permission, market=market or "")

    def with_consequences(self) -> "Actor":
        """The same actor, for what must follow from a step that was permitted.

        Only flows use this, after their first action: whoever may ship an order thereby makes its invoice be issued,
        without having to be an accountant, and the audit trail still names the person.
        """
        return replace(self, permissions=frozenset({"*"}), markets=ALL_MARKETS)


def job_actor(name: str) -> Actor:
    """This program acting on its own account: jobs, reactions, the command line."""
    return Actor(ActorKind.JOB, name, name, frozenset({"*"}), ALL_MARKETS)


def token_for(kind: str, id: object) -> str:
    """The secret that opens one cart or order: a keyed signature of its id; nothing is stored, and mails can carry it.

    Signed with the installation's secret key; keys kept for rotation (``SECRET_KEY_FALLBACKS``) still open.
    """
    return Signer(salt=f"comptoir.{kind}").signature(str(id))


def token_opens(kind: str, id: object, token: object) -> bool:
    """Whether the token is that id's. Empty, missing or foreign tokens never are; compared in constant time."""
    if not isinstance(token, str) or not token:
        return False
    try:
        Signer(salt=f"comptoir.{kind}").unsign(f"{id}:{token}")
    except BadSignature:
        return False
    return True
