"""What a variant is made of: a kit of others, goods of its own, or files to download."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from comptoir.backoffice.catalogue.pages import back_to_products, product_tabs, variant_name
from comptoir.backoffice.catalogue.screens import ContentsOf, ContentsPage, FileRow
from comptoir.backoffice.catalogue.states import PRODUCT
from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.refusals import refusals_in
from comptoir.domains.catalogue.actions import attach_file, remove_file
from comptoir.domains.catalogue.errors import UnknownSku, UnknownVariant
from comptoir.domains.catalogue.permissions import CATALOGUE_EDIT, CATALOGUE_VIEW
from comptoir.domains.catalogue.queries import files_for, variants_by_sku, variants_for
from comptoir.domains.catalogue.queries import product as product_of
from comptoir.domains.catalogue.values import FileId, Product, ProductId, Variant, VariantId, VariantKind
from comptoir.domains.inventory.permissions import INVENTORY_ADJUST
from comptoir.domains.inventory.queries import kits_for
from comptoir.domains.inventory.values import KitPart
from comptoir.flows.sell_variant_as import sell_variant_as
from comptoir.kernel.formats import size_label
from comptoir.kernel.texts import text_in

KIT = "kit"
_KINDS = (
    (VariantKind.GOODS.value, gettext_lazy("An item with stock of its own")),
    (KIT, gettext_lazy("A kit of other items, sold from their stock")),
    (VariantKind.DOWNLOAD.value, gettext_lazy("Files to download")),
    (VariantKind.SERVICE.value, gettext_lazy("A service, without stock or parcel")),
)


class ContentsForm(forms.Form):
    """``parts``: a line each, so many pieces and a reference."""

    kind = forms.ChoiceField(label=gettext_lazy("What this item is"), choices=_KINDS)
    parts = forms.CharField(
        label=gettext_lazy("Components of the kit"),
        help_text=gettext_lazy("One per line: the number of units, then the reference. For example: 2 MIEL-250"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocapitalize": "characters"}),
        max_length=5_000,
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = self.cleaned_data
        if values.get("kind") == KIT and not self.errors:
            values["lines"] = self._lines(values["parts"])
        return values

    def _lines(self, text: str) -> list[tuple[int, str]]:
        lines = []
        for written in filter(None, map(str.strip, text.splitlines())):
            count, _space, sku = written.partition(" ")
            if not (count.isascii() and count.isdecimal() and len(count) <= 3 and sku.strip()):
                words = _("We cannot read “%(line)s”. Write the number of units, a space, then the reference.")
                self.add_error("parts", words % {"line": written})
                return []
            lines.append((int(count), sku.strip()))
        if not lines:
            self.add_error("parts", _("Name at least one component."))
        return lines


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Add a file"),
        help_text=gettext_lazy("PDF, EPUB, MP3, ZIP… Buyers download it under this name."),
        max_length=200,
    )


@require_http_methods(["GET", "POST"])
@desk("products", CATALOGUE_VIEW)
def contents(at: Desk, id: UUID) -> HttpResponse:
    known = product_of(ProductId(id))
    if at.request.method != "POST":
        return at.show(_page(at, known))
    at.actor.must(CATALOGUE_EDIT)
    variant = _variant(known, at.request.POST)
    form = ContentsForm(at.request.POST)
    if form.is_valid():
        with refusals_in(form, {"parts": "parts", "kind": "kind", "sku": "parts"}):
            _write(at, variant, form.cleaned_data)
    if form.is_valid():
        at.said(_("Saved. New orders follow it; those already placed keep what they were promised."))
        return at.to("product-contents", id)
    return at.show(_page(at, known, asked={variant.id: form}), status=422)


def _write(at: Desk, variant: Variant, values: dict[str, Any]) -> None:
    lines = values["lines"] if values["kind"] == KIT else []
    known = variants_by_sku([sku for _count, sku in lines])
    if unknown := [sku for _count, sku in lines if sku not in known]:
        raise UnknownSku(field="parts", sku=unknown[0])
    sell_variant_as(
        variant_id=variant.id,
        kind=VariantKind.GOODS if values["kind"] == KIT else VariantKind(values["kind"]),
        parts=[KitPart(variant_id=known[sku].id, quantity=count) for count, sku in lines],
        actor=at.actor,
        now=at.now,
    )


@require_POST
@desk("products", CATALOGUE_EDIT)
def file_add(at: Desk, id: UUID) -> HttpResponse:
    known = product_of(ProductId(id))
    variant = _variant(known, at.request.POST)
    form = FileForm(at.request.POST, at.request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        with refusals_in(form, {}):
            attach_file(variant_id=variant.id, name=file.name, content=file, actor=at.actor, now=at.now)
    if form.is_valid():
        at.said(_("The file is added. Buyers get it as soon as they have paid."))
        return at.to("product-contents", id)
    return at.show(_page(at, known, files={variant.id: form}), status=422)


@require_POST
@desk("products", CATALOGUE_EDIT)
def file_remove(at: Desk, id: UUID, file: UUID) -> HttpResponse:
    remove_file(file_id=FileId(file), actor=at.actor, now=at.now)
    at.said(_("The file is removed. Those who bought it can still download it."))
    return at.to("product-contents", id)


def _variant(product: Product, data: QueryDict) -> Variant:
    asked = data.get("variant", "")
    found = next((variant for variant in product.variants if str(variant.id) == asked), None)
    if found is None:
        raise UnknownVariant(id=asked)
    return found


def _page(
    at: Desk,
    product: Product,
    *,
    asked: dict[VariantId, ContentsForm] | None = None,
    files: dict[VariantId, FileForm] | None = None,
) -> ContentsPage:
    shown = [variant for variant in product.variants if variant.active] or list(product.variants)
    kits, known = kits_for([each.id for each in shown]), files_for([each.id for each in shown])
    parts = [part.variant_id for kit in kits.values() for part in kit]
    skus = {id: card.sku for id, card in variants_for(parts).items()} if parts else {}
    return ContentsPage(
        title=text_in(product.titles, at.language),
        read_only=not (at.can(CATALOGUE_EDIT) and at.can(INVENTORY_ADJUST)),
        context=_("Stock of its own, a kit of other items, or files to download."),
        pills=(PRODUCT[product.status],),
        back=back_to_products(),
        tabs=product_tabs(product, "product-contents"),
        variants=tuple(
            ContentsOf(
                name=variant_name(at, product, each),
                sku=each.sku,
                form=(asked or {}).get(each.id) or _form(each, kits.get(each.id, ()), skus),
                file_form=(files or {}).get(each.id) or FileForm(),
                files=tuple(
                    FileRow(
                        name=file.name,
                        size=size_label(file.size, at.language),
                        remove_href=reverse("backoffice:product-file-remove", args=[product.id, file.id]),
                    )
                    for file in known[each.id]
                ),
                id=str(each.id),
                action=reverse("backoffice:product-contents", args=[product.id]),
                file_action=reverse("backoffice:product-file", args=[product.id]),
                downloads=each.kind is VariantKind.DOWNLOAD,
            )
            for each in shown
        ),
    )


def _form(variant: Variant, parts: Sequence[KitPart], skus: dict[VariantId, str]) -> ContentsForm:
    kind = KIT if parts else variant.kind.value
    lines = "\n".join(f"{part.quantity} {skus.get(part.variant_id, '')}" for part in parts)
    return ContentsForm(initial={"kind": kind, "parts": lines}, prefix=None, auto_id=f"id_{variant.id.hex[-8:]}_%s")
