from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from comptoir.domains.catalogue.testing import make_product
from comptoir.domains.imports.actions import end_import, link_sources, record_import_progress, start_import
from comptoir.domains.imports.errors import LinkedElsewhere, RunSuperseded, UnknownRun
from comptoir.domains.imports.models import ImportRun, SourceLink
from comptoir.domains.imports.permissions import IMPORTS_RUN, IMPORTS_VIEW
from comptoir.domains.imports.queries import import_rows, import_run, import_runs, links_for
from comptoir.domains.imports.testing import RUN, TERMS
from comptoir.domains.imports.values import (
    Content,
    Counts,
    Link,
    LinkPictures,
    Note,
    RowVerdict,
    RunId,
    RunState,
    ShownPicture,
    Verdict,
)
from comptoir.domains.markets.testing import make_market
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.history import history_of
from comptoir.kernel.ids import new_id
from comptoir.kernel.testing import NOBODY, NOON, OWNER, anybody, at_once, snapshot

pytestmark = pytest.mark.django_db
IMPORTER = anybody(IMPORTS_RUN, IMPORTS_VIEW)
COUNTS = Counts(
    products={"create": 1}, variants={"create": 3}, rows={"create": 2}, pictures_shown=1, pictures_missing=2
)


@pytest.fixture(autouse=True)
def market() -> str:
    return make_market().code


def start(source: str = "shopify") -> RunId:
    return start_import(draft=replace(RUN, terms=replace(TERMS, source=source)), actor=IMPORTER, now=NOON)


def link(source_id: str = "mug", **changes) -> Link:
    return Link(
        source="shopify",
        source_id=source_id,
        product_id=changes.pop("product_id", None) or make_product().id,
        content=Content(fields={"maker": "Forge"}, variants={"mug-1": {"price.fr": 1450}}, pictures=(("a", "", "m"),)),
        content_hash=changes.pop("content_hash", "one"),
        **changes,
    )


def test_without_the_permission_nothing_happens() -> None:
    run_id, one = start(), link()
    before = snapshot()
    refused: list[Callable[..., object]] = [
        lambda actor: start_import(draft=RUN, actor=actor, now=NOON),
        lambda actor: record_import_progress(run_id=run_id, rows=(), counts=COUNTS, actor=actor, now=NOON),
        lambda actor: link_sources(links=[one], run_id=run_id, actor=actor, now=NOON),
        lambda actor: end_import(run_id=run_id, actor=actor, now=NOON),
        lambda actor: import_run(run_id, actor=actor),
        lambda actor: import_runs(actor=actor),
        lambda actor: import_rows(run_id, actor=actor),
    ]
    for action in refused:
        with pytest.raises(NotAllowed):
            action(NOBODY)
    with pytest.raises(NotAllowed):
        start_import(draft=RUN, actor=anybody(IMPORTS_RUN, markets=frozenset({"be"})), now=NOON)
    assert snapshot() == before


def test_a_run_from_its_start_to_its_end() -> None:
    run_id = start()
    notes = (Note(line=3, column="Variant Price", code="bad_price", facts={"cell": "abc", "currency": "EUR"}),)
    rows = [
        RowVerdict(line=2, source_id="mug", sku="MUG-1", verdict=Verdict.CREATE),
        RowVerdict(line=3, source_id="jug", sku="", verdict=Verdict.QUARANTINED, notes=notes),
    ]
    record_import_progress(run_id=run_id, rows=rows, counts=COUNTS, actor=IMPORTER, now=NOON)
    running = import_run(run_id, actor=IMPORTER)
    assert (running.state, running.counts, running.ended_at) == (RunState.RUNNING, COUNTS, None)
    later = NOON + timedelta(minutes=2)
    end_import(run_id=run_id, actor=IMPORTER, now=later)
    ended = import_run(run_id, actor=IMPORTER)
    assert (ended.state, ended.ended_at, ended.actor_label) == (RunState.FINISHED, later, "Camille Test")
    assert (ended.market, ended.place_code, ended.file_name) == ("fr", "entrepot", "export.csv")
    assert import_rows(run_id, actor=IMPORTER).items == rows
    assert [line.action for line in history_of("imports.importrun", run_id)] == ["moved", "started"]


