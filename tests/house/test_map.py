"""The map is drawn from the contracts, counts what people wrote, and fails where a reaction decides."""

from pathlib import Path

import pytest

from tests.house.tree import ROOT
from tools import map as house_map


@pytest.fixture
def house(tmp_path: Path) -> Path:
    files = {
        "pyproject.toml": (ROOT / "pyproject.toml").read_text(encoding="utf-8"),
        "src/comptoir/domains/cart/__init__.py": "",
        "src/comptoir/domains/cart/actions/add.py": "a = 1\nb = 2\n",
        "src/comptoir/domains/cart/actions/take.py": "a = 1\n",
        "src/comptoir/domains/cart/queries.py": "a = 1\n",
        "src/comptoir/domains/cart/tests/test_actions.py": "a = 1\n",
        "src/comptoir/domains/cart/migrations/0001_initial.py": "a = 1\n",
        "src/comptoir/flows/reactions.py": "def on_paid(event, *, actor, now):\n    ship(event)\n",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_rooms_are_counted_without_tests_and_migrations(house: Path) -> None:
    assert house_map.lines_by_room(house) == {
        "domains/cart": {"__init__": 0, "actions": 3, "queries": 1},
        "flows": {"reactions": 2},
    }


def test_domains_stand_at_the_height_of_their_contract() -> None:
    height = house_map.ranks()
    assert height["accounts"] == height["ledger"] == 0
    assert height["markets"] < height["catalogue"] < height["pricing"] < height["orders"] < height["messages"]


def test_what_is_not_built_is_drawn_in_parentheses(house: Path) -> None:
    lines = house_map.drawing(house).splitlines()
    assert "    cart | (quotes) | (orders)" in lines
    assert lines[0] == "config"
    assert lines.index("flows") < lines.index("domains") < lines.index("kernel")


def test_a_reaction_that_decides_is_found(house: Path) -> None:
    assert house_map.decided_in_reactions(house) == []
    (house / "src/comptoir/flows/reactions.py").write_text(
        "def on_paid(event):\n    if event.express:\n        ship()\n"
    )
    assert house_map.decided_in_reactions(house) == ["src/comptoir/flows/reactions.py:2: an if in a reaction"]


def test_the_command_fails_when_a_reaction_decides(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(house_map, "decided_in_reactions", list)
    assert house_map.main([]) == 0
    monkeypatch.setattr(house_map, "decided_in_reactions", lambda: ["src/x.py:2: an if in a reaction"])
    assert house_map.main([]) == 1
    assert "an if in a reaction\nbecause " in capsys.readouterr().out
