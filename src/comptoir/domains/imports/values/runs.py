from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from comptoir.domains.catalogue.values import TaxClass
from comptoir.domains.imports.values.notes import Note
from comptoir.kernel.transitions import StateTable

RunId = NewType("RunId", UUID)


class Verdict(StrEnum):
    """What becomes of a row or a product."""

    CREATE = "create"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    QUARANTINED = "quarantined"


class RunState(StrEnum):
    RUNNING = "running"
    FINISHED = "finished"
    INTERRUPTED = "interrupted"  # stopped half way; what it had done is done, the next run does the rest


RUN_STATES = StateTable(
    {
        RunState.RUNNING: {RunState.FINISHED, RunState.INTERRUPTED},
        RunState.FINISHED: set(),
        RunState.INTERRUPTED: set(),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportTerms:
    """What the file does not say: where its goods are sold and kept, how they are taxed, which language they speak.

    ``source`` names the shop it comes from: handles are unique within it. ``untracked_quantity``, when given, is the
    stock of variants that the source does not count, instead of the file's number.
    """

    source: str
    market: str
    currency: str
    place_code: str
    tax_class: TaxClass
    language: str
    untracked_quantity: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowVerdict:
    """What becomes of one row of the file, and what there is to say about it."""

    line: int
    source_id: str
    sku: str
    verdict: Verdict
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many products, variants and rows of the file met with each verdict; a retired variant is one to update.

    ``pictures_shown`` were fetched by this run, ``pictures_here`` by an earlier one, ``pictures_missing`` by none so
    far. Those of products that are kept out are not counted.
    """

    products: Mapping[str, int] = field(default_factory=dict)
    variants: Mapping[str, int] = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)
    pictures_shown: int = 0
    pictures_here: int = 0
    pictures_missing: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RunDraft:
    """A run about to start: of which file, under which terms."""

    file_name: str
    file_bytes: int
    file_sha256: str
    terms: ImportTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRun:
    """A run as recorded. ``ended_at`` is None while it runs, and for one that was killed until the next one starts."""

    id: RunId
    source: str
    file_name: str
    file_bytes: int
    file_sha256: str
    market: str
    place_code: str
    tax_class: str
    language: str
    state: RunState
    counts: Counts
    started_at: datetime
    ended_at: datetime | None
    actor_label: str
