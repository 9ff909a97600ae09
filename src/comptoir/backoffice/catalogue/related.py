"""What is shown beside a product: the merchant's choice, by reference."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from comptoir.backoffice.catalogue.pages import product_tabs
from comptoir.backoffice.catalogue.states import PRODUCT
from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.parts import Link, Screen
from comptoir.backoffice.refusals import refusals_in
from comptoir.domains.catalogue.actions import set_related_products
from comptoir.domains.catalogue.permissions import CATALOGUE_EDIT, CATALOGUE_VIEW
from comptoir.domains.catalogue.queries import product as product_of
from comptoir.domains.catalogue.queries import products_for
from comptoir.domains.catalogue.values import Product, ProductId
from comptoir.kernel.texts import text_in


class RelatedForm(forms.Form):
    related = forms.CharField(
        label=gettext_lazy("References, one per line"),
        required=False,
        max_length=2_000,
        help_text=gettext_lazy("Shown in this order. Then what is often bought together, then the same category."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    @property
    def skus(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["related"].splitlines() if line.strip()]


@dataclass(frozen=True, kw_only=True)
class RelatedPage(Screen):
    TEMPLATE: ClassVar[str] = "backoffice/catalogue/related.html"

    form: RelatedForm
    action: str
    chosen: tuple[Link, ...]


@require_http_methods(["GET", "POST"])
@desk("products", CATALOGUE_VIEW)
def related(at: Desk, id: UUID) -> HttpResponse:
    known = product_of(ProductId(id))
    if at.request.method != "POST":
        return at.show(_page(at, known))
    at.actor.must(CATALOGUE_EDIT)
    form = RelatedForm(at.request.POST)
    if form.is_valid():
        with refusals_in(form):
            set_related_products(product_id=known.id, skus=form.skus, actor=at.actor, now=at.now)
    if form.errors:
        return at.show(_page(at, known, form), status=422)
    at.said(_("Saved."))
    return at.to("product-related", id)


def _page(at: Desk, product: Product, tried: RelatedForm | None = None) -> RelatedPage:
    chosen = products_for(product.related_ids) if product.related_ids else {}
    others = [each for each in chosen.values() if each.variants]
    form = tried or RelatedForm(initial={"related": "\n".join(each.variants[0].sku for each in others)})
    return RelatedPage(
        title=text_in(product.titles, at.language),
        read_only=not at.can(CATALOGUE_EDIT),
        pills=(PRODUCT[product.status],),
        back=Link(_("Products"), reverse("backoffice:products")),
        tabs=product_tabs(product, "product-related"),
        form=form,
        action=reverse("backoffice:product-related", args=[product.id]),
        chosen=tuple(
            Link(text_in(each.titles, at.language), reverse("backoffice:product", args=[each.id])) for each in others
        ),
    )
