"""The options, what is written, and the exit status."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from comptoir.operations.bench import command
from comptoir.operations.bench.place import NotMade
from comptoir.operations.bench.story import Measurement
from comptoir.operations.bench.tests.samples import report, size
from comptoir.operations.bench.values import Options, Report
from comptoir.operations.installation import Installation


def installation(home: Path) -> Installation:
    return Installation(
        mode="demo",
        home=home,
        host="127.0.0.1",
        port=8000,
        simulator_port=8001,
        base_url="",
        database="",
        reader_database="",
        brings_own_database=False,
    )


class Ran:
    """What the command asked for; it answers with results that were made up."""

    def __init__(self, found: Report) -> None:
        self.found = found
        self.asked: list[Measurement] = []

    def __call__(self, measurement: Measurement) -> Report:
        self.asked.append(measurement)
        return self.found

    @property
    def options(self) -> Options:
        return self.asked[-1].options


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> Ran:
    stand_in = Ran(report(size(1_000), size(50_000)))
    monkeypatch.setattr(Measurement, "run", lambda self: stand_in(self))
    return stand_in


def run(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(command.bench, arguments, obj=installation(home))


def test_by_default_both_sizes_with_and_without_the_page_cache(tmp_path: Path, ran: Ran) -> None:
    result = run(tmp_path)
    assert result.exit_code == 0, result.output
    options = ran.options
    assert (options.products, options.seconds, options.turns, options.caches) == (
        (1_000, 50_000),
        10.0,
        5,
        ("kept", "off"),
    )
    assert options.operations == {"product", "product-api", "list", "search", "checkout"}
    assert ran.asked[0].beside == tmp_path
    assert "1,000 products (made in 34.5 s" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--quick"], {"products": (1_000,), "seconds": 3.0, "turns": 1}),
        (["--quick", "--seconds", "5"], {"products": (1_000,), "seconds": 5.0}),
        (["--products", "300", "--products", "20"], {"products": (20, 300), "seconds": 10.0}),
        (["--no-page-cache"], {"caches": ("off",)}),
        (["orders"], {"products": (1_000,), "caches": ("kept",), "operations": frozenset({"checkout"})}),
        (["orders", "--products", "20"], {"products": (20,), "operations": frozenset({"checkout"})}),
        (["--only", "search", "--only", "list"], {"operations": frozenset({"search", "list"})}),
        (["--seed", "9", "--pages", "50", "--keep"], {"seed": 9, "pages": 50, "keep": True}),
    ],
)
def test_options_say_what_is_measured(tmp_path: Path, ran: Ran, arguments: list[str], expected: dict[str, Any]) -> None:
    assert run(tmp_path, *arguments).exit_code == 0
    assert {name: getattr(ran.options, name) for name in expected} == expected


def test_the_gate_decides_the_exit_status_and_only_when_asked(tmp_path: Path, ran: Ran) -> None:
    assert run(tmp_path, "--gate").exit_code == 0
    ran.found = report(size(1_000), size(50_000, factor=0.5))
    assert run(tmp_path).exit_code == 0
    result = run(tmp_path, "--gate", "--json", str(tmp_path / "found.json"))
    assert result.exit_code == 1
    assert "MISSED" in result.stdout
    assert "Missed: product page, kept: share of bare server, 50,000 products; list page" in result.stderr
    told = json.loads((tmp_path / "found.json").read_text())
    assert {each["reached"] for each in told["verdicts"]} == {True, False}


def test_what_cannot_be_measured_is_said_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_measurement: Measurement) -> Report:
        raise NotMade("The shop to be measured sells nothing.")

    monkeypatch.setattr(Measurement, "run", refuse)
    result = run(tmp_path)
    assert result.exit_code == 1
    assert result.stderr == "Error: The shop to be measured sells nothing.\n"
    assert run(tmp_path, "--products", "0").exit_code == 2
