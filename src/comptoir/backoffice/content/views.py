"""Pages: the list, and one with its versions."""

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from comptoir.backoffice.content.forms import PageForm
from comptoir.backoffice.content.screens import PageEditor, PageLine, PageList, Version
from comptoir.backoffice.content.tabs import page_tabs
from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.history.telling import history_told
from comptoir.backoffice.parts import Act, Link, Words
from comptoir.backoffice.refusals import refusals_in
from comptoir.backoffice.texts import gathered, spread
from comptoir.domains.content.actions import publish_page
from comptoir.domains.content.permissions import CONTENT_EDIT, CONTENT_VIEW
from comptoir.domains.content.queries import page as page_of
from comptoir.domains.content.queries import page_version, page_versions
from comptoir.domains.content.queries import pages as all_pages
from comptoir.domains.content.values import TERMS, Page, PageDraft, PageKind, PageLink, landing_design
from comptoir.domains.messages.values import Links
from comptoir.kernel import ports
from comptoir.kernel.texts import text_in

_KINDS = {
    PageKind.LEGAL: gettext_lazy("required by law"),
    PageKind.FREE: gettext_lazy("free page"),
    PageKind.LANDING: gettext_lazy("page of blocks"),
}


@require_GET
@desk("pages", CONTENT_VIEW)
def pages(at: Desk) -> HttpResponse:
    new = Act(label=_("Create a page"), href=reverse("backoffice:page-new"), icon="plus", primary=True)
    elsewhere = Act(label=_("Redirects"), href=reverse("backoffice:redirects"), icon="external-link")
    screen = PageList(
        title=_("Pages"),
        context=_("The pages the law requires, and any others you wish to publish."),
        actions=(elsewhere, new) if at.can(CONTENT_EDIT) else (elsewhere,),
        tabs=page_tabs("pages"),
        rows=tuple(_line(at, link) for link in all_pages()),
    )
    return at.show(screen)


def _line(at: Desk, page: PageLink) -> PageLine:
    return PageLine(
        href=reverse("backoffice:design", args=[landing_design(page.key)])
        if page.kind is PageKind.LANDING
        else reverse("backoffice:page", args=[page.key]),
        title=text_in(page.titles, at.language),
        kind=str(_KINDS[page.kind]),
        version=page.version,
        published_at=page.published_at,
        footer=page.position_in_footer is not None,
        unfinished=page.unfinished,
    )


@require_http_methods(["GET", "POST"])
@desk("pages", CONTENT_VIEW)
def page(at: Desk, key: str) -> HttpResponse:
    known = page_of(key)
    if known.kind is PageKind.LANDING:
        return at.to("design", landing_design(key))  # its words follow from its blocks
    return _edit(at, known)


@require_http_methods(["GET", "POST"])
@desk("pages", CONTENT_EDIT)
def page_new(at: Desk) -> HttpResponse:
    return _edit(at, None)


def _edit(at: Desk, known: Page | None) -> HttpResponse:
    if at.request.method != "POST":
        return at.show(_page(at, known, _form(at, known)))
    at.actor.must(CONTENT_EDIT)
    form = _form(at, known, at.request.POST)
    if form.is_valid():
        key = known.key if known else form.cleaned_data["key"]
        first = at.languages[0]
        fields = {"titles": f"title_{first}", "bodies": f"body_{first}", "slugs": f"title_{first}"}
        with refusals_in(form, fields):
            publish_page(
                key=key,
                draft=_draft(at, known, form),
                based_on=form.cleaned_data["based_on"],
                actor=at.actor,
                now=at.now,
            )
        if form.is_valid():
            at.said(_("The page is published."))
            return at.to("page", key)
    return at.show(_page(at, known, form), status=422)


def _draft(at: Desk, known: Page | None, form: PageForm) -> PageDraft:
    values = form.cleaned_data
    others = [code for code in (known.titles if known else {}) if code not in at.languages]
    return PageDraft(
        titles={**{code: known.titles[code] for code in others if known}, **gathered("title", values, at.languages)},
        bodies={
            **{code: known.bodies.get(code, "") for code in others if known},
            **gathered("body", values, at.languages),
        },
        slugs=known.slugs if known else {},
        position_in_footer=(values["position"] or 0) if values["in_footer"] else None,
    )


def _form(at: Desk, known: Page | None, data: QueryDict | None = None) -> PageForm:
    """With the texts of the version asked for, so that an old one can be read and published again."""
    shown = known
    asked = at.asked("version")
    if known and asked.isdecimal() and int(asked) != known.number:
        shown = page_version(known.key, int(asked))
    initial = (
        {
            **spread("title", shown.titles, at.languages),
            **spread("body", shown.bodies, at.languages),
            "based_on": known.number if known else 0,
            "in_footer": shown.position_in_footer is not None,
            "position": shown.position_in_footer,
        }
        if shown
        else {"based_on": 0, "in_footer": True, "position": len(all_pages())}
    )
    return PageForm(data, initial=initial, languages=at.languages, is_new=known is None)


def _page(at: Desk, known: Page | None, form: PageForm) -> PageEditor:
    back = Link(_("Pages"), reverse("backoffice:pages"))
    if known is None:
        return PageEditor(
            title=_("New page"),
            back=back,
            form=form,
            action=reverse("backoffice:page-new"),
            public_href="",
            versions=(),
            history=(),
        )
    versions = page_versions(known.key, actor=at.actor)
    return PageEditor(
        title=text_in(known.titles, at.language),
        context=_about(known),
        back=back,
        form=form,
        action=reverse("backoffice:page", args=[known.key]),
        read_only=not at.can(CONTENT_EDIT),
        public_href=_public_href(at, known),
        versions=tuple(
            Version(
                number=one.number,
                published_at=one.published_at,
                href=f"?version={one.number}",
                current=one.number == known.number,
            )
            for one in versions
        ),
        history=history_told("content.page", known.key),
    )


def _public_href(at: Desk, page: Page) -> str:
    links: Links = ports.load("links", "storefront")
    language = at.language if at.language in page.slugs else at.languages[0]
    return links.content_page(slug=page.slugs[language], market=at.market.code, language=language)


def _about(page: Page) -> Words:
    if page.key == TERMS:
        return _("Customers agree to the version shown when they order.")
    return _("This page is required by law.") if page.kind is PageKind.LEGAL else ""
