"""News goes up: what happened is written to the outbox with the change itself, and delivered at least once.

A domain declares an event in its ``events.py`` with ``@event``, emits it inside the transaction of the change with
``emit()``, and a higher domain reacts in its ``reactions.py`` with ``@reaction``. See docs/explain/outbox.md.
"""

from comptoir.kernel.events.declare import Event, Lane, declared_events, event, payload_of, read_event
from comptoir.kernel.events.outbox import NoTransaction, emit
from comptoir.kernel.events.react import Reaction, reaction, reactions_by_event

__all__ = [
    "Event",
    "Lane",
    "NoTransaction",
    "Reaction",
    "declared_events",
    "emit",
    "event",
    "payload_of",
    "reaction",
    "reactions_by_event",
    "read_event",
]
