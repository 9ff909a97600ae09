"""Redirects: where old addresses lead, one by one or by a file."""

import csv
from io import StringIO

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comptoir.backoffice.content.screens import RedirectLine, RedirectList
from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.formats import number_text
from comptoir.backoffice.narrowing import Narrowing
from comptoir.backoffice.parts import Act, Link
from comptoir.backoffice.refusals import told
from comptoir.domains.content.actions import remove_redirects, save_redirects
from comptoir.domains.content.permissions import CONTENT_EDIT, CONTENT_VIEW
from comptoir.domains.content.queries import all_redirects
from comptoir.domains.content.queries import redirects as redirects_of
from comptoir.domains.content.values import Redirect
from comptoir.kernel.errors import ManyInvalid

_LARGEST_BYTES = 5 * 1024 * 1024
_TOLD = 20
"""So many faults of a file are told at once."""


class RedirectForm(forms.Form):
    path = forms.CharField(
        label=gettext_lazy("Old address"), max_length=2000, help_text=gettext_lazy("For example /ancien/miel.html")
    )
    target = forms.CharField(
        label=gettext_lazy("Leads to"),
        max_length=2000,
        help_text=gettext_lazy("An address of the shop, or of another site with https://"),
    )


class RedirectFileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        help_text=gettext_lazy("Two columns: old address, new address. Lines that are there already are replaced."),
    )

    def clean_file(self) -> tuple[Redirect, ...]:
        sent = self.cleaned_data["file"]
        if sent.size > _LARGEST_BYTES:
            raise forms.ValidationError(_("The file is too large: at most 5 MB."))
        try:
            text = sent.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise forms.ValidationError(_("The file must be saved as UTF-8.")) from None
        found = tuple(_lines(text))
        if not found:
            raise forms.ValidationError(_("The file holds no line with two addresses."))
        return found


def _lines(text: str) -> list[Redirect]:
    """Each line with two cells, whatever separates them; a heading is known by its first cell being no address."""
    first = text.partition("\n")[0]
    delimiter = max((";", ",", "\t"), key=first.count)
    rows = [[cell.strip() for cell in row] for row in csv.reader(StringIO(text), delimiter=delimiter)]
    filled = [row for row in rows if len(row) >= 2 and row[0] and row[1]]
    if filled and not filled[0][0].startswith(("/", "http")):
        filled = filled[1:]
    return [Redirect(path=row[0], target=row[1]) for row in filled]


@require_http_methods(["GET", "POST"])
@desk("pages", CONTENT_VIEW)
def redirects(at: Desk) -> HttpResponse:
    if at.request.method != "POST":
        return at.show(_page(at, RedirectForm(), RedirectFileForm()))
    at.actor.must(CONTENT_EDIT)
    form = RedirectForm(at.request.POST)
    if form.is_valid():
        wanted = [Redirect(path=form.cleaned_data["path"], target=form.cleaned_data["target"])]
        if _saved(at, wanted, form):
            at.said(_("The redirect is saved."))
            return at.to("redirects")
    return at.show(_page(at, form, RedirectFileForm()), status=422)


@require_POST
@desk("pages", CONTENT_EDIT)
def redirects_file(at: Desk) -> HttpResponse:
    form = RedirectFileForm(at.request.POST, at.request.FILES)
    if form.is_valid():
        wanted = form.cleaned_data["file"]
        if _saved(at, wanted, form, field="file"):
            words = ngettext("%(count)s redirect read.", "%(count)s redirects read.", len(wanted))
            at.said(words % {"count": number_text(len(wanted))})
            return at.to("redirects")
    return at.show(_page(at, RedirectForm(), form), status=422)


def _saved(at: Desk, wanted: list[Redirect], form: forms.Form, *, field: str = "") -> bool:
    """Whether all were taken; else what is wrong stands in the form, of a file with the lines."""
    try:
        save_redirects(redirects=wanted, actor=at.actor, now=at.now)
    except ManyInvalid as refusal:
        for error in told(refusal)[:_TOLD]:
            line = error.facts.get("line")
            words = _("Line %(line)s: %(error)s") % {"line": line, "error": error} if field and line else str(error)
            form.add_error(field or str(error.facts.get("field") or "path"), words)
        return False
    return True


@require_POST
@desk("pages", CONTENT_EDIT)
def redirect_remove(at: Desk) -> HttpResponse:
    remove_redirects(paths=[at.request.POST.get("path", "")], actor=at.actor, now=at.now)
    at.said(_("The redirect is removed."))
    return at.to("redirects")


@require_GET
@desk("pages", CONTENT_VIEW)
def redirects_export(at: Desk) -> HttpResponse:
    written = StringIO()
    written.write("\N{BYTE ORDER MARK}")  # without it, spreadsheets take UTF-8 for something older
    sheet = csv.writer(written, delimiter=";")
    sheet.writerow([_("Old address"), _("Leads to")])
    sheet.writerows([one.path, one.target] for one in all_redirects(actor=at.actor))
    headers = {"Content-Disposition": 'attachment; filename="redirects.csv"'}
    return HttpResponse(written.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


def _page(at: Desk, form: RedirectForm, file_form: RedirectFileForm) -> RedirectList:
    wanted = Narrowing.read(at.request)
    page = redirects_of(text=wanted.text, cursor=wanted.cursor, actor=at.actor)
    export = Act(label=_("Export"), href=reverse("backoffice:redirects-export"), icon="download")
    return RedirectList(
        title=_("Redirects"),
        context=_("Former addresses of products, categories and pages lead on by themselves. Here: all others."),
        back=Link(_("Pages"), reverse("backoffice:pages")),
        read_only=not at.can(CONTENT_EDIT),
        actions=(export,) if page.items else (),
        listing=wanted.listing(search_label=_("Search redirects"), shown=len(page.items), next_cursor=page.next_cursor),
        rows=tuple(RedirectLine(path=one.path, target=one.target) for one in page.items),
        form=form,
        file_form=file_form,
        action=reverse("backoffice:redirects"),
        file_action=reverse("backoffice:redirects-file"),
        remove_action=reverse("backoffice:redirect-remove"),
    )
