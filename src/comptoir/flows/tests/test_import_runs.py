"""Runs: dry ones, refused ones, overtaken ones, and what is kept of them."""

from collections.abc import Sequence
from typing import Any

import pytest

from comptoir.domains.catalogue.errors import SkuTaken
from comptoir.domains.imports.errors import NoPlace, RunSuperseded, UnknownLanguage
from comptoir.domains.imports.queries import import_rows, import_run, import_runs
from comptoir.domains.imports.testing import row, shirts
from comptoir.domains.imports.values import RowVerdict, RunState, Verdict
from comptoir.domains.inventory.actions import record_counts
from comptoir.domains.inventory.values import Count
from comptoir.domains.markets.errors import NotSetUp, UnknownMarket
from comptoir.domains.markets.testing import make_market
from comptoir.domains.network.errors import UnknownPlace
from comptoir.flows import import_catalogue as flow
from comptoir.flows.import_catalogue import ImportRequest, import_catalogue
from comptoir.flows.steps import write_imported_products as writing
from comptoir.flows.tests.importing import SAMPLES, Run, rows_in
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.testing import NOBODY, NOON, OWNER, anybody, snapshot

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shop(empty_shop: str) -> str:
    return empty_shop


def test_a_dry_run_tells_the_same_and_writes_nothing() -> None:
    before = snapshot()
    dry = Run(SAMPLES / "pottery.csv", dry_run=True)
    assert snapshot() == before
    assert dry.result.run_id is None
    wet = Run(SAMPLES / "pottery.csv")
    assert dry.products == wet.products
    assert [(row.line, row.verdict) for row in dry.rows] == [(row.line, row.verdict) for row in wet.rows]
    assert Run(SAMPLES / "pottery.csv", dry_run=True).products == {"unchanged": 4, "quarantined": 2}


def test_many_products_go_in_several_transactions(export, monkeypatch) -> None:
    monkeypatch.setattr(flow, "AT_A_TIME", 2)
    rows = [row(Handle=f"mug-{n}", **{"Variant SKU": f"MUG-{n}"}) for n in range(5)]
    assert Run(export(*rows)).products == {"create": 5}
    assert Run(export(*rows)).products == {"unchanged": 5}


def test_a_product_that_cannot_be_written_to_its_end_is_not_written_at_all(export, monkeypatch) -> None:
    count, calls = record_counts, list[int]()

    def refuse_some(*, counts: Sequence[Count], **more: Any) -> None:
        calls.append(len(counts))
        if any(one.quantity == 77 for one in counts):
            raise SkuTaken(skus=("MUG-1",))
        count(counts=counts, **more)

    monkeypatch.setattr(writing, "record_counts", refuse_some)
    run = Run(export(row(**{"Variant Inventory Qty": "77"}), *shirts()))
    assert calls == [3, 1, 2]  # both together, then each alone
    assert run.products == {"quarantined": 1, "create": 1}
    assert run.codes == [(2, "quarantined", "Variant SKU", "refused")]
    tables = ("catalogue_product", "pricing_price", "pricing_pricechange", "inventory_stocklevel", "imports_sourcelink")
    assert [rows_in(table) for table in tables] == [1, 2, 2, 2, 1]


def test_a_run_is_recorded_with_its_counts_and_its_rows() -> None:
    run = Run(SAMPLES / "pottery.csv")
    assert run.result.run_id is not None
    recorded = import_run(run.result.run_id, actor=OWNER)
    assert (recorded.source, recorded.file_name, recorded.state) == ("shopify", "pottery.csv", RunState.FINISHED)
    assert (recorded.counts, recorded.language) == (run.result.counts, "fr")
    rows = import_rows(run.result.run_id, actor=OWNER, page_size=100)
    assert [(r.line, r.verdict, r.sku) for r in rows.items] == [(r.line, r.verdict, r.sku) for r in run.rows]
    kept_out = import_rows(run.result.run_id, actor=OWNER, verdict=Verdict.QUARANTINED)
    assert [r.source_id for r in kept_out.items] == ["gift-card", "broken-jug"]


def test_a_later_run_of_the_source_takes_over(export, monkeypatch) -> None:
    monkeypatch.setattr(flow, "AT_A_TIME", 1)
    path = export(row(), *shirts())

    def overtake(told: RowVerdict) -> None:
        if told.source_id == "mug":
            Run(path)

    with pytest.raises(RunSuperseded):
        import_catalogue(
            request=ImportRequest(path=path, picture_seconds=0), dry_run=False, opened=lambda _: None, tell=overtake,
            actor=OWNER, now=NOON,
        )  # fmt: skip
    states = [(run.state, run.counts.products["create"]) for run in import_runs(actor=OWNER).items]
    assert sorted(states) == [(RunState.FINISHED, 1), (RunState.INTERRUPTED, 1)]


def test_whoever_may_not_write_goods_prices_or_stock_imports_nothing(export) -> None:
    path = export(row())
    before = snapshot()
    all_four = {"imports.run", "catalogue.edit", "pricing.edit", "inventory.adjust"}
    for actor in (NOBODY, *(anybody(*(all_four - {one})) for one in all_four)):
        with pytest.raises(NotAllowed):
            import_catalogue(
                request=ImportRequest(path=path), dry_run=False, opened=lambda _: None, tell=lambda _: None,
                actor=actor, now=NOON,
            )  # fmt: skip
    assert snapshot() == before


@pytest.mark.parametrize(
    ("request_", "error"),
    [({"market": "be"}, UnknownMarket), ({"place_code": "moon"}, UnknownPlace), ({"language": "de"}, UnknownLanguage)],
)
def test_terms_that_do_not_exist(export, request_, error) -> None:
    with pytest.raises(error):
        Run(export(row()), **request_)


class TestBeforeTheFirstSetUp:
    @pytest.fixture(autouse=True)
    def shop(self) -> None:
        """Nothing is there yet."""

    def test_nothing_can_be_imported(self, export) -> None:
        with pytest.raises(NotSetUp):
            Run(export(row()))

    def test_stock_needs_a_place(self, export) -> None:
        make_market()
        with pytest.raises(NoPlace):
            Run(export(row()))
