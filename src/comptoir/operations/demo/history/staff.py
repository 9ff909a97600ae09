"""Who did what in past weeks: the people of the demo, with the rights of their roles."""

from dataclasses import dataclass

from comptoir.domains.accounts.queries import actor_of_user, staff
from comptoir.kernel.access import Actor
from comptoir.operations.demo.logins import demo_logins


@dataclass(frozen=True, slots=True)
class Staff:
    """``office`` watches the bank account and talks to buyers, ``warehouse`` packs."""

    office: Actor
    warehouse: Actor


def staff_of_demo(*, actor: Actor) -> Staff:
    """The demo's people as actors."""
    ids = {member.email: member.id for member in staff(actor=actor)}
    by_role = {login.role: ids[login.email] for login in demo_logins()}
    return Staff(office=actor_of_user(by_role["orders"]), warehouse=actor_of_user(by_role["warehouse"]))
