"""How far the opening of the demo shop has come, kept in the audit trail: what was cut off is taken up from there."""

from dataclasses import dataclass
from datetime import datetime

from comptoir.kernel.access import Actor
from comptoir.kernel.history import history_of, record

_SUBJECT = "operations.demo"
_ID = "opening"
_STOCKED, _OPENED = "stocked", "opened"


@dataclass(frozen=True, slots=True)
class Diary:
    """What has been done. ``moment`` is the present to which the weeks of trade lead up, once goods are there."""

    moment: datetime | None
    opened: bool

    @property
    def stocked(self) -> bool:
        return self.moment is not None


def read_diary() -> Diary:
    """As far as it was written."""
    lines = {line.action: line for line in history_of(_SUBJECT, _ID)}
    moment = datetime.fromisoformat(lines[_STOCKED].after["moment"]) if _STOCKED in lines else None
    return Diary(moment, opened=_OPENED in lines)


def note_stocked(moment: datetime, *, actor: Actor) -> None:
    """The goods are there, with their prices and first stock; in the transaction that brings them."""
    facts = {"moment": moment.isoformat()}
    record(action=_STOCKED, subject_type=_SUBJECT, subject_id=_ID, actor=actor, now=moment, after=facts)


def note_opened(*, actor: Actor, now: datetime) -> None:
    """Everything is there; in the last transaction of all."""
    record(action=_OPENED, subject_type=_SUBJECT, subject_id=_ID, actor=actor, now=now)
