from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from comptoir.domains.imports.errors import UnknownRun
from comptoir.domains.imports.models import ImportRow
from comptoir.domains.imports.models import ImportRun as RunRow
from comptoir.domains.imports.permissions import IMPORTS_VIEW
from comptoir.domains.imports.values import Counts, ImportRun, Note, RowVerdict, RunId, RunState, Verdict
from comptoir.kernel.access import Actor
from comptoir.kernel.paging import Page, decode_cursor, page_of


def import_run(run_id: RunId, *, actor: Actor) -> ImportRun:
    """One run.

    :raises UnknownRun: when there is none.
    """
    actor.must(IMPORTS_VIEW)
    row = RunRow.objects.filter(id=run_id).first()
    if row is None:
        raise UnknownRun(id=str(run_id))
    return _run(row)


def import_runs(*, actor: Actor, cursor: str | None = None, page_size: int = 50) -> Page[ImportRun]:
    """The runs, latest first."""
    actor.must(IMPORTS_VIEW)
    rows = RunRow.objects.order_by("-started_at", "-id")
    if cursor:
        at, id = decode_cursor(cursor, [datetime.fromisoformat, UUID])
        rows = rows.filter(started_at__lte=at).exclude(started_at=at, id__gte=id)
    found = list(rows[: page_size + 1])
    return page_of(found, size=page_size, key=lambda row: (row.started_at, row.id), show=_run)


def import_rows(
    run_id: RunId, *, actor: Actor, verdict: Verdict | None = None, cursor: str | None = None, page_size: int = 50
) -> Page[RowVerdict]:
    """What became of the rows of a run, in the order of the file; rows that changed nothing are not kept."""
    actor.must(IMPORTS_VIEW)
    rows = ImportRow.objects.filter(run_id=run_id).order_by("line", "id")
    if verdict is not None:
        rows = rows.filter(verdict=verdict)
    if cursor:
        line, id = decode_cursor(cursor, [int, int])
        rows = rows.filter(line__gte=line).exclude(line=line, id__lte=id)
    found = list(rows[: page_size + 1])
    return page_of(found, size=page_size, key=lambda row: (row.line, row.id), show=_row)


def _run(row: RunRow) -> ImportRun:
    return ImportRun(
        id=RunId(row.id),
        source=row.source,
        file_name=row.file_name,
        file_bytes=row.file_bytes,
        file_sha256=row.file_sha256,
        market=row.market_id,
        place_code=row.place_code,
        tax_class=row.tax_class,
        language=row.language,
        state=RunState(row.state),
        counts=_counts(row.counts),
        started_at=row.started_at,
        ended_at=row.ended_at,
        actor_label=row.actor_label,
    )


def _counts(values: Mapping[str, Any]) -> Counts:
    return Counts(**values)


def _row(row: ImportRow) -> RowVerdict:
    notes = (Note(line=row.line, column=note["column"], code=note["code"], facts=note["facts"]) for note in row.notes)
    return RowVerdict(
        line=row.line, source_id=row.source_id, sku=row.sku, verdict=Verdict(row.verdict), notes=tuple(notes)
    )
