from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from comptoir.domains.invoicing import models
from comptoir.domains.invoicing.actions import issue_credit_note, issue_document
from comptoir.domains.invoicing.errors import BadDraft, OverCredited, UnknownDocument
from comptoir.domains.invoicing.permissions import INVOICING_ISSUE, INVOICING_VIEW
from comptoir.domains.invoicing.queries import document, documents_of
from comptoir.domains.invoicing.testing import COMPANY, GERMAN_COMPANY, at, make_draft
from comptoir.domains.invoicing.values import DocumentDraft, DocumentId, DocumentKind, DocumentState
from comptoir.domains.markets.actions import save_legal_entity
from comptoir.domains.markets.queries import legal_entity
from comptoir.domains.markets.testing import ENTITY
from comptoir.domains.markets.values import LegalEntityId
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.history import history_of
from comptoir.kernel.ids import new_id
from comptoir.kernel.models import HistoryLine, OutboxEvent
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOBODY, NOON, OWNER, anybody

pytestmark = pytest.mark.django_db
CLERK = anybody(INVOICING_ISSUE, markets=frozenset({"fr"}))


def issue(draft: DocumentDraft | None = None, *, now: datetime = NOON) -> DocumentId:
    return issue_document(draft=draft or make_draft(), actor=CLERK, now=now)


def credit(invoice_id: DocumentId, *, now: datetime = NOON, because: str = "") -> DocumentId:
    return issue_credit_note(invoice_id=invoice_id, because=because, actor=CLERK, now=now)


def numbers() -> list[str]:
    return list(models.Document.objects.order_by("issued_at", "sequence").values_list("number", flat=True))


def test_an_invoice_is_numbered_and_frozen():
    draft = make_draft()
    found = document(issue(draft))

    assert (found.number, found.kind, found.state) == ("F2026-000001", DocumentKind.INVOICE, DocumentState.ISSUED)
    assert (found.issued_at, found.issued_on, found.delivered_on) == (NOON, NOON.date(), NOON.date())
    assert (found.total, found.net, found.tax) == (draft.total, Money(6162, "EUR"), Money(668, "EUR"))
    assert (found.paid, found.due) == (draft.total, Money(0, "EUR"))
    assert (found.seller.name, found.seller.siren) == ("La Halle aux saveurs SAS", "732829320")
    assert found.seller.legal_information == "SAS au capital de 10\u202f000\u00a0€ – RCS Lyon 732 829 320"
    assert (found.buyer.name, found.buyer.email) == ("Jeanne Martin", "jeanne@exemple.fr")
    assert [(line.sku, line.quantity, line.net.minor, line.total.minor) for line in found.lines] == [
        ("REF-001", 3, 3555, 3750),
        ("REF-002", 1, 2075, 2490),
    ]
    assert [(charge.tax_rate, charge.net.minor) for charge in found.charges] == [
        (Decimal(20), 196),
        (Decimal("5.5"), 336),
    ]
    assert found.taxes == draft.taxes
    assert found.notes == ()


def test_what_the_merchant_changes_later_does_not_change_what_was_issued():
    issued = issue()
    save_legal_entity(entity=replace(ENTITY, name="Autre nom SAS"), actor=OWNER, now=NOON)

    assert document(issued).seller.name == "La Halle aux saveurs SAS"
    assert document(issue()).seller.name == "Autre nom SAS"


def test_numbers_follow_each_other_by_kind_and_year():
    first, _ = issue(), issue()
    credit(first)
    issue(now=at(date(2027, 1, 1)))
    issue(now=at(date(2027, 1, 2)))

    assert numbers() == ["F2026-000001", "A2026-000001", "F2026-000002", "F2027-000001", "F2027-000002"]


def test_the_year_is_the_one_where_the_market_lives():
    # 23:30 UTC on New Year's Eve is half past midnight in Paris.
    found = document(issue(now=at(date(2026, 12, 31), 23) + timedelta(minutes=30)))

    assert (found.number, found.issued_on) == ("F2027-000001", date(2027, 1, 1))


def test_a_clock_that_goes_back_does_not_turn_back_the_day_of_a_number():
    later = NOON + timedelta(days=3)
    issue(now=later)
    found = document(issue(now=NOON))

    assert (found.number, found.issued_on, found.issued_at) == ("F2026-000002", later.date(), later)


def test_each_legal_entity_counts_for_itself():
    draft = make_draft()
    other = save_legal_entity(entity=replace(ENTITY, code="autre", name="Autre SARL"), actor=OWNER, now=NOON)
    found = [document(issue(replace(draft, key=f"k{id}", legal_entity_id=id))) for id in (draft.legal_entity_id, other)]

    assert [one.number for one in found] == ["F2026-000001", "F2026-000001"]
    assert [one.seller.name for one in found] == [legal_entity(LegalEntityId(draft.legal_entity_id)).name, "Autre SARL"]


def test_a_draft_issued_again_takes_no_number():
    draft = make_draft()
    assert issue(draft) == issue(draft, now=NOON + timedelta(hours=1))
    issue()

    assert numbers() == ["F2026-000001", "F2026-000002"]
    assert OutboxEvent.objects.filter(name="invoicing.document_issued.1").count() == 2


def test_a_number_given_back_is_given_again():
    @transaction.atomic
    def issue_and_fail() -> None:
        issue()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        issue_and_fail()
    issue()

    assert numbers() == ["F2026-000001"]


