"""A carrier that does what a test tells it to, and remembers what it was asked."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import ClassVar

from django.test import override_settings

from comptoir.domains.fulfilment.values import LabelId, LabelOutcome, LabelRequest, LabelStatus, Tracked
from comptoir.kernel import ports

PDF = b"%PDF-1.7 a label"
UNKNOWN = LabelOutcome(status=LabelStatus.UNKNOWN)


def booked(key: LabelId) -> LabelOutcome:
    number = f"T{key.int % 10**12:012d}"
    return LabelOutcome(
        status=LabelStatus.BOOKED,
        reference=number,
        tracking_number=number,
        tracking_url=f"https://carrier.example/{number}",
        pdf=PDF,
    )


class ScriptedCarrier:
    """``answers`` are given in turn, then bookings are simply made; ``meanwhile`` happens while it is being asked.
    Where parcels are it can tell once something is ``told``."""

    kind = "scripted"
    answers: ClassVar[list[LabelOutcome]] = []
    asked: ClassVar[list[tuple[str, LabelId]]] = []
    requests: ClassVar[list[LabelRequest]] = []
    meanwhile: ClassVar[list[Callable[[], object]]] = []
    told: ClassVar[dict[str, tuple[Tracked, ...]]] = {}
    looked_up: ClassVar[list[str]] = []

    def serves(self, carrier: str) -> bool:
        return True

    def book(self, *, key: LabelId, request: LabelRequest) -> LabelOutcome:
        return self._answer("book", key, booked(key), request)

    def withdraw(self, *, key: LabelId, carrier: str, reference: str) -> LabelOutcome:
        return self._answer("withdraw", key, LabelOutcome(status=LabelStatus.WITHDRAWN))

    def tracks(self, carrier: str) -> bool:
        return bool(self.told)

    def look_up(
        self, *, carrier: str, tracking_numbers: Sequence[str], time_zone: str
    ) -> Mapping[str, tuple[Tracked, ...]]:
        self.looked_up.extend(tracking_numbers)
        if self.meanwhile:
            self.meanwhile.pop(0)()
        return self.told

    def _answer(
        self, what: str, key: LabelId, usual: LabelOutcome, request: LabelRequest | None = None
    ) -> LabelOutcome:
        self.asked.append((what, key))
        if request:
            self.requests.append(request)
        if self.meanwhile:
            self.meanwhile.pop(0)()
        return self.answers.pop(0) if self.answers else usual


@contextmanager
def scripted() -> Iterator[type[ScriptedCarrier]]:
    """Every carrier is the scripted one for a while."""
    kept = (ScriptedCarrier.answers, ScriptedCarrier.asked, ScriptedCarrier.requests, ScriptedCarrier.meanwhile)
    for each in (*kept, ScriptedCarrier.told, ScriptedCarrier.looked_up):
        each.clear()
    listed = {"carriers": {"scripted": "comptoir.flows.tests.carriers:ScriptedCarrier"}}
    with override_settings(PORTS={**_ports(), **listed}):
        yield ScriptedCarrier


def _ports() -> dict[str, dict[str, str]]:
    from django.conf import settings

    ports.load.cache_clear()
    return dict(settings.PORTS)
