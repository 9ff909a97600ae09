import json
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from comptoir.connectors.carriers.karrio import carrier as module
from comptoir.connectors.carriers.karrio.answers import keep, recall
from comptoir.connectors.carriers.karrio.carrier import KarrioCarrier
from comptoir.connectors.carriers.karrio.events import told_events
from comptoir.connectors.carriers.karrio.tests.colissimo import Counter, open_counter
from comptoir.connectors.carriers.karrio.tests.environment import karrio_python
from comptoir.connectors.carriers.own.carrier import OwnCarrier
from comptoir.connectors.carriers.tests.bench import a_parcel, new_key
from comptoir.connectors.carriers.tests.conformance import CarrierConformance, TrackerConformance
from comptoir.domains.fulfilment.values import LabelStatus, TrackingStatus

BOOKER = str(Path(module.__file__).with_name("booker.py"))
NOBODY_THERE = "http://127.0.0.1:9"


class ColissimoBench:
    """karrio's own Colissimo, in its own process, and a counter on this machine."""

    serves = "Colissimo"
    has_network = True

    def __init__(self, counter: Counter, accounts: Path) -> None:
        self.counter, self._accounts = counter, accounts
        self.carrier = self._at(counter.address)

    def _at(self, address: str) -> KarrioCarrier:
        here = str(Path(__file__).with_name("colissimo_here.py"))
        command = [str(karrio_python()), "-I", here, BOOKER, address]
        return KarrioCarrier(accounts=str(self._accounts), command=command)

    @property
    def tracker(self) -> KarrioCarrier:
        return self.carrier

    def hand_over_and_deliver(self, tracking_number: str) -> None:
        self.counter.followed[tracking_number] = [
            ("DI1", "Votre colis est livré.", "2026-11-25T09:30:00+01:00"),
            ("PC1", "Nous avons pris en charge votre colis.", "2026-11-24T10:00:00+01:00"),
        ]

    def refuse_next(self, reason: str) -> None:
        self.counter.refuse = reason

    def lose_next_reply(self) -> None:
        self.counter.lose = True

    def be_down(self) -> None:
        self.carrier = self._at(NOBODY_THERE)


class TestColissimoByKarrio(CarrierConformance, TrackerConformance):
    @pytest.fixture
    def tracking(self, bench: ColissimoBench) -> ColissimoBench:
        return bench

    @pytest.fixture
    def bench(self, settings, tmp_path: Path) -> Iterator[ColissimoBench]:
        settings.PRIVATE_ROOT = tmp_path / "private"
        accounts = tmp_path / "carriers.json"
        account = {
            "gateway": "colissimo",
            "service": "colissimo_home_without_signature",
            "settings": {"contract_number": "822000", "password": "a secret", "laposte_api_key": "another"},
        }
        accounts.write_text(json.dumps({"Colissimo": account}))
        # With bytes that are no text: a label is not sent through anything that reads text.
        pdf = OwnCarrier().book(key=new_key(), request=a_parcel("Jo")).pdf + b"\n% \xe9\xff\n"
        with open_counter(pdf) as counter:
            yield ColissimoBench(counter, accounts)

    def test_the_parcel_is_announced_as_it_is(self, bench: ColissimoBench) -> None:
        key = new_key()
        outcome = bench.carrier.book(key=key, request=a_parcel("Colissimo"))
        assert outcome.pdf == bench.counter.pdf
        assert outcome.tracking_url == f"https://www.laposte.fr/outils/suivre-vos-envois?code={outcome.tracking_number}"
        (asked,) = bench.counter.asked
        letter = asked["letter"]
        assert (asked["contractNumber"], letter["service"]["productCode"]) == ("822000", "DOM")
        assert letter["parcel"]["weight"] == 1.24
        assert letter["sender"]["senderParcelRef"] == str(key)
        there = letter["addressee"]["address"]
        assert (there["lastName"], there["zipCode"], there["city"], there["countryCode"]) == (
            "Lucie Martin",
            "33000",
            "Bordeaux",
            "FR",
        )
        assert (there["line2"], there["email"]) == ("8 rue des Remparts", "lucie@exemple.example")

    def test_an_answer_that_came_is_remembered_by_its_key(self, bench: ColissimoBench) -> None:
        key, request = new_key(), a_parcel("Colissimo")
        first = bench.carrier.book(key=key, request=request)
        assert bench.carrier.book(key=key, request=request) == first
        assert len(bench.counter.asked) == 1

    def test_colissimo_takes_nothing_back(self, bench: ColissimoBench) -> None:
        booked = bench.carrier.book(key=new_key(), request=a_parcel("Colissimo"))
        outcome = bench.carrier.withdraw(key=new_key(), carrier="Colissimo", reference=booked.reference)
        assert outcome.status is LabelStatus.REFUSED
        unheard = bench.carrier.withdraw(key=new_key(), carrier="Colissimo", reference="")
        assert (unheard.status, "No answer ever came" in unheard.reason) == (LabelStatus.REFUSED, True)

    def test_it_books_for_those_with_an_account_alone(self, bench: ColissimoBench) -> None:
        assert bench.carrier.serves(" COLISSIMO ")
        assert not bench.carrier.serves("DPD")

    def test_a_counter_that_is_busy_is_not_asked_about_the_others(self, bench: ColissimoBench) -> None:
        bench.counter.busy = True
        numbers = ["6A00000000001", "6A00000000002"]
        told = bench.tracker.look_up(carrier="Colissimo", tracking_numbers=numbers, time_zone="Europe/Paris")
        assert (told, bench.counter.looked_up) == ({}, numbers[:1])


