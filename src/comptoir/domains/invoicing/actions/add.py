"""Invoices of past orders, taken over in one go."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from comptoir.domains.invoicing.actions.issue import ISSUE, LOCK, Place, invoice_content
from comptoir.domains.invoicing.errors import AlreadyIssued
from comptoir.domains.invoicing.permissions import INVOICING_ISSUE
from comptoir.domains.invoicing.queries import documents_by_key
from comptoir.domains.invoicing.values import Document, PastDocument
from comptoir.kernel.access import Actor
from comptoir.kernel.ids import new_id
from comptoir.kernel.sql import fetch


def add_documents(*, batch: Sequence[PastDocument], actor: Actor, now: datetime) -> tuple[Document, ...]:
    """Issue the invoices of past orders, earliest first, and return them in the order of the batch; all or none.

    Their numbers are the next ones of their legal entity and year, so a series that has gone on already gives them its
    present day. Nobody is told: their PDFs are made little by little by the job that looks for forgotten ones.

    :raises BadDraft: when the amounts of a draft do not belong together.
    :raises AlreadyIssued: naming a key that was issued before.
    """
    actor.must(INVOICING_ISSUE)
    for code in {past.draft.market for past in batch}:
        actor.must(INVOICING_ISSUE, market=code)
    keys = [past.draft.key for past in batch]
    with transaction.atomic(savepoint=False):
        series: dict[tuple[Any, ...], int] = {}
        rows = [_row(past, series, actor) for past in sorted(batch, key=lambda past: past.issued_at)]
        if known := documents_by_key(keys):
            raise AlreadyIssued(key=min(known))
        if rows:
            # One statement for each document, because a series counts one by one; sent together, in one go.
            with connection.cursor() as cursor:
                cursor.executemany(ISSUE, rows)
        issued = documents_by_key(keys)
    return tuple(issued[key] for key in keys)


def _row(past: PastDocument, series: dict[tuple[Any, ...], int], actor: Actor) -> dict[str, Any]:
    draft = past.draft
    filed = Place.of(draft, past.issued_at).filed(past.issued_at)
    place = (filed["entity"], filed["numbers"], filed["year"])
    if place not in series:
        series[place] = fetch(LOCK, filed)[0][0]
    return {
        **filed,
        **invoice_content(draft),
        "id": new_id(),
        "series": series[place],
        "allowed": True,
        "because": "",
        "actor_kind": actor.kind,
        "actor_id": actor.id,
        "actor_label": actor.label,
    }
