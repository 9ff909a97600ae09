"""The screens of designs, put together."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from comptoir.backoffice.content.design_screens import (
    Changed,
    DesignEditor,
    DesignLine,
    DesignList,
    Kind,
    Saved,
    Unreadable,
)
from comptoir.backoffice.content.design_steps import Edited
from comptoir.backoffice.content.design_words import BLOCKS, DESIGNS, ROLES, SCHEMES
from comptoir.backoffice.content.tabs import page_tabs
from comptoir.backoffice.desk import Desk
from comptoir.backoffice.formats import number_text
from comptoir.backoffice.history.telling import history_told
from comptoir.backoffice.parts import Act, Link, Pill, Tone, Words
from comptoir.backoffice.refusals import sentence
from comptoir.domains.content.errors import UnreadableColours
from comptoir.domains.content.permissions import CONTENT_EDIT
from comptoir.domains.content.queries import design_rows, pages, publications, revisions, unreadable
from comptoir.domains.content.values import (
    DesignRow,
    Layout,
    Theme,
    UnreadablePair,
    landing_design,
    landing_page,
)
from comptoir.domains.messages.values import Links
from comptoir.kernel import ports
from comptoir.kernel.errors import BusinessError
from comptoir.kernel.texts import text_in


def preview_of(at: Desk, key: str, revisions_shown: Mapping[str, int]) -> str:
    """The path of a preview, in the language that is read here where the shop speaks it."""
    links: Links = ports.load("links", "storefront")
    language = at.language if at.language in at.languages else at.languages[0]
    return links.preview(market=at.market.code, language=language, design=key, revisions=revisions_shown)


def list_of_designs(at: Desk) -> DesignList:
    rows = {row.key: row for row in design_rows(actor=at.actor)}
    landings = [key for key in rows if landing_page(key)]
    names = {landing_design(link.key): text_in(link.titles, at.language) for link in pages()}
    return DesignList(
        title=_("Appearance"),
        context=_("How the shop looks. Prepare in peace: customers see nothing before you publish."),
        tabs=page_tabs("designs"),
        rows=tuple(_line(at, key, rows.get(key), names.get(key, landing_page(key))) for key in (*DESIGNS, *landings)),
        new_href=reverse("backoffice:design-new") if at.can(CONTENT_EDIT) else "",
        preview_href=reverse("backoffice:design-preview", args=["home"]),
    )


def _line(at: Desk, key: str, row: DesignRow | None, landing_name: str) -> DesignLine:
    name, note = DESIGNS.get(key, (landing_name, _("A page made of blocks.")))
    return DesignLine(
        href=reverse("backoffice:design", args=[key]),
        name=name,
        note=note,
        pills=tuple(_pills(row)) if row else (),
        saved_at=row.saved_at if row else None,
        saved_by=row.saved_by if row else "",
    )


def _pills(row: DesignRow) -> Iterator[Pill]:
    if row.shown:
        yield Pill(_("Published"), Tone.POSITIVE)
    if row.has_draft:
        yield Pill(_("Draft not published"), Tone.WAITING)
    if row.plan:
        yield Pill(_("Could not be published"), Tone.DANGER) if row.plan.refused else Pill(_("Scheduled"), Tone.INFO)


def editor(at: Desk, made: Edited, *, is_changed: bool = False, refused: Iterable[BusinessError] = ()) -> DesignEditor:
    """The screen of one design. ``refused`` is why it could not be published."""
    known, key = made.known, made.key
    document = known.draft
    pairs = unreadable(document) if isinstance(document, Theme) else ()
    name, note = DESIGNS.get(key, (_title_of(at, document) or _("New page of blocks"), _("A page made of blocks.")))
    return DesignEditor(
        title=name,
        context=note,
        back=Link(_("Appearance"), reverse("backoffice:designs")),
        pills=tuple(_pills(known)),
        actions=(
            Act(
                label=_("Open the preview"), href=reverse("backoffice:design-preview", args=[key]), icon="external-link"
            ),
        ),
        read_only=not at.can(CONTENT_EDIT),
        kind=known.kind.value,
        form=made.form,
        action=reverse("backoffice:design", args=[key]),
        preview=preview_of(at, key, {}) if known.head or not landing_page(key) else "",
        head=known.head,
        can_publish=known.has_draft and at.can(CONTENT_EDIT),
        planned_at=known.plan.at if known.plan else None,
        planned_revision=known.plan.revision if known.plan else 0,
        refused=known.plan.refused if known.plan else "",
        saved=_saved(at, known),
        history=history_told("content.design", key),
        kinds=tuple(Kind(code=kind.value, name=title, note=words) for kind, (title, words) in BLOCKS.items()),
        unreadable=tuple(map(_unreadable, pairs)),
        changed=Changed(saved_by=known.saved_by, href=reverse("backoffice:design", args=[key])) if is_changed else None,
        extra={"key": key, "refusals": [_refusal(error) for error in refused]},
    )


def _title_of(at: Desk, document: object) -> str:
    return text_in(document.titles, at.language) if isinstance(document, Layout) else ""


def _refusal(error: BusinessError) -> Words:
    """Why it could not be published, with where it is: block 3, in English."""
    words, place = sentence(error), str(error.facts.get("field", "")).split(".")
    if isinstance(error, UnreadableColours):
        return _pair_words(
            str(error.facts["role"]), str(error.facts["ground"]), place[0], float(error.facts["contrast"]), 4.5
        )
    if place[0] == "blocks" and len(place) > 1:
        return _("Block %(number)s: %(words)s") % {"number": int(place[1]) + 1, "words": words}
    return words


def _unreadable(pair: UnreadablePair) -> Unreadable:
    return Unreadable(
        words=_pair_words(pair.role, pair.ground, pair.scheme, pair.contrast, pair.needed), better=pair.better
    )


def _pair_words(role: str, ground: str, scheme: str, contrast: float, needed: float) -> str:
    return _(
        "%(scheme)s: “%(role)s” cannot be read on “%(ground)s”. The contrast is %(contrast)s, it takes %(needed)s."
    ) % {
        "scheme": SCHEMES.get(scheme, scheme),
        "role": ROLES.get(role, role),
        "ground": ROLES.get(ground, ground),
        "contrast": number_text(Decimal(str(contrast))),
        "needed": number_text(Decimal(str(needed))),
    }


def _saved(at: Desk, known: DesignRow) -> tuple[Saved, ...]:
    public = {one.revision for one in publications(known.key, actor=at.actor)}
    preview = reverse("backoffice:design-preview", args=[known.key])
    return tuple(
        Saved(
            number=one.number,
            saved_at=one.saved_at,
            saved_by=one.saved_by,
            preview_href=f"{preview}?revision={one.number}",
            is_draft=one.number == known.head,
            is_shown=one.number == known.shown,
            was_shown=one.number in public,
        )
        for one in revisions(known.key, actor=at.actor, limit=15)
    )