def test_issuing_is_told_and_kept():
    draft = make_draft()
    issued = issue(draft)

    (told,) = OutboxEvent.objects.filter(name="invoicing.document_issued.1")
    assert told.subject == f"order_id:{draft.order_id}"
    assert (told.payload["document_id"], told.payload["number"]) == (str(issued), "F2026-000001")
    (line,) = history_of("invoicing.document", issued)
    assert (line.action, line.actor_label) == ("issued", "Camille Test")
    assert line.after == {"number": "F2026-000001", "total_minor": 6830}


def test_a_credit_note_is_the_mirror_of_its_invoice():
    invoice = document(issue())
    found = document(credit(invoice.id, because="Commande annulée", now=NOON + timedelta(days=1)))

    assert (found.kind, found.number) == (DocumentKind.CREDIT_NOTE, "A2026-000001")
    assert (found.corrects, found.corrects_number) == (invoice.id, "F2026-000001")
    assert found.corrects_issued_on == NOON.date()
    assert (found.lines, found.charges, found.taxes) == (invoice.lines, invoice.charges, invoice.taxes)
    assert (found.total, found.paid) == (invoice.total, invoice.total)
    assert [one.number for one in documents_of(invoice.order_id)] == ["F2026-000001", "A2026-000001"]
    assert history_of("invoicing.document", found.id)[0].because == "Commande annulée"


def test_an_invoice_is_credited_once():
    invoice = issue()
    assert credit(invoice) == credit(invoice)

    assert numbers() == ["F2026-000001", "A2026-000001"]
    assert models.Credit.objects.get().credited_minor == 6830


def test_a_credit_note_is_not_credited_and_nothing_can_be_credited_twice():
    invoice = issue()
    note = credit(invoice)
    with pytest.raises(OverCredited), transaction.atomic():
        credit(note)
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Credit.objects.update(credited_minor=6831)
    with pytest.raises(UnknownDocument), transaction.atomic():
        credit(DocumentId(new_id()))


def test_more_than_the_rest_is_not_credited():
    invoice = issue()
    models.Credit.objects.create(invoice_id=invoice, total_minor=6830, credited_minor=1)  # a part was credited before

    with pytest.raises(OverCredited), transaction.atomic():
        credit(invoice)
    assert numbers() == ["F2026-000001"]


def test_mentions_are_for_businesses():
    by_code = {note.code: note.text for note in document(issue(make_draft(buyer=COMPANY))).notes}

    assert by_code == {
        "PMT": "En cas de retard de paiement, une indemnité forfaitaire de 40\u00a0€ est due pour frais de "
        "recouvrement.",
        "PMD": "Pénalités de retard\u00a0: trois fois le taux d’intérêt légal.",
        "AAB": "Pas d’escompte pour paiement anticipé.",
    }
    abroad = document(issue(make_draft(buyer=GERMAN_COMPANY, language="en"))).notes
    assert abroad[0].text.startswith("Intra-Community supply exempt from VAT")
    assert [note.code for note in abroad] == ["", "PMT", "PMD", "AAB"]


@pytest.mark.parametrize(
    "actor", [NOBODY, anybody(INVOICING_VIEW), anybody(INVOICING_ISSUE, markets=frozenset({"be"}))]
)
def test_whoever_may_not_issues_nothing(actor):
    invoice, draft = issue(), make_draft()
    before = numbers(), OutboxEvent.objects.count(), HistoryLine.objects.count()
    with pytest.raises(NotAllowed):
        issue_document(draft=draft, actor=actor, now=NOON)
    with pytest.raises(NotAllowed), transaction.atomic():
        issue_credit_note(invoice_id=invoice, actor=actor, now=NOON)

    assert (numbers(), OutboxEvent.objects.count(), HistoryLine.objects.count()) == before


def test_a_bad_draft_takes_no_number():
    draft = make_draft()
    with pytest.raises(BadDraft):
        issue(replace(draft, total=draft.total + Money(1, "EUR")))

    assert (models.Series.objects.count(), numbers()) == (0, [])


def test_an_invoice_is_three_statements_and_a_credit_note_seven(django_assert_num_queries: DjangoAssertNumQueries):
    draft = make_draft()
    # The legal entity and the market are remembered.
    with django_assert_num_queries(3):
        issued = issue(draft)
    with django_assert_num_queries(7):
        credit(issued)
    with django_assert_num_queries(1):
        documents_of(draft.order_id)


CHANGES = [
    {"number": "F2026-000002"},
    {"total_minor": 1, "net_minor": 1, "tax_minor": 0, "paid_minor": 0},
    {"issued_on": date(2020, 1, 1)},
    {"seller": {}},
    {"lines": []},
    {"key": "other"},
]


@pytest.mark.parametrize("change", CHANGES)
def test_an_issued_document_is_never_changed(change):
    issue()
    with pytest.raises(IntegrityError, match="is issued"), transaction.atomic():
        models.Document.objects.update(**change)


def test_a_document_is_never_deleted_and_a_series_never_turned_back():
    issue()
    with pytest.raises(IntegrityError, match="is issued"), transaction.atomic():
        models.Document.objects.all()._raw_delete("default")
    for change in ({"next_number": 1}, {"next_number": 9}, {"year": 2025}, {"last_issued_on": date(2020, 1, 1)}):
        with pytest.raises(IntegrityError, match="counts up"), transaction.atomic():
            models.Series.objects.update(**change)
    with pytest.raises(IntegrityError, match="counts up"), transaction.atomic():
        models.Series.objects.all()._raw_delete("default")
