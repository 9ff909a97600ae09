"""Events are frozen dataclasses with a versioned name that never changes its meaning."""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, ClassVar, dataclass_transform

from pydantic import TypeAdapter

_NAME = re.compile(r"[a-z_]+\.[a-z_]+\.[1-9][0-9]*")


class Lane(StrEnum):
    URGENT = "urgent"  # a person is waiting
    BULK = "bulk"  # thousands at a time, must not delay the urgent ones


class Event:
    """Base of all events: ids and facts, plural by default. Subclasses are frozen dataclasses made by ``@event``."""

    NAME: ClassVar[str]
    LANE: ClassVar[Lane]
    SUBJECT: ClassVar[str]

    @property
    def subject(self) -> str:
        """What the event is about. Events of one subject are delivered in order; "" means order does not matter."""
        return f"{self.SUBJECT}:{getattr(self, self.SUBJECT)}" if self.SUBJECT else ""


_declared: dict[str, type[Event]] = {}


@dataclass_transform(frozen_default=True, kw_only_default=True)
def event[E: Event](name: str, *, subject: str = "", lane: Lane = Lane.URGENT) -> Callable[[type[E]], type[E]]:
    """Declare an event: ``@event("orders.order_placed.1", subject="order_id")`` on a class of annotated fields.

    :raises ValueError: when the name is malformed or taken.
    """
    from dataclasses import dataclass

    def declare(cls: type[E]) -> type[E]:
        if not _NAME.fullmatch(name) or name in _declared:
            raise ValueError(f"event name {name!r} is malformed (domain.what_happened.1) or already taken")
        made = dataclass(frozen=True, kw_only=True)(cls)
        made.NAME, made.LANE, made.SUBJECT = name, lane, subject
        _declared[name] = made
        return made

    return declare


_adapters: dict[type[Event], TypeAdapter[Any]] = {}


def _adapter(cls: type[Event]) -> TypeAdapter[Any]:
    if cls not in _adapters:
        _adapters[cls] = TypeAdapter(cls)
    return _adapters[cls]


def payload_of(happened: Event) -> Any:
    """The event's facts as JSON values."""
    return _adapter(type(happened)).dump_python(happened, mode="json")


def read_event(name: str, payload: Any) -> Event:
    """The event that an outbox row holds.

    :raises KeyError: when no code here declares that name.
    """
    read: Event = _adapter(_declared[name]).validate_python(payload)
    return read


def declared_events() -> Mapping[str, type[Event]]:
    """All events known to this program, by name."""
    return dict(sorted(_declared.items()))
