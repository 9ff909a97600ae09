"""Imports that are stopped half way, gently and by kill -9: run again, they end up where they belong."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from comptoir.domains.catalogue.queries import product_by_slug
from comptoir.domains.imports.queries import import_runs
from comptoir.domains.imports.testing import Row, row, shirts, write_export
from comptoir.domains.imports.values import RowVerdict, RunState
from comptoir.domains.inventory.queries import levels_for
from comptoir.domains.pricing.queries import prices_for
from comptoir.flows import import_catalogue as flow
from comptoir.flows.import_catalogue import ImportRequest, import_catalogue
from comptoir.flows.tests.importing import Run, rows_in
from comptoir.kernel.testing import NOON, OWNER

pytestmark = pytest.mark.usefixtures("empty_shop")

CHILD = """
import os, sys
import django
django.setup()
from pathlib import Path
from comptoir.flows import import_catalogue as flow
from comptoir.kernel.testing import NOON, OWNER
flow.AT_A_TIME = 3
flow.import_catalogue(request=flow.ImportRequest(path=Path(sys.argv[1]), picture_seconds=0), dry_run=False,
                      opened=lambda _: None, tell=lambda row: print(row.line, flush=True), actor=OWNER, now=NOON)
"""


class Stopped(BaseException):
    """As when somebody presses Ctrl-C."""


def many(count: int, *, handle: str = "shirt") -> list[Row]:
    rows: list[Row] = []
    for number in range(count):
        rows += shirts(handle=f"{handle}-{number}")
    return rows


def goods(name: str) -> list[Any]:
    """Everything that matters about the goods of these handles, without what differs from run to run."""
    found = []
    for number in range(30):
        product = product_by_slug(f"{name}-{number}")
        ids = [variant.id for variant in product.variants]
        prices, levels = prices_for(ids, market="fr"), levels_for(ids)
        articles = [
            (v.option_values, v.weight_grams, prices[v.id], [level.on_hand for level in levels[v.id]])
            for v in product.variants
        ]
        found.append((product.titles, product.status, product.category_ids, product.attributes, articles))
    return found


@pytest.mark.django_db
def test_stopped_after_any_row_and_run_again(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(flow, "AT_A_TIME", 1)
    path = write_export(tmp_path / "shirts.csv", [row(), *many(3)])

    def stop_after(rows: int) -> None:
        told: list[RowVerdict] = []

        def tell(verdict: RowVerdict) -> None:
            told.append(verdict)
            if len(told) == rows:
                raise Stopped

        with pytest.raises(Stopped):
            import_catalogue(
                request=ImportRequest(path=path, picture_seconds=0), dry_run=False, opened=lambda _: None, tell=tell,
                actor=OWNER, now=NOON,
            )  # fmt: skip

    for rows in (1, 2, 5, 7):
        stop_after(rows)
    products = rows_in("catalogue_product")
    assert products == 4
    assert [run.state for run in import_runs(actor=OWNER).items] == [RunState.INTERRUPTED] * 4
    assert Run(path).products == {"unchanged": 4}
    # Each was written once, however often the import was begun.
    assert (rows_in("pricing_pricechange"), rows_in("inventory_stockmovement")) == (7, 7)


@pytest.mark.django_db(transaction=True)
def test_killed_and_run_again(tmp_path, settings) -> None:
    path = write_export(tmp_path / "shirts.csv", many(30))
    _killed_after(path, 8, settings)
    there = rows_in("catalogue_product")
    assert 0 < there < 30
    assert [run.state for run in import_runs(actor=OWNER).items] == [RunState.RUNNING]  # nobody has told it yet

    done = Run(path)
    assert done.products == {"create": 30 - there, "unchanged": there}
    assert [run.state for run in import_runs(actor=OWNER).items] == [RunState.FINISHED, RunState.INTERRUPTED]
    assert (rows_in("pricing_pricechange"), rows_in("inventory_stockmovement")) == (60, 60)
    killed = goods("shirt")
    assert Run(path).products == {"unchanged": 30}
    # The same shop's goods, imported by another name and without a pause.
    at_once = write_export(tmp_path / "at-once.csv", many(30, handle="other"))
    assert Run(at_once, source="other").products == {"create": 30}
    assert goods("other") == killed


def _killed_after(path: Path, products: int, settings: Any) -> None:
    """Start an import in a process of its own, and kill it once it has told of so many products."""
    database = connection.settings_dict
    address = f"postgresql://{database['USER']}@/{database['NAME']}?host={database['HOST']}&port={database['PORT']}"
    environment = {**os.environ, "DATABASE_URL": address, "COMPTOIR_HOME": str(settings.COMPTOIR_HOME)}
    command = [sys.executable, "-c", CHILD, str(path)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as child:
        try:
            assert child.stdout is not None
            for _ in range(2 * products):
                assert child.stdout.readline(), "the import ended before it could be killed"
        finally:
            child.kill()
        assert child.wait(timeout=30) == -signal.SIGKILL
    time.sleep(0.2)  # for the server to notice that nobody is there any more
