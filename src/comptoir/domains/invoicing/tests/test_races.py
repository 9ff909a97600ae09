"""Numbers under real threads: no gap, no duplicate, in order."""

import random
from datetime import timedelta
from functools import partial

import pytest
from django.db import transaction

from comptoir.domains.invoicing import models
from comptoir.domains.invoicing.actions import issue_credit_note, issue_document, render_document
from comptoir.domains.invoicing.queries import read_pdf
from comptoir.domains.invoicing.testing import make_draft
from comptoir.kernel.testing import NOON, OWNER, at_once

pytestmark = pytest.mark.django_db(transaction=True)
THREADS, EACH, SEED = 20, 50, 20261122


class GivenUp(Exception):
    """Something else in the transaction failed."""


def test_a_thousand_numbers_at_once_with_rollbacks():
    drafts = [[make_draft() for _ in range(EACH)] for _ in range(THREADS)]

    def work(thread: int) -> int:
        dice, issued = random.Random(SEED + thread), 0
        for draft in drafts[thread]:
            # Clocks of machines differ: up to two seconds either way.
            now = NOON + timedelta(milliseconds=dice.randint(-2000, 2000))
            try:
                with transaction.atomic():
                    issue_document(draft=draft, actor=OWNER, now=now)
                    if dice.random() < 0.1:
                        raise GivenUp
            except GivenUp:
                continue
            issued += 1
        return issued

    answers = at_once([partial(work, thread) for thread in range(THREADS)], patience_seconds=300)

    issued = [answer for answer in answers if isinstance(answer, int)]
    assert len(issued) == THREADS, answers
    rows = list(
        models.Document.objects.order_by("sequence").values_list("sequence", "number", "issued_at", "issued_on")
    )
    assert len(rows) == sum(issued) < THREADS * EACH
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
    assert [row[1] for row in rows] == [f"F2026-{number:06d}" for number in range(1, len(rows) + 1)]
    assert [row[2] for row in rows] == sorted(row[2] for row in rows)
    assert [row[3] for row in rows] == sorted(row[3] for row in rows)
    assert models.Series.objects.get().next_number == len(rows) + 1


def test_one_draft_issued_by_many_at_once_is_one_invoice():
    draft = make_draft()
    answers = at_once([lambda: issue_document(draft=draft, actor=OWNER, now=NOON)] * 16)

    assert len(set(answers)) == 1
    assert list(models.Document.objects.values_list("number", flat=True)) == ["F2026-000001"]
    assert models.Series.objects.get().next_number == 2


def test_one_invoice_credited_by_many_at_once_is_one_credit_note():
    invoice = issue_document(draft=make_draft(), actor=OWNER, now=NOON)
    answers = at_once([lambda: issue_credit_note(invoice_id=invoice, actor=OWNER, now=NOON)] * 16)

    assert len(set(answers)) == 1
    notes = models.Document.objects.filter(corrects_id=invoice)
    assert list(notes.values_list("number", flat=True)) == ["A2026-000001"]
    assert models.Credit.objects.get().credited_minor == 6830


def test_pdfs_made_by_many_threads_at_once(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path
    issued = [issue_document(draft=make_draft(), actor=OWNER, now=NOON) for _ in range(4)]

    # Each document twice: the queue may hand out a job again while it is still being done.
    answers = at_once([partial(render_document, document_id=id, actor=OWNER, now=NOON) for id in issued * 2])

    assert answers == [None] * 8
    assert len({read_pdf(id).sha256 for id in issued}) == 4
    assert len(list(tmp_path.rglob("*.pdf"))) == 4
