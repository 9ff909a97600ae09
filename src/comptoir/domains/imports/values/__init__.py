"""What imports gives and takes: columns, what a file says, what becomes of each row, runs."""

from comptoir.domains.imports.values.columns import Column, Header
from comptoir.domains.imports.values.notes import NOTES, PICTURE_REASONS, Note
from comptoir.domains.imports.values.pictures import NotFetched, Patience, PictureSource
from comptoir.domains.imports.values.plans import TAGS, Changes, Content, Link, LinkPictures, Plan, ShownPicture
from comptoir.domains.imports.values.report import DONE, REPORT, REPORT_COLUMNS, SEPARATORS, TO_DO
from comptoir.domains.imports.values.runs import (
    RUN_STATES,
    Counts,
    ImportRun,
    ImportTerms,
    RowVerdict,
    RunDraft,
    RunId,
    RunState,
    Verdict,
)
from comptoir.domains.imports.values.source import Record, SourcePicture, SourceProduct, SourceRow, SourceVariant

__all__ = [
    "DONE",
    "NOTES",
    "PICTURE_REASONS",
    "REPORT",
    "REPORT_COLUMNS",
    "RUN_STATES",
    "SEPARATORS",
    "TAGS",
    "TO_DO",
    "Changes",
    "Column",
    "Content",
    "Counts",
    "Header",
    "ImportRun",
    "ImportTerms",
    "Link",
    "LinkPictures",
    "NotFetched",
    "Note",
    "Patience",
    "PictureSource",
    "Plan",
    "Record",
    "RowVerdict",
    "RunDraft",
    "RunId",
    "RunState",
    "ShownPicture",
    "SourcePicture",
    "SourceProduct",
    "SourceRow",
    "SourceVariant",
    "Verdict",
]