def test_without_accounts_it_books_for_nobody() -> None:
    assert not KarrioCarrier().serves("Colissimo")


@pytest.mark.parametrize(
    ("script", "status"),
    [
        ("raise SystemExit(3)", LabelStatus.UNKNOWN),
        ("print('no JSON')", LabelStatus.UNKNOWN),
        ("import time; time.sleep(60)", LabelStatus.UNKNOWN),
    ],
)
def test_a_booker_that_breaks_down_leaves_it_open(
    tmp_path: Path, settings, monkeypatch: pytest.MonkeyPatch, script: str, status: LabelStatus
) -> None:
    settings.PRIVATE_ROOT = tmp_path
    monkeypatch.setattr(module, "_SECONDS", 0.5)
    accounts = tmp_path / "carriers.json"
    accounts.write_text(json.dumps({"DPD": {"gateway": "dpd", "service": "x", "settings": {}}}))
    carrier = KarrioCarrier(accounts=str(accounts), command=[sys.executable, "-c", script])
    assert carrier.book(key=new_key(), request=a_parcel("DPD")).status is status


def test_where_karrio_is_not_installed_that_is_said(tmp_path: Path, settings) -> None:
    settings.PRIVATE_ROOT = tmp_path
    accounts = tmp_path / "carriers.json"
    accounts.write_text(json.dumps({"DPD": {"gateway": "dpd", "service": "x", "settings": {}}}))
    # No site packages: nothing but Python itself.
    carrier = KarrioCarrier(accounts=str(accounts), command=[sys.executable, "-I", "-S", BOOKER])
    outcome = carrier.book(key=new_key(), request=a_parcel("DPD"))
    assert (outcome.status, "comptoir[karrio]" in outcome.reason) == (LabelStatus.REFUSED, True)


def test_answers_name_people_and_are_thrown_away_after_a_week(tmp_path: Path, settings) -> None:
    settings.PRIVATE_ROOT = tmp_path
    key, day = new_key(), date(2026, 11, 23)
    keep(key, day, {"status": "booked"})
    keep(new_key(), day + timedelta(days=7), {"status": "booked"})
    assert recall(key, day) == {"status": "booked"}
    keep(new_key(), day + timedelta(days=8), {"status": "booked"})
    assert recall(key, day) is None


def told(*events: tuple[str, str | None], parcel: str | None = None, reason: str | None = None) -> list[TrackingStatus]:
    """The statuses that are made of events that the carrier dates and words so."""
    given = [
        {"date": None, "timestamp": at, "status": status, "reason": reason, "code": "", "words": "x", "where": None}
        for at, status in events
    ]
    return [each.status for each in told_events({"status": parcel, "events": given}, ZoneInfo("Europe/Paris"))]


def test_what_karrio_says_is_put_into_our_words() -> None:
    monday, tuesday = "2026-11-23T10:00:00.000Z", "2026-11-24T10:00:00.000Z"
    # Announced is not handed over; what has no date is no event; a word we do not know means under way.
    assert told((monday, "pending"), ("", "delivered"), (tuesday, "sorted_by_robots")) == [TrackingStatus.IN_TRANSIT]
    # Where events have no word of their own, that of the parcel is that of the last one, in whatever order they come.
    assert told((tuesday, None), (monday, None), parcel="delivered") == [
        TrackingStatus.IN_TRANSIT,
        TrackingStatus.DELIVERED,
    ]
    assert told((monday, "on_hold"), reason="carrier_parcel_lost") == [TrackingStatus.LOST]


def test_an_account_that_cannot_tell_is_not_asked(tmp_path: Path) -> None:
    accounts = tmp_path / "carriers.json"
    accounts.write_text(json.dumps({"DPD": {"gateway": "dpd", "service": "x", "settings": {}, "follow": False}}))
    carrier = KarrioCarrier(accounts=str(accounts))
    assert (carrier.serves("DPD"), carrier.tracks("DPD")) == (True, False)
