"""The five import contracts of pyproject.toml, each broken on purpose in a small house of the same build."""

import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import grimp
import pytest
from importlinter import Contract
from importlinter.api import read_configuration
from importlinter.contracts.layers import LayersContract

from tests.house.tree import ROOT
from tools.contracts import FacesContract, PureContract

CLASSES: dict[str, type[Contract]] = {"layers": LayersContract, "faces": FacesContract, "pure": PureContract}
CONFIGURATION = read_configuration(str(ROOT / "pyproject.toml"))
CONTRACTS = {options["id"]: options for options in CONFIGURATION["contracts_options"]}
_houses = count(1)

# What each storey, domain and room may do, all of it legal. HOUSE stands for the name of the package.
LEGAL = {
    "config/urls.py": "import HOUSE.storefront.views, HOUSE.operations.up",
    "storefront/views.py": "import HOUSE.flows.place_order, HOUSE.domains.cart.actions, HOUSE.domains.cart.queries",
    "storefront/tests/test_views.py": "import HOUSE.storefront.views, HOUSE.domains.cart.testing",
    "backoffice/views.py": "from HOUSE.domains.orders import actions, queries, values, events, errors, permissions",
    "api/v1.py": "",
    "connectors/payments.py": "import HOUSE.domains.orders.values",
    "operations/up.py": "import HOUSE.kernel.money",
    "flows/place_order.py": "from HOUSE.domains.orders.actions import place\nimport HOUSE.domains.cart.actions",
    "flows/tell.py": "",
    "domains/cart/apps.py": "import HOUSE.domains.cart.models",
    "domains/cart/tests/test_actions.py": "import HOUSE.domains.cart.testing, HOUSE.domains.catalogue.testing",
    "domains/cart/testing.py": "import HOUSE.domains.cart.actions, HOUSE.domains.catalogue.testing",
    "domains/cart/reactions.py": "import HOUSE.domains.cart.jobs, HOUSE.domains.catalogue.events",
    "domains/cart/jobs.py": "import HOUSE.domains.cart.actions",
    "domains/cart/actions/__init__.py": "from HOUSE.domains.cart.actions.add import add_line",
    "domains/cart/actions/add.py": "from HOUSE.domains.cart import queries\ndef add_line(): ...",
    "domains/cart/queries.py": "import HOUSE.domains.cart.models, HOUSE.domains.catalogue.queries, django",
    "domains/cart/models.py": "import HOUSE.domains.cart.rules, HOUSE.domains.catalogue.values",
    "domains/cart/rules.py": (
        "import decimal, stdnum.eu.vat, HOUSE.domains.cart.errors\nfrom urllib.parse import quote\n"
        "import HOUSE.domains.catalogue.values, HOUSE.kernel.money"
    ),
    "domains/cart/migrations/0001_initial.py": "import HOUSE.domains.cart.values, HOUSE.kernel.texts",
    "domains/cart/events.py": "import HOUSE.domains.cart.values",
    "domains/cart/errors.py": "",
    "domains/cart/values.py": "from HOUSE.kernel.money import Money",
    "domains/cart/permissions.py": "",
    "domains/orders/actions.py": "def place(): ...",
    "domains/orders/queries.py": "",
    "domains/orders/values.py": "",
    "domains/orders/events.py": "",
    "domains/orders/errors.py": "",
    "domains/orders/permissions.py": "",
    "domains/catalogue/testing.py": "",
    "domains/catalogue/queries.py": "",
    "domains/catalogue/models.py": "",
    "domains/catalogue/rules.py": "",
    "domains/catalogue/reactions.py": "",
    "domains/catalogue/actions.py": "",
    "domains/catalogue/events.py": "",
    "domains/catalogue/values.py": "",
    "kernel/money.py": "class Money: ...",
    "kernel/clock.py": "",
    "kernel/texts.py": "",
}

type Build = Callable[[dict[str, str]], dict[str, set[str]]]


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Build:
    """Build a house of these files upon the legal ones; returns what each broken contract found, without its prefix."""

    def run(files: dict[str, str]) -> dict[str, set[str]]:
        house = f"tiny_house_{next(_houses)}"
        for path, text in {**LEGAL, **files}.items():
            target = tmp_path / house / path
            for folder in [target.parent, *target.parent.parents]:
                if folder == tmp_path:
                    break
                folder.mkdir(parents=True, exist_ok=True)
                (folder / "__init__.py").touch()
            target.write_text("\n".join([text.replace("HOUSE", house), target.read_text() if target.exists() else ""]))
        monkeypatch.syspath_prepend(tmp_path)
        graph = grimp.build_graph(house, include_external_packages=True, cache_dir=None)
        found = {id: _findings(options, graph, house) for id, options in CONTRACTS.items()}
        return {id: told for id, told in found.items() if told}

    return run


def _findings(options: dict[str, Any], graph: grimp.ImportGraph, house: str) -> set[str]:
    contract = CLASSES[options["type"]](
        name=options["name"], session_options={"root_packages": [house]}, contract_options=_renamed(options, house)
    )
    check = contract.check(graph, verbose=False)
    found = {f"{breach.importer} -> {breach.imported}" for breach in check.metadata.get("breaches", ())}
    found |= {f"{module} is not on the map" for module in check.metadata.get("undeclared_modules", ())}
    for chains in check.metadata.get("invalid_dependencies", ()):
        for route in chains["routes"]:
            links = [*route["chain"], *route["extra_firsts"], *route["extra_lasts"]]
            found |= {f"{link['importer']} -> {link['imported']}" for link in links}
    assert check.kept is not bool(found)
    return {told.replace(f"{house}.", "") for told in found}


