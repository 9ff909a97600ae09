from functools import partial

import pytest

from comptoir.domains.accounts.actions import create_user, set_roles, set_user_active, ship_roles
from comptoir.domains.accounts.errors import EmailTaken, LastOwner
from comptoir.domains.accounts.models import Role, User
from comptoir.domains.accounts.queries import staff
from comptoir.domains.accounts.testing import make_user
from comptoir.domains.accounts.values import ROLES
from comptoir.kernel.models import HistoryLine
from comptoir.kernel.testing import NOON, OWNER, at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_address_gets_one_account_however_many_ask() -> None:
    spellings = ["noe@halle.example", "Noe@halle.example", "NOE@halle.example", " noe@HALLE.example"]
    answers = at_once(
        [
            partial(create_user, email=email, name="Noé", roles=["orders"], actor=OWNER, now=NOON)
            for email in spellings * 2
        ]
    )
    assert sum(isinstance(answer, EmailTaken) for answer in answers) == 7
    (user,) = User.objects.all()
    assert user.id in answers
    assert HistoryLine.objects.filter(subject_type="accounts.user").count() == 1


@pytest.mark.parametrize("round", range(5))
def test_two_owners_cannot_send_each_other_away(round: int) -> None:
    first, second = make_user(), make_user("noe@halle.example")
    answers = at_once(
        [
            partial(set_user_active, user_id=first, active=False, actor=OWNER, now=NOON),
            partial(set_roles, user_id=second, roles=["orders"], actor=OWNER, now=NOON),
        ]
    )
    assert [type(answer) for answer in answers if answer is not None] == [LastOwner]
    owners = [member for member in staff(actor=OWNER) if member.active and "owner" in member.roles]
    assert len(owners) == 1


def test_presets_are_shipped_once() -> None:
    answers = at_once([partial(ship_roles, actor=OWNER, now=NOON)] * 6)
    assert sorted(map(str, answers)) == ["0", "0", "0", "0", "0", str(len(ROLES))]
    assert Role.objects.count() == len(ROLES)
