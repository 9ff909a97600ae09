"""Categories: the tree as a list, and one in full."""

from typing import Any

from django import forms
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from comptoir.backoffice.catalogue.addresses import slug_field, slugs_shown
from comptoir.backoffice.catalogue.forms import CategoryForm
from comptoir.backoffice.catalogue.screens import CategoryList, CategoryPage
from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.history.telling import history_told
from comptoir.backoffice.markets.screens import SettingsLine
from comptoir.backoffice.parts import Act, Link
from comptoir.backoffice.refusals import refusals_in
from comptoir.backoffice.texts import gathered, spread
from comptoir.domains.catalogue.actions import save_category
from comptoir.domains.catalogue.errors import UnknownCategory
from comptoir.domains.catalogue.permissions import CATALOGUE_EDIT, CATALOGUE_VIEW
from comptoir.domains.catalogue.queries import category_tree
from comptoir.domains.catalogue.values import Category, CategoryDraft
from comptoir.kernel.texts import text_in


@require_GET
@desk("products", CATALOGUE_VIEW)
def categories(at: Desk) -> HttpResponse:
    new = Act(label=_("Add a category"), href=reverse("backoffice:category-new"), icon="plus", primary=True)
    screen = CategoryList(
        title=_("Categories"),
        context=_("How the shop is organised. A product can belong to several."),
        back=Link(_("Products"), reverse("backoffice:products")),
        actions=(new,) if at.can(CATALOGUE_EDIT) else (),
        rows=tuple(
            SettingsLine(
                href=reverse("backoffice:category", args=[one.code]),
                name="\u2003" * one.depth + text_in(one.names, at.language),
                note="\u2003" * one.depth + f"/{one.slug_in(at.language)}",
            )
            for one in category_tree().categories
        ),
    )
    return at.show(screen)


@require_http_methods(["GET", "POST"])
@desk("products", CATALOGUE_VIEW)
def category(at: Desk, code: str) -> HttpResponse:
    known = category_tree().by_code.get(code)
    if known is None:
        raise UnknownCategory(category=code)
    return _edit(at, known)


@require_http_methods(["GET", "POST"])
@desk("products", CATALOGUE_EDIT)
def category_new(at: Desk) -> HttpResponse:
    return _edit(at, None)


def _edit(at: Desk, known: Category | None) -> HttpResponse:
    if at.request.method != "POST":
        return at.show(_page(at, known, _form(at, known)))
    at.actor.must(CATALOGUE_EDIT)
    form = _form(at, known, at.request.POST)
    if form.is_valid():
        draft = _draft(at, known, form)
        first = f"name_{at.languages[0]}"
        with refusals_in(form, {"names": first, "code": first, "slug": slug_field(at.languages), "slugs": "slug"}):
            save_category(draft=draft, actor=at.actor, now=at.now)
        if form.is_valid():
            at.said(_("The category is saved."))
            return at.to("category", draft.code)
    return at.show(_page(at, known, form), status=422)


def _form(at: Desk, known: Category | None, data: QueryDict | None = None) -> CategoryForm:
    tree = category_tree()
    # A category cannot lie within itself, nor within what lies within it.
    parents = [one for one in tree.categories if known is None or known.id not in one.path]
    initial: dict[str, Any] = {"position": len(tree.categories)}
    if known:
        above = tree.by_id.get(known.parent_id) if known.parent_id else None
        initial = {
            "position": known.position,
            **slugs_shown(known, known.names, at.languages),
            "parent": above.code if above else "",
            **spread("name", known.names, at.languages),
            **spread("description", known.descriptions, at.languages),
        }
    choices = [(one.code, "\u2003" * one.depth + text_in(one.names, at.language)) for one in parents]
    return CategoryForm(data, initial=initial, languages=at.languages, parents=choices)


def _draft(at: Desk, known: Category | None, form: CategoryForm) -> CategoryDraft:
    values = form.cleaned_data
    first = values[f"name_{at.languages[0]}"]
    return CategoryDraft(
        code=known.code if known else _free_code(first),
        names={**(known.names if known else {}), **gathered("name", values, at.languages)},
        descriptions={
            **{code: text for code, text in (known.descriptions if known else {}).items() if code not in at.languages},
            **gathered("description", values, at.languages),
        },
        parent=values["parent"],
        position=values["position"] or 0,
        slugs=gathered("slug", values, at.languages),
    )


def _free_code(name: str) -> str:
    """A code from the name that no category has yet: saving under a taken one would change that category."""
    taken, stem = category_tree().by_code, slugify(name)[:40].strip("-") or "category"
    candidates = (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3)))
    return next(code for code in candidates if code not in taken)


def _page(at: Desk, known: Category | None, form: forms.Form) -> CategoryPage:
    return CategoryPage(
        title=text_in(known.names, at.language) if known else _("New category"),
        read_only=not at.can(CATALOGUE_EDIT),
        back=Link(_("Categories"), reverse("backoffice:categories")),
        form=form,
        action=reverse("backoffice:category", args=[known.code]) if known else reverse("backoffice:category-new"),
        history=history_told("catalogue.category", known.id) if known else (),
    )
