"""The easy path is the right one: what `make domain` writes keeps the rules from its first minute."""

import shutil
from pathlib import Path

import pytest

from tests.house.rule import RULES
from tests.house.tree import ROOT, Tree, repository
from tools import map as house_map
from tools.new_domain import NotOnTheMap, make_domain

_NEEDED = ("pyproject.toml", "docs/ARCHITECTURE.md", "docs/decisions", "src/comptoir/domains/__init__.py")


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """What the tool reads of the repository, in a place of its own."""
    for name in _NEEDED:
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, target)
    return tmp_path


def _texts(house: Path) -> dict[str, str]:
    return {
        path.relative_to(house).as_posix(): path.read_text(encoding="utf-8")
        for path in (house / "src").rglob("*")
        if path.is_file() and "migrations" not in path.parts
    }


def test_a_domain_of_the_map_gets_its_rooms_and_keeps_every_rule(house: Path) -> None:
    written = make_domain("quotes", root=house)
    tree = Tree(_texts(house))
    named = {path.relative_to(house).as_posix() for path in written}
    for rule in RULES.values():
        if rule.reads is repository:
            assert [found for found in rule.find(tree) if "quotes" in str(found)] == [], rule.name
    assert {"src/comptoir/domains/quotes/README.md", "src/comptoir/domains/__init__.py"} <= named
    assert "quotes" in house_map.drawing(house).replace("(quotes)", "")
    assert house_map.section_in(house_map.page(house).read_text(encoding="utf-8")) == house_map.section(house)


def test_it_is_listed_at_its_height(house: Path) -> None:
    make_domain("stored_value", root=house)
    namespace: dict[str, tuple[str, ...]] = {}
    exec(compile((house / _NEEDED[-1]).read_text(encoding="utf-8"), "domains", "exec"), namespace)
    height = house_map.ranks()
    assert [height[name] for name in namespace["DOMAINS"]] == sorted(height[name] for name in namespace["DOMAINS"])
    assert "stored_value" in namespace["DOMAINS"]


def test_a_domain_beyond_the_map_needs_a_place_and_a_reason(house: Path) -> None:
    with pytest.raises(NotOnTheMap, match="gifts is not on the map"):
        make_domain("gifts", root=house)
    assert not (house / "src/comptoir/domains/gifts").exists()
    written = make_domain("gifts", beside="stored_value", because="A gift list outlives its orders.", root=house)
    assert house_map.ranks(house)["gifts"] == house_map.ranks(house)["stored_value"]
    (record,) = [path for path in written if "decisions" in path.parts]
    assert "A gift list outlives its orders." in record.read_text(encoding="utf-8")


def test_a_domain_is_never_written_over(house: Path) -> None:
    make_domain("quotes", root=house)
    with pytest.raises(FileExistsError):
        make_domain("quotes", root=house)
