"""States move along a declared table, by one function, or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from comptoir.kernel.access import Actor
from comptoir.kernel.errors import Conflict
from comptoir.kernel.sql import fetch, jsonb
from comptoir.kernel.states import state_words


class MoveRefused(Conflict):
    """The thing is not in a state from which this step is allowed, perhaps because somebody was faster."""

    code = "transitions.move_refused"
    message = _("This is no longer possible: the current state is “%(state)s”.")

    def __str__(self) -> str:
        return str(self.message) % {"state": state_words(str(self.facts["state"]))}


@dataclass(frozen=True)
class StateTable:
    """What may follow what: ``{PLACED: {PAID, CANCELLED}, PAID: {SHIPPED}, SHIPPED: set(), CANCELLED: set()}``.

    Checked when it is declared: every target is itself a state of the table.
    """

    moves: Mapping[StrEnum, frozenset[StrEnum] | set[StrEnum]]
    sources: Mapping[StrEnum, tuple[StrEnum, ...]] = field(init=False)

    def __post_init__(self) -> None:
        unknown = {target for targets in self.moves.values() for target in targets} - set(self.moves)
        if unknown:
            raise ValueError(f"states without a line of their own: {sorted(unknown)}")
        into = {to: tuple(old for old, targets in self.moves.items() if to in targets) for to in self.moves}
        object.__setattr__(self, "sources", into)

    def allows(self, old: str, to: StrEnum) -> bool:
        return old in self.sources[to]

    @property
    def terminal(self) -> frozenset[StrEnum]:
        return frozenset(state for state, targets in self.moves.items() if not targets)


def move(
    row: models.Model,
    *,
    to: StrEnum,
    table: StateTable,
    actor: Actor,
    now: datetime,
    because: str = "",
    changes: Mapping[str, Any] | None = None,
    quietly: Mapping[str, Any] | None = None,
) -> str:
    """Move a row's ``state`` and return the state it left. One statement: the conditional update and its history line.

    The update holds only if the row is, at this very moment, in a state the table lets go to ``to``: of two
    concurrent movers one wins, the other is told. ``changes`` sets further columns in the same update; ``quietly`` does
    as well, and history does not repeat them: what is long, or names somebody who may have to be forgotten.

    :raises MoveRefused: with the state found.
    """
    meta = row._meta
    changes = dict(changes or {})
    written = changes | dict(quietly or {})
    columns = [_field_of(row, name).column for name in ("state", *written)]
    values = [_field_of(row, name).get_db_prep_save(value, connection) for name, value in written.items()]
    assignments = ", ".join(f'"{column}" = %s' for column in columns)
    key = meta.pk.column
    moved = fetch(
        # The old state is read under the row's lock, so a racing mover is seen rather than overwritten.
        f"""WITH old AS (SELECT "{key}" AS id, state FROM {meta.db_table} WHERE "{key}" = %s FOR NO KEY UPDATE),
                 moved AS (UPDATE {meta.db_table} SET {assignments} FROM old
                            WHERE {meta.db_table}."{key}" = old.id AND old.state = ANY(%s)
                        RETURNING {meta.db_table}."{key}" AS id, old.state),
                 told AS (INSERT INTO kernel_history (at, actor_kind, actor_id, actor_label, action, subject_type,
                                                      subject_id, before, after, because)
                          SELECT %s, %s, %s, %s, 'moved', %s, moved.id::text,
                                 jsonb_build_object('state', moved.state), %s, %s FROM moved)
            SELECT (SELECT state FROM moved), (SELECT state FROM old)""",
        [
            *(row.pk, to, *values, [str(source) for source in table.sources[to]]),
            *(now, actor.kind, actor.id, actor.label, meta.label_lower, jsonb({"state": to, **changes}), because),
        ],
    )
    left, found = moved[0]
    if left is None:
        raise MoveRefused(state=found or "missing", to=str(to))
    for name, value in {"state": to, **written}.items():
        setattr(row, name, value)
    return str(left)


def _field_of(row: models.Model, name: str) -> "models.Field[Any, Any]":
    field = row._meta.get_field(name)
    if not isinstance(field, models.Field):
        raise TypeError(f"{name} is no column of {row._meta.label}")
    return field
