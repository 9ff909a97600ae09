"""Amounts, hours and stories as people write and read them."""

import re
from datetime import UTC, date, datetime
from importlib import import_module, util
from pathlib import Path

import pytest
from django.utils import timezone, translation

import comptoir
from comptoir.backoffice.accounts.rights import AREAS, VERBS, rights_told
from comptoir.backoffice.amounts import read_amount, written_amount
from comptoir.backoffice.formats import moment_full, moment_text, short_day_text
from comptoir.backoffice.history.telling import told_of
from comptoir.backoffice.history.words import DONE, MOVED, PROVIDERS, REASONS
from comptoir.backoffice.messages.rows import KINDS
from comptoir.backoffice.network.forms import read_hours
from comptoir.backoffice.refusals import sentence
from comptoir.domains import DOMAINS
from comptoir.domains.cases.values import CaseState
from comptoir.domains.catalogue.values import ProductStatus
from comptoir.domains.fulfilment.values import SAID_BY_HAND, BatchState, ShipmentState
from comptoir.domains.imports.values import RunState
from comptoir.domains.inventory.errors import NotOnShelf, UnknownPlace
from comptoir.domains.inventory.values import CountState, PurchaseState, TransferState
from comptoir.domains.messages.values import MessageKind, MessageState
from comptoir.domains.network.testing import WAREHOUSE, make_place
from comptoir.domains.orders.values import OrderState
from comptoir.domains.payments.values import PaymentState, Verdict
from comptoir.kernel.access import ActorKind
from comptoir.kernel.history import Line
from comptoir.kernel.money import Money, NotAnAmount
from comptoir.kernel.states import STATES
from comptoir.kernel.transitions import MoveRefused, StateTable

WHEN = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("12,90", 1290), ("12.9", 1290), ("12,90 €", 1290), ("1 234,50", 123450), ("1\u202f234,5", 123450),
        ("1.234,50", 123450), ("1,234.50", 123450), ("0", 0), ("12 EUR", 1200),
    ],
)  # fmt: skip
def test_amounts_as_people_type_them(text: str, minor: int) -> None:
    assert read_amount(text, "EUR") == Money(minor, "EUR")


