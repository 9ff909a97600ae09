"""Designs: saved as drafts, shown to buyers, planned for a moment, taken back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from comptoir.domains.content.actions.pages import publish_page
from comptoir.domains.content.actions.pictures import store_image, store_logo
from comptoir.domains.content.errors import (
    DesignChanged,
    NothingToPublish,
    PlannedInThePast,
    UnknownDesign,
    UnknownPage,
)
from comptoir.domains.content.events import DesignsPublished
from comptoir.domains.content.models import DesignPublication, DesignRevision
from comptoir.domains.content.permissions import CONTENT_EDIT
from comptoir.domains.content.queries import page, revision
from comptoir.domains.content.rules import (
    as_json,
    document_errors,
    draft_refusals,
    tidy_document,
    with_picture,
    words_of,
)
from comptoir.domains.content.values import Document, Layout, PageDraft, Shown, design_kind, landing_page
from comptoir.domains.markets.queries import markets
from comptoir.kernel.access import Actor
from comptoir.kernel.errors import Invalid, ManyInvalid
from comptoir.kernel.events import emit
from comptoir.kernel.history import record
from comptoir.kernel.remember import forget
from comptoir.kernel.sql import execute, fetch

_BEGUN = "INSERT INTO content_design (key, head, shown, number) VALUES (%s, 0, 0, 0) ON CONFLICT DO NOTHING"


def save_design(
    *,
    key: str,
    document: Document,
    based_on: int,
    uploads: Mapping[str, bytes] | None = None,
    actor: Actor,
    now: datetime,
) -> int:
    """Keep a draft and return the number of its revision; what buyers see does not change.

    ``uploads`` are files for its pictures by place: ``logo``, ``blocks.2.picture``, ``blocks.0.parts.1.picture``.

    ``based_on`` is the revision that was edited, 0 for a design nobody has touched. Saving what is there already makes
    no new revision.

    :raises ManyInvalid: with everything in it that cannot be understood, by field.
    :raises DesignChanged: when somebody saved another revision since: nothing is overwritten unseen.
    :raises UnknownDesign: for a key that can be none.
    :raises NotAnImage: (or ``ImageTooLarge``, ``UnsafeDrawing``) for a file that is no picture, by its place.
    """
    actor.must(CONTENT_EDIT)
    _check(key)
    for place, content in (uploads or {}).items():
        document = with_picture(document, place, _stored(place, content, actor, now))
    tidied = tidy_document(document)
    if errors := tuple(draft_refusals(tidied)):
        raise ManyInvalid(errors=errors)
    said = as_json(tidied)
    with transaction.atomic(savepoint=False):
        execute(
            "INSERT INTO content_design (key, head, shown, number) VALUES (%s, 0, 0, 0) ON CONFLICT DO NOTHING", [key]
        )
        head = _head(key)
        if head and as_json(revision(key, head, actor=actor).document) == said:
            return head
        # The conditional update is the lock: of two editors of one revision the second finds none.
        if not execute("UPDATE content_design SET head = head + 1 WHERE key = %s AND head = %s", [key, based_on]):
            raise DesignChanged(design=key, head=_head(key), saved_by=_saver(key))
        number = based_on + 1
        DesignRevision.objects.create(design_id=key, number=number, document=said, saved_at=now, saved_by=actor.label)
        _tell("design saved", key, {"revision": based_on}, {"revision": number}, actor=actor, now=now)
    return number


def _stored(place: str, content: bytes, actor: Actor, now: datetime) -> Shown:
    store = store_logo if place in ("logo", "dark_logo") else store_image
    try:
        return store(content=content, actor=actor, now=now)
    except Invalid as error:
        # The same fact, told where the file was chosen.
        raise type(error)(**{**error.facts, "field": place}) from None


def restore_design(*, key: str, number: int, based_on: int, actor: Actor, now: datetime) -> int:
    """Make an earlier revision the draft again, as a new one, and return its number.

    :raises UnknownDesign: when there is no such revision.
    :raises DesignChanged: as ``save_design``.
    """
    actor.must(CONTENT_EDIT)
    former = revision(key, number, actor=actor)
    return save_design(key=key, document=former.document, based_on=based_on, actor=actor, now=now)


def publish_design(*, key: str, number: int, actor: Actor, now: datetime) -> None:
    """Show that revision to buyers: the draft, or an earlier one to take a publication back. A plan for it is done.

    :raises ManyInvalid: with everything in it that buyers should not see, by field: colours that cannot be read, texts
        that are missing in one of the shop's languages.
    :raises NothingToPublish: when it is shown already.
    :raises UnknownDesign: when there is no such revision.
    :raises SlugTaken: when another page has the address of a landing page.
    """
    actor.must(CONTENT_EDIT)
    said = revision(key, number, actor=actor).document
    _check_complete(key, said)
    with transaction.atomic(savepoint=False):
        rows = fetch(
            """UPDATE content_design AS known SET shown = %s, number = known.number + 1 FROM content_design AS before
                WHERE known.key = %s AND known.shown <> %s AND before.key = known.key
            RETURNING known.number, before.shown""",
            [number, key, number],
        )
        if not rows:
            raise NothingToPublish(design=key)
        [(count, before)] = rows
        DesignPublication.objects.create(
            design_id=key, number=count, revision=number, published_at=now, published_by=actor.label
        )
        execute("DELETE FROM content_designplan WHERE design_id = %s AND revision = %s", [key, number])
        if isinstance(said, Layout) and (page_key := landing_page(key)):
            _publish_landing(page_key, said, actor=actor, now=now)
        _tell("design published", key, {"revision": before}, {"revision": number}, actor=actor, now=now)
        emit(DesignsPublished(design_keys=(key,)))
        forget("content")


def _publish_landing(page_key: str, layout: Layout, *, actor: Actor, now: datetime) -> None:
    """Its title, address and words are a page's like any other's: kept in versions, found under former addresses."""
    try:
        based_on = page(page_key).number
    except UnknownPage:
        based_on = 0
    draft = PageDraft(
        titles=layout.titles,
        slugs=layout.slugs,
        bodies={language: words_of(layout, language) for language in layout.titles},
        position_in_footer=layout.position_in_footer,
        landing=True,
    )
    publish_page(key=page_key, draft=draft, based_on=based_on, actor=actor, now=now)


def plan_design(*, key: str, number: int, at: datetime, actor: Actor, now: datetime) -> None:
    """Have that revision shown at a moment. A plan that there is already gives way to it.

    What is saved after it was planned is not part of it. It is checked now and once more when the moment has come.

    :raises PlannedInThePast: when the moment is over.
    :raises ManyInvalid: as ``publish_design``.
    :raises UnknownDesign: when there is no such revision.
    """
    actor.must(CONTENT_EDIT)
    if at <= now:
        raise PlannedInThePast(field="at")
    _check_complete(key, revision(key, number, actor=actor).document)
    with transaction.atomic(savepoint=False):
        execute(
            """INSERT INTO content_designplan (design_id, revision, at, planned_by, refused) VALUES (%s, %s, %s, %s, '')
               ON CONFLICT (design_id) DO UPDATE
                  SET revision = EXCLUDED.revision, at = EXCLUDED.at, planned_by = EXCLUDED.planned_by, refused = ''""",
            [key, number, at, actor.label],
        )
        _tell("design planned", key, {}, {"revision": number, "at": at}, actor=actor, now=now)


def drop_plan(*, key: str, refused: str = "", actor: Actor, now: datetime) -> None:
    """Call off what was planned; with a reason, when it could not be carried out: it stays to be seen.

    Does nothing when nothing is planned.
    """
    actor.must(CONTENT_EDIT)
    with transaction.atomic(savepoint=False):
        if refused:
            gone = execute(
                "UPDATE content_designplan SET refused = %s WHERE design_id = %s AND refused = ''", [refused, key]
            )
        else:
            gone = execute("DELETE FROM content_designplan WHERE design_id = %s", [key])
        if gone:
            _tell("plan dropped", key, {}, {"refused": refused} if refused else {}, actor=actor, now=now)


def _check(key: str) -> None:
    try:
        design_kind(key)
    except ValueError:
        raise UnknownDesign(design=key) from None


def _check_complete(key: str, document: Document) -> None:
    spoken = tuple(dict.fromkeys(language for market in markets() for language in market.languages))
    landing = bool(landing_page(key))
    if errors := tuple(document_errors(document, languages=spoken, landing=landing)):
        raise ManyInvalid(errors=errors)


def _head(key: str) -> int:
    rows = fetch("SELECT head FROM content_design WHERE key = %s", [key])
    return int(rows[0][0]) if rows else 0


def _saver(key: str) -> str:
    rows = fetch(
        """SELECT saved_by FROM content_design JOIN content_designrevision AS draft
               ON draft.design_id = key AND draft.number = head WHERE key = %s""",
        [key],
    )
    return str(rows[0][0]) if rows else ""


def _tell(action: str, key: str, before: dict[str, Any], after: dict[str, Any], *, actor: Actor, now: datetime) -> None:
    record(
        action=action, subject_type="content.design", subject_id=key, actor=actor, now=now, before=before, after=after
    )
