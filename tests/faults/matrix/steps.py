"""The steps of a checkout, and where in the code each has its moments."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Moment(StrEnum):
    BEFORE = "before"
    BETWEEN = "between"  # written, not committed
    AFTER = "after"  # committed, nobody told


class Victim(StrEnum):
    WEB = "web"
    WORKER = "worker"
    DATABASE = "database"  # stopped as by pulling the plug: `pg_ctl stop -m immediate`
    PROVIDER = "provider"


class Money(StrEnum):
    """When the shop takes the money that was set aside."""

    AT_ONCE = "at once"
    AT_SHIPMENT = "at shipment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a moment is, in the process that gets there: a function of a module, and when."""

    module: str
    name: str
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """``outcome`` is what the bank does; ``silent``: it sends no messages. ``money``: only where it is taken so."""

    code: str
    words: str
    places: dict[Moment, Place]
    missing: dict[Moment, str]
    outcome: str = "approve"
    silent: bool = False
    ships: bool = False
    money: Money | None = None


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    step: str
    moment: Moment
    victim: Victim

    def __str__(self) -> str:
        return f"{self.step} {self.moment} {self.victim}"


def _action(module: str, name: str, *, before: bool = True, commit: bool = True) -> dict[Moment, Place]:
    places = {
        Moment.BEFORE: Place(module=module, name=name, when="enter"),
        Moment.BETWEEN: Place(module=module, name=name, when="return"),
        Moment.AFTER: Place(module=module, name=name, when="commit"),
    }
    kept = {Moment.BETWEEN} | ({Moment.BEFORE} if before else set()) | ({Moment.AFTER} if commit else set())
    return {moment: place for moment, place in places.items() if moment in kept}


_WITH_S2 = {Moment.AFTER: "one transaction with S2: the same instant"}
_DOMAINS, _BANK = "comptoir.domains", "comptoir.connectors.payments.simulator.bank"
_PAID = _action(f"{_DOMAINS}.orders.actions.move", "mark_paid")

STEPS = {
    step.code: step
    for step in (
        Step(
            code="S0",
            words="the cart is checked",
            places=_action(f"{_DOMAINS}.cart.queries", "cart_to_order", commit=False),
            missing=_WITH_S2,
        ),
        Step(
            code="S1",
            words="stock is reserved",
            places=_action(f"{_DOMAINS}.inventory.actions.reserve", "reserve_stock", commit=False),
            missing=_WITH_S2,
        ),
        Step(
            code="S2",
            words="the order and its events are written",
            places=_action(f"{_DOMAINS}.orders.actions.placing", "place"),
            missing={},
        ),
        Step(
            code="S3",
            words="the provider is asked",
            places={
                Moment.BEFORE: Place(module="comptoir.flows.authorise_payment", name="authorise_payment", when="enter"),
                Moment.AFTER: Place(module="comptoir.flows.authorise_payment", name="authorise_payment", when="return"),
            },
            missing={Moment.BETWEEN: "what the provider writes is S4"},
        ),
        Step(
            code="S4",
            words="the provider authorises",
            places={
                Moment.BEFORE: Place(module=f"{_BANK}.ledger", name="open_payment", when="enter"),
                Moment.BETWEEN: Place(module=f"{_BANK}.ledger", name="open_payment", when="return"),
                Moment.AFTER: Place(module=f"{_BANK}.desk", name="Desk._open", when="return"),
            },
            missing={},
        ),
        Step(
            code="S5",
            words="the provider's message is taken",
            places=_action(f"{_DOMAINS}.payments.actions.hear", "hear_message"),
            missing={},
            outcome="late",
        ),
        Step(
            code="S6",
            words="money that was set aside is captured",
            places={
                Moment.BEFORE: Place(module="comptoir.flows.ask_provider", name="ask_provider", when="enter"),
                Moment.BETWEEN: Place(module=f"{_BANK}.desk", name="Desk._operate", when="return"),
                Moment.AFTER: Place(module="comptoir.flows.ask_provider", name="ask_provider", when="return"),
            },
            missing={},
            ships=True,
            money=Money.AT_SHIPMENT,
        ),
        Step(code="S7", words="paid, in one transaction, by whoever ordered", places=_PAID, missing={}),
        Step(
            code="S7s",
            words="paid, in one transaction, by the sweep",
            places=_PAID,
            missing={},
            outcome="late",
            silent=True,
        ),
        Step(
            code="S8",
            words="the letter is sent",
            places={
                Moment.BEFORE: Place(module=f"{_DOMAINS}.messages.jobs", name="_send", when="enter"),
                Moment.BETWEEN: Place(
                    module="comptoir.connectors.mail.files", name="FileTransport.send", when="return"
                ),
                Moment.AFTER: Place(module=f"{_DOMAINS}.messages.actions", name="mark_sent", when="commit"),
            },
            missing={},
        ),
        Step(
            code="S8w",
            words="the ERP is told",
            places={
                Moment.BEFORE: Place(module=f"{_DOMAINS}.integrations.jobs", name="send", when="enter"),
                Moment.BETWEEN: Place(module=f"{_DOMAINS}.integrations.jobs", name="send", when="return"),
                Moment.AFTER: Place(module=f"{_DOMAINS}.integrations.jobs", name="_record", when="return"),
            },
            missing={},
        ),
        Step(
            code="S9",
            words="the buyer is answered",
            places={
                Moment.BEFORE: Place(module="comptoir.kernel.once", name="answer", when="enter"),
                Moment.AFTER: Place(module="comptoir.kernel.once", name="answer", when="return"),
            },
            missing={Moment.BETWEEN: "one statement of its own: written is committed"},
        ),
    )
}


def cells() -> Iterator[Cell]:
    """All that apply, in the order of the steps."""
    for step in STEPS.values():
        for moment in step.places:
            for victim in Victim:
                yield Cell(step.code, moment, victim)


def cells_left_out() -> dict[str, str]:
    """Those that do not, and why."""
    return {f"{step.code} {moment}": why for step in STEPS.values() for moment, why in step.missing.items()}