@pytest.mark.parametrize("text", ["", "seize", "12,905", "1e3x", "--1", "NaN", "Infinity"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(NotAnAmount):
        read_amount(text, "EUR")


def test_amounts_are_written_as_they_are_typed() -> None:
    with translation.override("fr"):
        assert written_amount(Money(1290, "EUR")) == "12,90"
    with translation.override("en"):
        assert written_amount(Money(1290, "EUR")) == "12.90"


def test_opening_hours_are_read_leniently() -> None:
    assert read_hours("9h-12h30, 14:00–19:00") == (("09:00", "12:30"), ("14:00", "19:00"))
    assert read_hours("") == ()


def test_a_moment_is_short_and_exact_on_hover() -> None:
    with translation.override("fr"), timezone.override("Europe/Paris"):
        assert moment_text(WHEN, now=WHEN) == "23 nov., 12:00"
        assert moment_text(WHEN.replace(year=2025), now=WHEN) == "23 nov. 2025"
        assert moment_full(WHEN).startswith("lundi 23 novembre 2026, 12:00:00 (heure")
        assert moment_text(WHEN.replace(month=12, day=1), now=WHEN) == "1er déc., 12:00"
        assert short_day_text(date(2026, 12, 1)) == "mar. 1er déc."
        assert short_day_text(date(2026, 12, 11)) == "ven. 11 déc."


def line(action: str, *, before: dict[str, object] | None = None, after: dict[str, object] | None = None) -> Line:
    return Line(1, WHEN, "person", "1", "Élodie", action, before or {}, after or {}, "")


def test_a_change_is_told_in_words() -> None:
    with translation.override("en"):
        told = told_of(
            "payments.payment", line("receipt recorded", after={"amount": {"minor": 1290, "currency": "EUR"}})
        )
        assert told.what == "Payment recorded"
        assert [(str(one.label), one.after) for one in told.changes] == [("Amount", "€12.90")]
        told = told_of(
            "content.page", line("published", before={"number": 1}, after={"number": 2, "titles": {"en": "Terms"}})
        )
        assert [(str(one.label), one.before, one.after) for one in told.changes] == [
            ("Version", "1", "2"),
            ("Title", "", "Terms"),
        ]


def test_a_change_is_told_without_what_machines_write() -> None:
    with translation.override("en"):
        parcel = told_of("fulfilment.shipment", line("moved", after={"state": "shipped", "carrier": ""}))
        assert (parcel.what, parcel.changes) == ("Parcel shipped", ())
        saved = told_of("catalogue.category", line("saved", after={"descriptions": {"en": "Salt &amp; <b>spice</b>"}}))
        assert [change.after for change in saved.changes] == ["Salt & spice"]
        hours = told_of("delivery.method", line("method saved", after={"cut_off": "13:00:00", "active": True}))
        assert [(str(change.label), change.after) for change in hours.changes] == [
            ("Same-day cut-off time", "13:00"),
            ("Offered", "yes"),
        ]
        roles = told_of("accounts.user", line("roles_set", after={"roles": ["warehouse", "night-shift"]}))
        assert [change.after for change in roles.changes] == ["Warehouse, night-shift"]


def test_a_provider_and_its_reason_are_told_in_words() -> None:
    said = Line(1, WHEN, ActorKind.PROVIDER, "1", "simulator", "moved", {}, {"state": "failed"}, "given_up")
    with translation.override("en"):
        told = told_of("payments.payment", said)
        assert (told.who, told.why) == ("Test bank, signed message", "The customer gave up before paying.")
        assert told_of("orders.order", said).why == "given_up", "elsewhere it is what somebody wrote"
    assert set(REASONS) == set(Verdict) - {Verdict.ACCEPTED}


def test_every_right_has_its_words() -> None:
    """As the sources say: a new permission without words would be shown as a code."""
    sources = (Path(comptoir.__file__).parent / "domains").glob("*/permissions.py")
    known = {found for path in sources for found in re.findall(r'Permission\("([a-z_.]+)"\)', path.read_text())}
    assert len(known) > 30
    assert {area for area, _dot, _verb in (name.partition(".") for name in known)} <= AREAS.keys()
    assert {verb for _area, _dot, verb in (name.partition(".") for name in known)} <= VERBS.keys()
    with translation.override("en"):
        assert rights_told(["orders.prepare", "orders.view", "catalogue.*"]) == (
            "Orders: read, prepare",
            "Products: all rights",
        )
        assert rights_told(["*"]) == ("Everything: all rights",)


def test_every_action_that_leaves_a_line_has_its_sentence() -> None:
    """As the sources say: a new one without words would be shown as a code."""
    recorded = set()
    for path in (Path(comptoir.__file__).parent / "domains").rglob("*.py"):
        if "tests" not in path.parts and path.name != "testing.py":
            recorded |= set(re.findall(r'\baction="([a-z_ ]+)"', path.read_text()))
    assert len(recorded) > 12
    assert recorded <= {action for _subject, action in DONE}
    assert {("fulfilment.shipment", f"said {status}") for status in SAID_BY_HAND} <= DONE.keys()


def test_every_kind_of_message_has_its_words() -> None:
    assert set(KINDS) == set(MessageKind)


def test_every_state_that_things_move_to_has_its_sentence() -> None:
    first = {OrderState.AWAITING_PAYMENT, PaymentState.CREATED, ShipmentState.PREPARING, MessageState.QUEUED}
    first |= {RunState.RUNNING, BatchState.PICKING, CaseState.OPEN, TransferState.IN_TRANSIT, CountState.OPEN}
    kinds = {
        "cases.case": CaseState,
        "imports.importrun": RunState,
        "inventory.transfer": TransferState,
        "inventory.countsession": CountState,
        "orders.order": OrderState,
        "payments.payment": PaymentState,
        "fulfilment.shipment": ShipmentState,
        "fulfilment.pickbatch": BatchState,
        "messages.message": MessageState,
        "catalogue.product": ProductStatus,
    }
    for kind, states in kinds.items():
        for state in states:
            assert state in first or (kind, state.value) in MOVED, (kind, state)
    for state in set(PurchaseState) - {PurchaseState.DRAFT}:
        assert ("inventory.purchaseorder", state.value) in MOVED, state
    assert all(DONE.values())


def test_every_state_of_every_table_has_a_word_for_a_sentence() -> None:
    tables = [
        table
        for domain in DOMAINS
        if util.find_spec(f"comptoir.domains.{domain}.values")
        for table in vars(import_module(f"comptoir.domains.{domain}.values")).values()
        if isinstance(table, StateTable)
    ]
    assert len(tables) > 12
    assert {str(state) for table in tables for state in table.moves} <= STATES.keys()


@pytest.mark.django_db
def test_a_refusal_names_states_and_places_as_people_do() -> None:
    make_place(WAREHOUSE)
    with translation.override("en"):
        assert sentence(MoveRefused(state="closed", to="received")).endswith("“closed”.")
        assert sentence(MoveRefused(state="partly_received", to="x")).endswith("“partly received”.")
        assert "“Corbas warehouse”" in sentence(NotOnShelf(variant_id="x", place_code=WAREHOUSE.code))
        assert "“nowhere”" in sentence(UnknownPlace(field="place", place_code="nowhere"))
        assert PROVIDERS.keys() >= {"stored_value"}
