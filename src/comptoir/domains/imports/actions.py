"""The verbs of imports: they keep the record. What is imported is written by the domains it belongs to."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from comptoir.domains.imports.errors import LinkedElsewhere, RunSuperseded
from comptoir.domains.imports.models import ImportRun
from comptoir.domains.imports.permissions import IMPORTS_RUN
from comptoir.domains.imports.values import (
    RUN_STATES,
    Content,
    Counts,
    Link,
    LinkPictures,
    Note,
    RowVerdict,
    RunDraft,
    RunId,
    RunState,
)
from comptoir.kernel.access import Actor
from comptoir.kernel.history import record
from comptoir.kernel.ids import new_id
from comptoir.kernel.sql import execute, fetch, jsonb
from comptoir.kernel.transitions import move


def start_import(*, draft: RunDraft, actor: Actor, now: datetime) -> RunId:
    """Record that a run begins. From now on no earlier run of the same source writes anything: of two, the later wins.

    A run that was killed is told by this to have been interrupted.
    """
    actor.must(IMPORTS_RUN, market=draft.terms.market)
    terms = draft.terms
    run_id = RunId(new_id())
    with transaction.atomic(savepoint=False):
        # Two that start at once: one after the other.
        fetch("SELECT pg_advisory_xact_lock(hashtext('imports.start'), hashtext(%s))", [terms.source])
        for earlier in ImportRun.objects.filter(source=terms.source, state=RunState.RUNNING).order_by("id"):
            _end(earlier, RunState.INTERRUPTED, because="another run started", actor=actor, now=now)
        ImportRun.objects.create(
            id=run_id,
            source=terms.source,
            file_name=draft.file_name,
            file_bytes=draft.file_bytes,
            file_sha256=draft.file_sha256,
            market_id=terms.market,
            place_code=terms.place_code,
            tax_class=terms.tax_class,
            language=terms.language,
            state=RunState.RUNNING,
            counts=_counts(Counts()),
            started_at=now,
            actor_label=actor.label,
        )
        record(
            action="started",
            subject_type="imports.importrun",
            subject_id=run_id,
            actor=actor,
            now=now,
            after={"source": terms.source, "file": draft.file_name, "sha256": draft.file_sha256},
        )
    return run_id


def record_import_progress(
    *, run_id: RunId, rows: Sequence[RowVerdict], counts: Counts, actor: Actor, now: datetime
) -> None:
    """Keep what became of some rows, with the counts so far, in the transaction that made it so.

    :raises RunSuperseded: when the run no longer runs; the transaction must then be undone.
    """
    actor.must(IMPORTS_RUN)
    with transaction.atomic(savepoint=False):
        running = execute(
            "UPDATE imports_importrun SET counts = %s WHERE id = %s AND state = 'running'",
            [jsonb(_counts(counts)), run_id],
        )
        if not running:
            raise RunSuperseded(id=str(run_id))
        execute(
            """INSERT INTO imports_importrow (run_id, line, source_id, sku, verdict, notes)
               SELECT %s, * FROM unnest(%s::int[], %s::text[], %s::text[], %s::text[], %s::jsonb[])""",
            [
                run_id,
                [row.line for row in rows],
                [row.source_id for row in rows],
                [row.sku for row in rows],
                [str(row.verdict) for row in rows],
                [jsonb([_note(note) for note in row.notes]) for row in rows],
            ],
        )


def link_sources(*, links: Sequence[Link], run_id: RunId, actor: Actor, now: datetime) -> None:
    """Remember which product each product of the source has become, and what the source said of it.

    :raises LinkedElsewhere: when one of them is another product already.
    """
    actor.must(IMPORTS_RUN)
    ordered = sorted(links, key=lambda link: (link.source, link.source_id))
    with transaction.atomic(savepoint=False):
        written = execute(
            """INSERT INTO imports_sourcelink AS link (source, source_id, product_id, content, content_hash, pictures,
                                                       run_id, linked_at, changed_at)
               SELECT told.source, told.source_id, told.product_id, told.content, told.content_hash, told.pictures,
                      %(run)s, %(now)s, %(now)s
                 FROM unnest(%(sources)s::text[], %(ids)s::text[], %(products)s::uuid[], %(contents)s::jsonb[],
                             %(hashes)s::text[], %(pictures)s::jsonb[])
                      AS told(source, source_id, product_id, content, content_hash, pictures)
               ON CONFLICT (source, source_id) DO UPDATE
                  SET content = excluded.content, content_hash = excluded.content_hash, pictures = excluded.pictures,
                      run_id = excluded.run_id, changed_at = excluded.changed_at
                WHERE link.product_id = excluded.product_id""",
            {
                "run": run_id,
                "now": now,
                "sources": [link.source for link in ordered],
                "ids": [link.source_id for link in ordered],
                "products": [link.product_id for link in ordered],
                "contents": [jsonb(_content(link.content)) for link in ordered],
                "hashes": [link.content_hash for link in ordered],
                "pictures": [jsonb(_pictures(link.pictures)) for link in ordered],
            },
        )
        if written < len(ordered):
            raise LinkedElsewhere


def end_import(*, run_id: RunId, interrupted: bool = False, actor: Actor, now: datetime) -> None:
    """Record that a run is over, at the end of its file or before it.

    :raises RunSuperseded: when another run has ended it already.
    """
    actor.must(IMPORTS_RUN)
    with transaction.atomic(savepoint=False):
        row = ImportRun.objects.filter(id=run_id, state=RunState.RUNNING).first()
        if row is None:
            raise RunSuperseded(id=str(run_id))
        _end(row, RunState.INTERRUPTED if interrupted else RunState.FINISHED, because="", actor=actor, now=now)


def _end(row: ImportRun, to: RunState, *, because: str, actor: Actor, now: datetime) -> None:
    move(row, to=to, table=RUN_STATES, actor=actor, now=now, because=because, changes={"ended_at": now})


def _counts(counts: Counts) -> dict[str, Any]:
    return {
        "products": dict(counts.products),
        "variants": dict(counts.variants),
        "rows": dict(counts.rows),
        "pictures_shown": counts.pictures_shown,
        "pictures_here": counts.pictures_here,
        "pictures_missing": counts.pictures_missing,
    }


def _note(note: Note) -> dict[str, Any]:
    return {"column": str(note.column), "code": note.code, "facts": dict(note.facts)}


def _content(content: Content) -> dict[str, Any]:
    return {"fields": content.fields, "variants": content.variants, "pictures": content.pictures}


def _pictures(pictures: LinkPictures) -> dict[str, Any]:
    return {
        "shown": [[one.address, one.sku, str(one.media_id)] for one in pictures.shown],
        "missing": list(pictures.missing),
        "placeholder": str(pictures.placeholder) if pictures.placeholder else None,
    }