def _renamed(value: Any, house: str) -> Any:
    match value:
        case str():
            return value.replace("comptoir", house)
        case list():
            return [_renamed(item, house) for item in value]
        case dict():
            return {key: _renamed(item, house) for key, item in value.items()}
    return value


def test_a_house_that_keeps_the_rules_breaks_no_contract(build: Build) -> None:
    assert build({}) == {}


# The contract, the file that breaks it, how, and what of it must be found: the imported module, or what the map lacks.
BREAKS = [
    ("storeys", "kernel/clock.py", "import HOUSE.domains.cart.values", "domains.cart.values"),
    ("storeys", "domains/cart/actions/add.py", "import HOUSE.flows.tell", "flows.tell"),
    ("storeys", "flows/place_order.py", "import HOUSE.connectors.payments", "connectors.payments"),
    ("storeys", "storefront/views.py", "import HOUSE.backoffice.views", "backoffice.views"),
    ("storeys", "operations/up.py", "import HOUSE.config.urls", "config.urls"),
    ("storeys", "operations/up.py", "import HOUSE.connectors.payments", "connectors.payments"),
    ("storeys", "cellar/wine.py", "", "cellar is not on the map"),
    ("domains", "domains/catalogue/queries.py", "import HOUSE.domains.cart.values", "domains.cart.values"),
    ("domains", "domains/orders/queries.py", "import HOUSE.domains.cart.queries", "domains.cart.queries"),
    ("domains", "domains/gifts/values.py", "", "domains.gifts is not on the map"),
    ("rooms", "domains/cart/queries.py", "import HOUSE.domains.cart.actions", "domains.cart.actions"),
    ("rooms", "domains/cart/models.py", "import HOUSE.domains.cart.queries", "domains.cart.queries"),
    ("rooms", "domains/cart/values.py", "import HOUSE.domains.cart.rules", "domains.cart.rules"),
    ("rooms", "domains/cart/jobs.py", "import HOUSE.domains.cart.reactions", "domains.cart.reactions"),
    ("rooms", "domains/cart/migrations/0001_initial.py", "import HOUSE.domains.cart.models", "domains.cart.models"),
    ("rooms", "domains/cart/forms.py", "", "domains.cart.forms is not on the map"),
    ("faces", "domains/cart/queries.py", "import HOUSE.domains.catalogue.models", "domains.catalogue.models"),
    ("faces", "domains/cart/actions/add.py", "import HOUSE.domains.catalogue.actions", "domains.catalogue.actions"),
    ("faces", "flows/place_order.py", "import HOUSE.domains.cart.models", "domains.cart.models"),
    ("faces", "flows/place_order.py", "import HOUSE.domains.cart.rules", "domains.cart.rules"),
    ("faces", "storefront/views.py", "import HOUSE.domains.cart.reactions", "domains.cart.reactions"),
    ("faces", "api/v1.py", "import HOUSE.domains.cart.jobs", "domains.cart.jobs"),
    ("faces", "api/v1.py", "from HOUSE.domains.cart.actions.add import add_line", "domains.cart.actions.add"),
    ("faces", "api/v1.py", "import HOUSE.domains.cart", "domains.cart"),
    ("faces", "operations/up.py", "import HOUSE.domains.cart.testing", "domains.cart.testing"),
    ("faces", "domains/cart/queries.py", "import HOUSE.domains.cart.testing", "domains.cart.testing"),
    (
        "faces",
        "domains/cart/tests/test_actions.py",
        "import HOUSE.domains.catalogue.models",
        "domains.catalogue.models",
    ),
    ("pure", "domains/cart/rules.py", "from django.db import models", "django"),
    ("pure", "domains/cart/rules.py", "from HOUSE.kernel import clock", "kernel.clock"),
    ("pure", "domains/cart/rules.py", "import os.path", "os"),
    ("pure", "domains/cart/rules.py", "from urllib.request import urlopen", "urllib"),
    ("pure", "domains/cart/rules.py", "def f():\n    from time import time", "time"),
    ("pure", "domains/cart/rules.py", "import HOUSE.domains.catalogue.queries", "domains.catalogue.queries"),
    ("pure", "domains/cart/rules/prices.py", "import httpx", "httpx"),
]


@pytest.mark.parametrize(("contract", "path", "code", "imported"), BREAKS)
def test_the_contract_reports_exactly_this(build: Build, contract: str, path: str, code: str, imported: str) -> None:
    found = build({path: f"{LEGAL.get(path, '')}\n{code}"})
    importer = path.removesuffix(".py").replace("/", ".")
    told = {imported if imported.endswith("is not on the map") else f"{importer} -> {imported}"}
    assert found.pop(contract) == told
    assert all(seen == told for seen in found.values())


def test_every_contract_is_seen_to_catch_its_break() -> None:
    assert {id for id, _, _, _ in BREAKS} == set(CONTRACTS)


def test_there_are_five_contracts_and_no_exceptions() -> None:
    assert list(CONTRACTS) == ["storeys", "domains", "rooms", "faces", "pure"]
    given = {key for options in CONTRACTS.values() for key in options}
    assert not {key for key in given if "ignore" in key}
    assert [CONTRACTS[id]["exhaustive"] for id in ("storeys", "domains", "rooms")] == ["True", "True", "True"]
    assert all(options["broken_contract_guidance"].startswith("because ") for options in CONTRACTS.values())


def test_nothing_of_the_small_houses_is_imported(build: Build) -> None:
    build({})
    assert not [name for name in sys.modules if name.startswith("tiny_house")]
