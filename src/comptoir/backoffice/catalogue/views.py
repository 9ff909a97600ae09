"""Products: the list, the editor, pictures, status and history."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comptoir.backoffice.catalogue.editing import counts_of, draft_of, editor_for, prices_of
from comptoir.backoffice.catalogue.forms import PictureForm
from comptoir.backoffice.catalogue.listing import product_list
from comptoir.backoffice.catalogue.pages import (
    history_page,
    pictures_page,
    product_page,
    refuse_product,
    variant_choices,
)
from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.refusals import refusals_in
from comptoir.backoffice.texts import gathered
from comptoir.domains.catalogue.actions import add_media, remove_media, set_product_status
from comptoir.domains.catalogue.permissions import CATALOGUE_EDIT, CATALOGUE_VIEW
from comptoir.domains.catalogue.queries import product as product_of
from comptoir.domains.catalogue.values import MediaId, ProductId, ProductStatus, VariantId
from comptoir.flows.save_product import save_product
from comptoir.kernel.errors import BusinessError


@require_GET
@desk("products", CATALOGUE_VIEW)
def products(at: Desk) -> HttpResponse:
    return at.show(product_list(at))


@require_http_methods(["GET", "POST"])
@desk("products", CATALOGUE_VIEW)
def product(at: Desk, id: UUID) -> HttpResponse:
    return _edit(at, ProductId(id))


@require_http_methods(["GET", "POST"])
@desk("products", CATALOGUE_EDIT)
def product_new(at: Desk) -> HttpResponse:
    return _edit(at, None)


def _edit(at: Desk, id: ProductId | None) -> HttpResponse:
    known = product_of(id) if id else None
    if at.request.method != "POST":
        return at.show(product_page(at, known, editor_for(at, known)))
    at.actor.must(CATALOGUE_EDIT)
    editor = editor_for(at, known, at.request.POST)
    if editor.is_valid():
        try:
            saved = save_product(
                product_id=id,
                draft=draft_of(at, editor, known),
                version=editor.form.cleaned_data["version"] or 0,
                market=at.market.code,
                prices=prices_of(editor),
                counts=counts_of(editor),
                actor=at.actor,
                now=at.now,
            )
        except BusinessError as error:
            refuse_product(editor, error)
        else:
            at.said(
                _("The product is saved.")
                if id
                else _("The product is saved as a draft. Put it on sale when it is ready.")
            )
            return at.to("product", saved)
    return at.show(product_page(at, known, editor), status=422)


@require_POST
@desk("products", CATALOGUE_EDIT)
def status(at: Desk, id: UUID) -> HttpResponse:
    wanted = at.request.POST.get("status", "")
    if wanted in set(ProductStatus):
        set_product_status(product_id=ProductId(id), status=ProductStatus(wanted), actor=at.actor, now=at.now)
        words = {
            ProductStatus.ACTIVE: _("The product is on sale."),
            ProductStatus.DRAFT: _("The product is a draft again; customers no longer see it."),
            ProductStatus.ARCHIVED: _("The product is archived. It can be put on sale again at any time."),
        }
        at.said(words[ProductStatus(wanted)])
    return at.to("product", id)


@require_http_methods(["GET", "POST"])
@desk("products", CATALOGUE_VIEW)
def pictures(at: Desk, id: UUID) -> HttpResponse:
    known = product_of(ProductId(id))
    if at.request.method == "POST":
        at.actor.must(CATALOGUE_EDIT)
    data = (at.request.POST, at.request.FILES) if at.request.method == "POST" else (None, None)
    form = PictureForm(*data, languages=at.languages, variants=variant_choices(at, known))
    if form.is_valid():
        variant = form.cleaned_data["variant"]
        with refusals_in(form, {"file": "picture"}):
            add_media(
                product_id=known.id,
                content=form.cleaned_data["picture"].read(),
                alts=gathered("alt", form.cleaned_data, at.languages),
                variant_id=VariantId(UUID(variant)) if variant else None,
                actor=at.actor,
                now=at.now,
            )
        if form.is_valid():
            at.said(_("The picture is added."))
            return at.to("product-pictures", id)
    return at.show(pictures_page(at, known, form), status=422 if form.is_bound else 200)


@require_POST
@desk("products", CATALOGUE_EDIT)
def picture_remove(at: Desk, id: UUID, media: UUID) -> HttpResponse:
    remove_media(media_id=MediaId(media), actor=at.actor, now=at.now)
    at.said(_("The picture is removed."))
    return at.to("product-pictures", id)


@require_GET
@desk("products", CATALOGUE_VIEW)
def product_history(at: Desk, id: UUID) -> HttpResponse:
    return at.show(history_page(at, product_of(ProductId(id))))