def test_of_two_runs_of_a_source_the_later_writes() -> None:
    first, other = start(), start("another")
    second = start()
    assert import_run(first, actor=IMPORTER).state is RunState.INTERRUPTED
    assert import_run(other, actor=IMPORTER).state is RunState.RUNNING
    with pytest.raises(RunSuperseded), transaction.atomic():
        record_import_progress(run_id=first, rows=(), counts=COUNTS, actor=IMPORTER, now=NOON)
    with pytest.raises(RunSuperseded), transaction.atomic():
        end_import(run_id=first, actor=IMPORTER, now=NOON)
    record_import_progress(run_id=second, rows=(), counts=COUNTS, actor=IMPORTER, now=NOON)
    end_import(run_id=second, interrupted=True, actor=IMPORTER, now=NOON)
    assert import_run(second, actor=IMPORTER).state is RunState.INTERRUPTED


def test_the_database_lets_only_one_run_at_a_time() -> None:
    start()
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportRun.objects.create(
            id=new_id(), source="shopify", market_id="fr", state="running", file_bytes=1, started_at=NOON
        )


def test_links_remember_what_the_source_said() -> None:
    run_id = start()
    shown = ShownPicture(address="https://p.example/1.jpg", sku="m", media_id=new_id())  # type: ignore[arg-type]  # any id
    first = link(pictures=LinkPictures(shown=(shown,), missing=("https://p.example/2.jpg",)))
    link_sources(links=[first, link("jug")], run_id=run_id, actor=IMPORTER, now=NOON)
    assert links_for(["mug", "nothing"], source="shopify") == {"mug": first}
    assert links_for(["mug"], source="another") == {}

    newer = replace(
        first, content_hash="two", content=Content(fields={"maker": "Forge & Six"}), pictures=LinkPictures()
    )
    link_sources(links=[newer], run_id=run_id, actor=IMPORTER, now=NOON + timedelta(days=1))
    assert links_for(["mug"], source="shopify") == {"mug": newer}
    assert SourceLink.objects.count() == 2


def test_a_link_never_leads_to_another_product() -> None:
    run_id = start()
    link_sources(links=[link()], run_id=run_id, actor=IMPORTER, now=NOON)
    with pytest.raises(LinkedElsewhere):
        link_sources(links=[link()], run_id=run_id, actor=IMPORTER, now=NOON)


def test_runs_and_rows_are_paged() -> None:
    ids = [start(f"shop-{number}") for number in range(3)]
    first = import_runs(actor=IMPORTER, page_size=2)
    rest = import_runs(actor=IMPORTER, page_size=2, cursor=first.next_cursor)
    assert [run.id for run in (*first.items, *rest.items)] == ids[::-1]
    assert rest.next_cursor is None

    rows = [RowVerdict(line=line, source_id="mug", sku="", verdict=Verdict.UPDATE) for line in (2, 2, 3)]
    record_import_progress(run_id=ids[0], rows=rows, counts=COUNTS, actor=IMPORTER, now=NOON)
    page = import_rows(ids[0], actor=IMPORTER, page_size=2)
    assert [row.line for row in page.items] == [2, 2]
    assert [row.line for row in import_rows(ids[0], actor=IMPORTER, page_size=2, cursor=page.next_cursor).items] == [3]


def test_a_run_that_never_was() -> None:
    with pytest.raises(UnknownRun):
        import_run(RunId(new_id()), actor=IMPORTER)


@pytest.mark.django_db(transaction=True)
def test_runs_that_start_at_once_take_turns() -> None:
    for _ in range(4):
        answers = at_once([start, start, start])
        assert not [answer for answer in answers if isinstance(answer, Exception)]
        states = list(ImportRun.objects.values_list("state", flat=True))
        assert states.count("running") == 1
    assert OWNER.can(IMPORTS_RUN)
