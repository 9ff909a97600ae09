"""From the number to the job that makes the PDF, by the real outbox and the real queue."""

import pytest
from django.db import transaction

from comptoir.domains.invoicing.actions import issue_document
from comptoir.domains.invoicing.jobs import render_forgotten
from comptoir.domains.invoicing.testing import make_draft
from comptoir.domains.invoicing.values import DocumentId
from comptoir.kernel.clock import release_clock, set_clock
from comptoir.kernel.events.declare import Lane
from comptoir.kernel.events.relay import deliver
from comptoir.kernel.sql import fetch
from comptoir.kernel.testing import NOON, OWNER

pytestmark = pytest.mark.django_db(transaction=True)


def asked_for(document_id: DocumentId) -> int:
    """How often the queue is asked to render a document."""
    rows = fetch(
        """SELECT count(*) FROM procrastinate_jobs WHERE args ->> 'document_id' = %s
              AND task_name = 'comptoir.domains.invoicing.jobs.render_document'""",
        [str(document_id)],
    )
    return int(rows[0][0])


def test_an_issued_document_asks_for_its_pdf_once():
    with transaction.atomic():
        issued = issue_document(draft=make_draft(), actor=OWNER, now=NOON)
    assert asked_for(issued) == 0
    for _ in range(2):
        while deliver(Lane.URGENT):
            pass

    assert asked_for(issued) == 1


def test_a_document_that_was_never_issued_asks_for_nothing():
    transaction.set_autocommit(False)
    try:
        issued = issue_document(draft=make_draft(), actor=OWNER, now=NOON)
        transaction.rollback()
    finally:
        transaction.set_autocommit(True)
    while deliver(Lane.URGENT):
        pass

    assert asked_for(issued) == 0


def test_a_forgotten_pdf_is_asked_for_again_after_ten_minutes():
    with transaction.atomic():
        issued = issue_document(draft=make_draft(), actor=OWNER, now=NOON)
    for minutes, asked in ((9, 0), (11, 1)):
        set_clock(NOON.replace(minute=minutes))
        render_forgotten.call()
        release_clock()
        assert asked_for(issued) == asked
