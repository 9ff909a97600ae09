"""Designs: the look, the menus, the home page and landing pages, with their drafts, previews and publications."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comptoir.backoffice.content.design_forms import FieldNames
from comptoir.backoffice.content.design_pages import editor, list_of_designs, preview_of
from comptoir.backoffice.content.design_steps import Edited, edited, stepped
from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.refusals import refusals_in, told
from comptoir.domains.content.actions import drop_plan, plan_design, publish_design, restore_design, save_design
from comptoir.domains.content.errors import DesignChanged, PlannedInThePast, UnknownDesign
from comptoir.domains.content.permissions import CONTENT_EDIT, CONTENT_VIEW
from comptoir.domains.content.queries import design, pages, pictures_for
from comptoir.domains.content.values import landing_design
from comptoir.kernel.errors import BusinessError, Forbidden
from comptoir.kernel.texts import slug_of

_IN_PASSING_SECONDS = 10
_LAST = "design.saved"
"""What this session saved last: design, revision, when."""


@require_GET
@desk("pages", CONTENT_VIEW)
def designs(at: Desk) -> HttpResponse:
    return at.show(list_of_designs(at))


@require_http_methods(["GET", "POST"])
@desk("pages", CONTENT_VIEW)
def one_design(at: Desk, key: str) -> HttpResponse:
    known = design(key, actor=at.actor)
    if at.request.method != "POST":
        return at.show(editor(at, edited(at, known)))
    at.actor.must(CONTENT_EDIT)
    made = edited(at, known, at.request.POST, at.request.FILES)
    if made.form.is_valid():
        _save(at, made)
        if made.form.is_valid():
            return at.to("design", key)
    if made.form.has_error(NON_FIELD_ERRORS, code=DesignChanged.code):
        return at.show(editor(at, made, is_changed=True), status=409)
    return at.show(editor(at, made), status=422)


def _save(at: Desk, made: Edited) -> None:
    """Save what the form says, with the step that was pressed; what is refused is told beside its field."""
    document = stepped(made.document(pictures_for(made.kept_paths())), at.request.POST.get("do", ""))
    based_on = _based_on(at, made)
    with refusals_in(made.form, FieldNames(made.form)):
        number = save_design(
            key=made.key,
            document=document,
            based_on=based_on,
            uploads=made.uploads(),
            actor=at.actor,
            now=at.now,
        )
        at.request.session[_LAST] = (made.key, number, at.now.timestamp())


def _based_on(at: Desk, made: Edited) -> int:
    """The revision that this takes the place of."""
    # Who was told that somebody else saved, and keeps their own, says of which.
    kept, sent, known = at.request.POST.get("keep", ""), made.form.cleaned_data["based_on"], made.known
    if kept.isdecimal() and len(kept) < 10:
        return int(kept)
    # While one types, drafts are saved in passing: a button may be pressed before the page has heard of the last.
    last = at.request.session.get(_LAST, ("", 0, 0.0))
    in_passing = tuple(last[:2]) == (made.key, known.head) and at.now.timestamp() - last[2] < _IN_PASSING_SECONDS
    return known.head if sent == known.head - 1 and in_passing else int(sent)


@require_POST
@desk("pages", CONTENT_EDIT)
def design_new(at: Desk) -> HttpResponse:
    """A landing page: named first, made of blocks afterwards."""
    base = slug_of(at.request.POST.get("name", ""), limit=50) or "page"
    taken = {link.key for link in pages()}
    key = next(one for number in range(1, 1000) if (one := f"{base}-{number}" if number > 1 else base) not in taken)
    return at.to("design", landing_design(key if key[:1].isalpha() else f"page-{key}"))


@require_POST
@desk("pages", CONTENT_EDIT)
def design_publish(at: Desk, key: str) -> HttpResponse:
    """Now, or at the moment that was chosen."""
    number, when = _number(at), at.request.POST.get("at", "").strip()
    try:
        if when:
            plan_design(key=key, number=number, at=_moment(at, when), actor=at.actor, now=at.now)
        else:
            publish_design(key=key, number=number, actor=at.actor, now=at.now)
    except Forbidden:
        raise
    except BusinessError as error:
        return at.show(editor(at, edited(at, design(key, actor=at.actor)), refused=told(error)), status=422)
    at.said(_("It will be published at the chosen time.") if when else _("It is published: customers see it now."))
    return at.to("design", key)


@require_POST
@desk("pages", CONTENT_EDIT)
def design_plan_drop(at: Desk, key: str) -> HttpResponse:
    drop_plan(key=key, actor=at.actor, now=at.now)
    at.said(_("Nothing is scheduled any more."))
    return at.to("design", key)


@require_POST
@desk("pages", CONTENT_EDIT)
def design_restore(at: Desk, key: str) -> HttpResponse:
    head = design(key, actor=at.actor).head
    restore_design(key=key, number=_number(at), based_on=head, actor=at.actor, now=at.now)
    at.said(_("The earlier version is your draft again."))
    return at.to("design", key)


@require_GET
@desk("pages", CONTENT_VIEW)
def design_preview(at: Desk, key: str) -> HttpResponse:
    """To the shop as it would be, under a link that can be passed on."""
    asked = at.asked("revision")
    revisions = {key: int(asked)} if asked.isdecimal() and len(asked) < 10 else {}
    return redirect(preview_of(at, key, revisions))


def _number(at: Desk) -> int:
    text = at.request.POST.get("revision", "")
    if not text.isdecimal() or len(text) > 9:
        raise UnknownDesign(revision=text)
    return int(text)


def _moment(at: Desk, text: str) -> datetime:
    """What a browser sends for a day and a time, read where the market is."""
    try:
        local = datetime.fromisoformat(text)
    except ValueError:
        raise PlannedInThePast(field="at") from None
    return local.replace(tzinfo=ZoneInfo(at.market.time_zone)).astimezone(UTC)
