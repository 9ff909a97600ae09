"""What a merchant designed: as buyers see it (remembered until something is published), and as it stands here."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import orjson

from comptoir.domains.content.errors import UnknownDesign
from comptoir.domains.content.permissions import CONTENT_VIEW
from comptoir.domains.content.rules import as_document, empty_document
from comptoir.domains.content.values import (
    HOME_DESIGN,
    MENUS,
    THEME,
    Design,
    DesignRow,
    Document,
    Layout,
    Menus,
    Plan,
    Publication,
    Revision,
    Shown,
    Theme,
    design_kind,
)
from comptoir.kernel.access import Actor
from comptoir.kernel.remember import remembered
from comptoir.kernel.sql import fetch

_ROW = """SELECT known.key, known.head, known.shown, draft.saved_at, draft.saved_by, public.published_at,
                 plan.revision, plan.at, plan.planned_by, plan.refused
            FROM content_design AS known
            LEFT JOIN content_designrevision AS draft ON draft.design_id = known.key AND draft.number = known.head
            LEFT JOIN content_designpublication AS public
              ON public.design_id = known.key AND public.number = known.number
            LEFT JOIN content_designplan AS plan ON plan.design_id = known.key"""


@remembered("content")
def _shown(key: str) -> tuple[int, Document | None]:
    rows = fetch(
        """SELECT shown, document::text FROM content_design JOIN content_designrevision AS said
               ON said.design_id = key AND said.number = shown WHERE key = %s""",
        [key],
    )
    return (rows[0][0], as_document(key, orjson.loads(rows[0][1]))) if rows else (0, None)


def shown_theme() -> Theme:
    """The theme that buyers see."""
    document = _shown(THEME)[1]
    return document if isinstance(document, Theme) else Theme()


def shown_menus() -> Menus | None:
    """The menus that buyers see; None while the merchant has made none: the shop shows its categories and pages."""
    document = _shown(MENUS)[1]
    return document if isinstance(document, Menus) else None


def shown_layout(key: str = HOME_DESIGN) -> Layout | None:
    """The blocks of a page that buyers see; None while nothing was published."""
    document = _shown(key)[1]
    return document if isinstance(document, Layout) else None


def shown_number(key: str) -> int:
    """The number of the revision that buyers see, 0 for none."""
    return _shown(key)[0]


def design_rows(*, actor: Actor) -> tuple[DesignRow, ...]:
    """Where every design stands that somebody has touched."""
    actor.must(CONTENT_VIEW)
    return tuple(map(_row, fetch(f"{_ROW} ORDER BY known.key")))


def design_row(key: str, *, actor: Actor) -> DesignRow:
    """Where one stands; one that nobody has touched has no head."""
    actor.must(CONTENT_VIEW)
    _check(key)
    rows = fetch(f"{_ROW} WHERE known.key = %s", [key])
    return _row(rows[0]) if rows else _untouched(key)


def design(key: str, *, actor: Actor) -> Design:
    """A design with its draft.

    :raises UnknownDesign: for a key that can be none.
    """
    found = design_row(key, actor=actor)
    said = revision(key, found.head, actor=actor).document if found.head else empty_document(key)
    names = ("key", "head", "shown", "saved_at", "saved_by", "published_at", "plan")
    return Design(**{name: getattr(found, name) for name in names}, draft=said)


def revision(key: str, number: int, *, actor: Actor) -> Revision:
    """What was saved under that number.

    :raises UnknownDesign: when nothing was, or when it was swept away.
    """
    actor.must(CONTENT_VIEW)
    rows = fetch(
        """SELECT document::text, saved_at, saved_by FROM content_designrevision
            WHERE design_id = %s AND number = %s""",
        [key, number],
    )
    if not rows:
        raise UnknownDesign(design=key, revision=number)
    [(document, saved_at, saved_by)] = rows
    said = as_document(key, orjson.loads(document))
    return Revision(design=key, number=number, document=said, saved_at=saved_at, saved_by=saved_by)


def document_at(key: str, number: int | None = None, *, actor: Actor) -> Document | None:
    """The draft of a design, or what was saved under that number; None where there is no such thing. One statement."""
    actor.must(CONTENT_VIEW)
    rows = fetch(
        """SELECT document::text FROM content_design JOIN content_designrevision AS said
               ON said.design_id = key AND said.number = coalesce(%s, head) WHERE key = %s""",
        [number or None, key],
    )
    return as_document(key, orjson.loads(rows[0][0])) if rows else None


def revisions(key: str, *, actor: Actor, limit: int = 30) -> tuple[Revision, ...]:
    """What was saved, latest first."""
    actor.must(CONTENT_VIEW)
    rows = fetch(
        """SELECT number, document::text, saved_at, saved_by FROM content_designrevision
            WHERE design_id = %s ORDER BY number DESC LIMIT %s""",
        [key, limit],
    )
    return tuple(
        Revision(design=key, number=number, document=as_document(key, orjson.loads(said)), saved_at=at, saved_by=by)
        for number, said, at, by in rows
    )


def publications(key: str, *, actor: Actor, limit: int = 30) -> tuple[Publication, ...]:
    """What buyers saw from when on, latest first."""
    actor.must(CONTENT_VIEW)
    rows = fetch(
        """SELECT number, revision, published_at, published_by FROM content_designpublication
            WHERE design_id = %s ORDER BY number DESC LIMIT %s""",
        [key, limit],
    )
    return tuple(
        Publication(number=number, revision=which, published_at=at, published_by=by) for number, which, at, by in rows
    )


def due_plans(now: datetime) -> tuple[str, ...]:
    """The designs whose moment has come, longest due first."""
    due = "SELECT design_id FROM content_designplan WHERE at <= %s AND refused = '' ORDER BY at, design_id"
    return tuple(key for (key,) in fetch(due, [now]))


def pictures_for(paths: Collection[str]) -> dict[str, Shown]:
    """The stored pictures of these paths; unknown ones are left out."""
    rows = fetch("SELECT path, width, height, widths::text FROM content_picture WHERE path = ANY(%s)", [list(paths)])
    return {
        path: Shown(path=path, width=width, height=height, widths=tuple(orjson.loads(widths)))
        for path, width, height, widths in rows
    }


def _check(key: str) -> None:
    try:
        design_kind(key)
    except ValueError:
        raise UnknownDesign(design=key) from None


def _untouched(key: str) -> DesignRow:
    return DesignRow(key=key, head=0, shown=0, saved_at=None, saved_by="", published_at=None, plan=None)


def _row(row: tuple[Any, ...]) -> DesignRow:
    key, head, shown, saved_at, saved_by, published_at, planned, at, planned_by, refused = row
    plan = Plan(revision=planned, at=at, planned_by=planned_by, refused=refused) if planned else None
    return DesignRow(
        key=key,
        head=head,
        shown=shown,
        saved_at=saved_at,
        saved_by=saved_by or "",
        published_at=published_at,
        plan=plan,
    )
