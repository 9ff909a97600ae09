from uuid import UUID

from comptoir.kernel.events import Event, Lane, event


@event("imports.import_ended.1", lane=Lane.BULK)
class ImportEnded(Event):
    """An import has finished or was stopped. What it changed was told by the domains it changed, row by row."""

    run_id: UUID
    source: str
    state: str
