import re
from pathlib import Path

import pytest

from comptoir.domains.accounts import permissions
from comptoir.domains.accounts.errors import BadPattern, BeyondOwnRights
from comptoir.domains.accounts.rules import check_gift, check_patterns, key_prefix
from comptoir.domains.accounts.values import BUYER, PROVIDER, ROLES

SECRET = "ck_0123456789_" + "a" * 43


def test_patterns_are_permissions_wildcards_or_everything() -> None:
    check_patterns(["orders.view", "orders.*", "*.view", "stored_value.edit", "*"])


@pytest.mark.parametrize(
    "bad", ["", "orders", "orders.", ".view", "*.*", "orders.view.all", "Orders.view", "orders view"]
)
def test_anything_else_is_no_pattern(bad: str) -> None:
    with pytest.raises(BadPattern):
        check_patterns([bad])


@pytest.mark.parametrize("shipped", [*(preset.patterns for preset in ROLES.values()), BUYER, PROVIDER])
def test_everything_shipped_is_made_of_patterns(shipped: frozenset[str]) -> None:
    check_patterns(shipped)


def test_everything_shipped_names_permissions_that_exist() -> None:
    # Read, not imported: this domain knows none of those above it.
    rooms = Path(permissions.__file__).parent.parent.glob("*/permissions.py")
    declared = {found for room in rooms for found in re.findall(r'Permission\("([a-z_.]+)"\)', room.read_text("utf-8"))}
    known = {"*", *declared, *(f"{one.partition('.')[0]}.*" for one in declared)}
    known |= {f"*.{one.partition('.')[2]}" for one in declared}
    named = set().union(*(preset.patterns for preset in ROLES.values()), BUYER, PROVIDER)
    assert named - known == set()


@pytest.mark.parametrize(
    ("wanted", "held"),
    [
        ({"orders.view"}, {"orders.view"}),
        ({"orders.view", "orders.ship"}, {"orders.*"}),
        ({"orders.view", "*.view"}, {"*.view"}),
        ({"*", "orders.*"}, {"*"}),
    ],
)
def test_what_is_held_can_be_given(wanted: set[str], held: set[str]) -> None:
    check_gift(wanted, None, held=held, held_markets=None)


@pytest.mark.parametrize(
    ("wanted", "held"),
    [
        ({"orders.ship"}, {"orders.view"}),
        ({"orders.*"}, {"orders.view", "orders.ship"}),
        ({"*"}, {"orders.*", "*.view"}),
        ({"*.edit"}, {"*.view"}),
        ({"orders.view"}, set()),
    ],
)
def test_more_than_that_cannot(wanted: set[str], held: set[str]) -> None:
    with pytest.raises(BeyondOwnRights):
        check_gift(wanted, None, held=held, held_markets=None)


def test_nor_more_markets() -> None:
    check_gift({"*"}, {"fr"}, held={"*"}, held_markets={"fr", "de"})
    for markets in (None, {"fr", "be"}):
        with pytest.raises(BeyondOwnRights):
            check_gift({"*"}, markets, held={"*"}, held_markets={"fr", "de"})


def test_the_public_part_of_a_key() -> None:
    assert key_prefix(SECRET) == "0123456789"


@pytest.mark.parametrize(
    "bad", ["", "ck_", SECRET[:-1], SECRET + "a", SECRET.upper(), "Bearer " + SECRET, SECRET + "\n"]
)
def test_what_cannot_be_a_key(bad: str) -> None:
    assert key_prefix(bad) is None
