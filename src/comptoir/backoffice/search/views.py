"""Search: the desk with both lists, a set of synonyms, an arrangement."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.history.telling import history_told
from comptoir.backoffice.parts import Act, Link, Screen
from comptoir.backoffice.refusals import refusals_in
from comptoir.backoffice.search.forms import KINDS, ArrangementForm, SynonymsForm
from comptoir.backoffice.search.screens import ArrangementPage, Line, SearchDesk, SynonymsPage
from comptoir.backoffice.texts import language_names
from comptoir.domains.catalogue.queries import category_tree, variants_of
from comptoir.domains.catalogue.values import CategoryId, ProductId
from comptoir.domains.search import actions
from comptoir.domains.search.permissions import SEARCH_ARRANGE, SEARCH_VIEW
from comptoir.domains.search.queries import all_arrangements, all_synonyms, arrangement, find_cards, synonyms
from comptoir.domains.search.values import Arrangement, CardPage, Synonyms
from comptoir.kernel.ids import new_id
from comptoir.kernel.texts import text_in

_SHOWN = 12


@require_GET
@desk("products", SEARCH_VIEW)
def search(at: Desk) -> HttpResponse:
    new = Act(label=_("Arrange a search"), href=reverse("backoffice:arrangement-new"), icon="plus", primary=True)
    screen = SearchDesk(
        title=_("Search and lists"),
        context=_("What comes first in searches and categories, and which words mean the same."),
        back=Link(_("Products"), reverse("backoffice:products")),
        actions=(new,) if at.can(SEARCH_ARRANGE) else (),
        arrangements=tuple(_line(at, each) for each in all_arrangements() if each.market == at.market.code),
        synonyms=tuple(
            Line(
                href=reverse("backoffice:synonyms", args=[each.id]),
                name=", ".join(each.words),
                note=dict(language_names([each.language]))[each.language],
            )
            for each in all_synonyms()
            if each.language in at.languages
        ),
        new_synonyms=reverse("backoffice:synonyms-new") if at.can(SEARCH_ARRANGE) else "",
    )
    return at.show(screen)


def _line(at: Desk, known: Arrangement) -> Line:
    counts = {
        ngettext("%(count)s pinned", "%(count)s pinned", len(known.pinned)): known.pinned,
        ngettext("%(count)s moved up", "%(count)s moved up", len(known.boosted)): known.boosted,
        ngettext("%(count)s hidden", "%(count)s hidden", len(known.hidden)): known.hidden,
    }
    note = " · ".join(words % {"count": len(products)} for words, products in counts.items() if products)
    return Line(href=reverse("backoffice:arrangement", args=[known.id]), name=_title(at, known), note=note)


def _title(at: Desk, known: Arrangement) -> str:
    if known.words:
        return _("Search “%(words)s”") % {"words": known.words}
    category = category_tree().by_id.get(CategoryId(UUID(known.category)))
    name = text_in(category.names, at.language) if category else known.category
    return _("Category “%(name)s”") % {"name": name}


@require_http_methods(["GET", "POST"])
@desk("products", SEARCH_VIEW)
def synonyms_page(at: Desk, id: UUID) -> HttpResponse:
    return _edit(at, synonyms(id), _synonyms_form, _synonyms_page, _save_synonyms)


@require_http_methods(["GET", "POST"])
@desk("products", SEARCH_ARRANGE)
def synonyms_new(at: Desk) -> HttpResponse:
    return _edit(at, None, _synonyms_form, _synonyms_page, _save_synonyms)


@require_POST
@desk("products", SEARCH_ARRANGE)
def synonyms_drop(at: Desk, id: UUID) -> HttpResponse:
    actions.drop_synonyms(id=id, actor=at.actor, now=at.now)
    at.said(_("The synonyms are removed."))
    return at.to("search-desk")


def _save_synonyms(at: Desk, known: Synonyms | None, form: SynonymsForm) -> HttpResponse:
    id, language = known.id if known else new_id(), form.cleaned_data["language"]
    actions.save_synonyms(synonyms=Synonyms(id=id, language=language, words=form.lines()), actor=at.actor, now=at.now)
    at.said(_("The synonyms are saved: searches know them from now on."))
    return at.to("search-desk")


def _synonyms_form(at: Desk, known: Synonyms | None, data: QueryDict | None) -> SynonymsForm:
    initial = {"language": known.language, "words": "\n".join(known.words)} if known else {"language": at.languages[0]}
    codes = dict.fromkeys((*at.languages, *([known.language] if known else ())))
    return SynonymsForm(data, initial=initial, languages=language_names(codes))


def _synonyms_page(at: Desk, known: Synonyms | None, form: SynonymsForm) -> SynonymsPage:
    may = at.can(SEARCH_ARRANGE)
    return SynonymsPage(
        title=", ".join(known.words) if known else _("New synonyms"),
        back=_back(),
        read_only=not may,
        form=form,
        action=reverse("backoffice:synonyms", args=[known.id]) if known else reverse("backoffice:synonyms-new"),
        drop_action=reverse("backoffice:synonyms-drop", args=[known.id]) if known and may else "",
        history=history_told("search.synonyms", known.id) if known else (),
    )


@require_http_methods(["GET", "POST"])
@desk("products", SEARCH_VIEW)
def arrangement_page(at: Desk, id: UUID) -> HttpResponse:
    return _edit(at, arrangement(id), _form, _arrangement_page, _arrange)


@require_http_methods(["GET", "POST"])
@desk("products", SEARCH_ARRANGE)
def arrangement_new(at: Desk) -> HttpResponse:
    return _edit(at, None, _form, _arrangement_page, _arrange)


@require_POST
@desk("products", SEARCH_ARRANGE)
def arrangement_drop(at: Desk, id: UUID) -> HttpResponse:
    actions.drop_arrangement(id=id, actor=at.actor, now=at.now)
    at.said(_("The arrangement is removed: the usual order is back."))
    return at.to("search-desk")


def _arrange(at: Desk, known: Arrangement | None, form: ArrangementForm) -> HttpResponse:
    written = Arrangement(
        id=known.id if known else new_id(),
        market=known.market if known else at.market.code,
        words=known.words if known else form.cleaned_data["words"],
        category=known.category if known else form.cleaned_data["category"],
        **form.products,
    )
    actions.arrange(arrangement=written, actor=at.actor, now=at.now)
    at.said(_("Saved. Buyers see it at once."))
    return at.to("arrangement", written.id)


def _form(at: Desk, known: Arrangement | None, data: QueryDict | None) -> ArrangementForm:
    categories = [
        (str(one.id), "\u2003" * one.depth + text_in(one.names, at.language)) for one in category_tree().categories
    ]
    initial: dict[str, Any] = {"words": at.asked("words")}
    if known:
        initial = {kind: _references(getattr(known, kind)) for kind in KINDS}
    return ArrangementForm(data, initial=initial, categories=categories, is_new=known is None)


def _references(product_ids: Sequence[ProductId]) -> str:
    """Each product by the reference of its first variant."""
    variants = variants_of(product_ids)
    return "\n".join(variants[id][0].sku for id in product_ids if variants.get(id))


def _arrangement_page(at: Desk, known: Arrangement | None, form: ArrangementForm) -> ArrangementPage:
    may = at.can(SEARCH_ARRANGE)
    found = _found(at, known) if known else None
    return ArrangementPage(
        title=_title(at, known) if known else _("New arrangement"),
        context="" if known else _("For some searched words, or for a category."),
        back=_back(),
        read_only=not may,
        form=form,
        action=reverse("backoffice:arrangement", args=[known.id]) if known else reverse("backoffice:arrangement-new"),
        drop_action=reverse("backoffice:arrangement-drop", args=[known.id]) if known and may else "",
        shown=tuple(
            Link(card.title, reverse("backoffice:product", args=[card.product_id]))
            for card in (found.cards[:_SHOWN] if found else ())
        ),
        count=found.count.number if found else 0,
        history=history_told("search.arrangement", known.id) if known else (),
    )


def _found(at: Desk, known: Arrangement) -> CardPage:
    return find_cards(
        market=known.market,
        language=at.languages[0],
        text=known.words,
        category_id=CategoryId(UUID(known.category)) if known.category else None,
        size=_SHOWN,
        counted=False,
    )


def _edit[K, F: Form](
    at: Desk,
    known: K | None,
    form_of: Callable[[Desk, K | None, QueryDict | None], F],
    page_of: Callable[[Desk, K | None, F], Screen],
    save: Callable[[Desk, K | None, F], HttpResponse],
) -> HttpResponse:
    """The page with its form; by POST what ``save`` answers, or the page with what is wrong."""
    form = form_of(at, known, at.request.POST if at.request.method == "POST" else None)
    if form.is_bound:
        at.actor.must(SEARCH_ARRANGE)
        if form.is_valid():
            with refusals_in(form):
                return save(at, known, form)
    return at.show(page_of(at, known, form), status=422 if form.is_bound else 200)


def _back() -> Link:
    return Link(_("Search and lists"), reverse("backoffice:search-desk"))
