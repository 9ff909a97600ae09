"""Every document of hundreds of odd baskets adds up, and the official rules find nothing to say."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comptoir.domains.invoicing.actions import issue_credit_note, issue_document
from comptoir.domains.invoicing.actions.render import electronic_invoice
from comptoir.domains.invoicing.errors import BadDraft
from comptoir.domains.invoicing.queries import document
from comptoir.domains.invoicing.rules.amounts import amounts_of
from comptoir.domains.invoicing.testing import (
    BUYER,
    COMPANY,
    GERMAN_COMPANY,
    SWISS,
    make_draft,
    schematron_errors,
    xsd_errors,
)
from comptoir.domains.invoicing.values import Charge, DocumentDraft, DocumentLine
from comptoir.domains.pricing.values import Reduction
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, OWNER

pytestmark = pytest.mark.django_db

NOTHING = Money(0, "EUR")
CLASSES = ["standard", "intermediate", "reduced", "super_reduced", "zero"]
# Small prices and odd quantities are where cents get lost; large ones are where digits do.
prices = st.one_of(st.integers(0, 30), st.integers(0, 5000), st.integers(0, 10**7))
quantities = st.one_of(st.integers(1, 12), st.integers(1, 9999))
lines = st.lists(
    st.tuples(st.sampled_from(CLASSES), quantities, prices, st.just("Miel & <épices>")), min_size=1, max_size=9
)
deliveries = st.one_of(st.just(0), st.integers(0, 30), st.integers(0, 10_000))
buyers = st.sampled_from([BUYER, COMPANY, GERMAN_COMPANY, SWISS])

reductions = st.one_of(
    st.none(),
    st.builds(lambda minor: Reduction(minimum=NOTHING, amount=Money(minor, "EUR")), st.integers(1, 10**6)),
    st.builds(lambda percent: Reduction(minimum=NOTHING, percent=Decimal(percent)), st.integers(1, 100)),
)

type Line = tuple[str, int, int, str]


@settings(max_examples=300)
@given(lines, deliveries, buyers, reductions)
def test_nets_add_up_to_the_cent(lines: Sequence[Line], delivery: int, buyer, reduction: Reduction | None):
    draft = make_draft(lines=lines, delivery=delivery, buyer=buyer, reduction=reduction)
    amounts = amounts_of(draft)

    assert amounts.net + amounts.tax == amounts.total == draft.total
    parts: list[DocumentLine | Charge] = [*amounts.lines, *amounts.charges]
    for tax in amounts.taxes:
        rate = (tax.category, tax.rate)
        at_rate = [part for part in parts if (part.tax_category, part.tax_rate) == rate]
        assert sum(part.net.minor for part in at_rate) == tax.net.minor
        assert sum(part.total.minor for part in at_rate) == tax.gross.minor
    # Nothing is ever worth more without its tax than with it.
    for part in parts:
        assert 0 <= part.net.minor <= part.total.minor


# Fewer: the official rules take a tenth of a second for each.
@settings(max_examples=100)
@given(lines, deliveries, buyers, reductions, st.booleans(), st.booleans())
def test_the_official_rules_find_no_error(
    lines: Sequence[Line], delivery: int, buyer, reduction: Reduction | None, paid: bool, credited: bool
):
    draft = make_draft(lines=lines, delivery=delivery, buyer=buyer, paid=paid, reduction=reduction)
    issued = issue_document(draft=draft, actor=OWNER, now=NOON)
    if credited:
        issued = issue_credit_note(invoice_id=issued, actor=OWNER, now=NOON)
    xml = electronic_invoice(document(issued))

    assert xsd_errors(xml) == []
    assert schematron_errors(xml) == []


def bad_drafts() -> list[tuple[str, DocumentDraft]]:
    draft = make_draft()
    cent = Money(1, "EUR")
    first, *others = draft.lines
    tax, *other_taxes = draft.taxes
    one_more = replace(first, quantity=first.quantity + 1)
    dearer = replace(first, unit_price=first.unit_price + cent, total=first.total + cent * first.quantity)
    return [
        ("does not multiply", replace(draft, lines=(one_more, *others))),
        ("delivery is not", replace(draft, lines=(dearer, *others))),
        ("delivery is not", replace(draft, delivery_total=draft.delivery_total + cent)),
        ("not the sum", replace(draft, total=draft.total + cent)),
        ("is not the one within", replace(draft, taxes=(replace(tax, tax=tax.tax + cent), *other_taxes))),
        ("two tax lines", replace(draft, taxes=(*draft.taxes, tax))),
        ("no tax line", replace(draft, taxes=(tax,))),
        ("more was paid", replace(draft, paid=draft.total + cent)),
        ("no lines", replace(make_draft(lines=LINE_OF_NOTHING, delivery=0), lines=())),
    ]


LINE_OF_NOTHING = (("standard", 1, 0, "Cadeau"),)


@pytest.mark.parametrize("number", range(9))
def test_a_draft_that_does_not_add_up_is_refused(number):
    reason, draft = bad_drafts()[number]
    with pytest.raises(BadDraft) as refused:
        amounts_of(draft)

    assert reason in refused.value.facts["reason"]


def test_a_gift_has_an_invoice_too():
    amounts = amounts_of(make_draft(lines=LINE_OF_NOTHING, delivery=0))

    assert (amounts.net, amounts.tax, amounts.total) == (Money(0, "EUR"),) * 3
