"""The product editor: what it shows of a product, and the drafts it makes of what was written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.text import slugify

from comptoir.backoffice.catalogue.addresses import slugs_shown
from comptoir.backoffice.catalogue.forms import OPTIONS, ProductForm, VariantForm, VariantFormSet
from comptoir.backoffice.desk import Desk
from comptoir.backoffice.texts import gathered, spread
from comptoir.domains.catalogue.queries import category_tree, variants_by_sku
from comptoir.domains.catalogue.values import (
    AttributeValueDraft,
    NetUnit,
    Option,
    OptionDraft,
    Product,
    ProductDraft,
    ProductStatus,
    TaxClass,
    Variant,
    VariantDraft,
    VariantId,
    Withdrawal,
)
from comptoir.domains.inventory.permissions import INVENTORY_ADJUST
from comptoir.domains.inventory.queries import levels_for
from comptoir.domains.network.queries import selling_places
from comptoir.domains.pricing.permissions import PRICING_EDIT
from comptoir.domains.pricing.queries import prices_for
from comptoir.flows.save_product import SkuCount, SkuPrice
from comptoir.kernel.texts import text_in

PREFIX = "variants"
MOST_NEW_ROWS = 20
_SKU_LETTERS = 40


@dataclass(frozen=True, slots=True)
class Editor:
    """The two halves of the page: the form, and the rows of variants."""

    form: ProductForm
    rows: Any  # the formset, a class that Django makes at run time

    def is_valid(self) -> bool:
        # Both are checked, so that everything is told at once.
        if not all([self.form.is_valid(), self.rows.is_valid()]):
            return False
        nameless = [row for row in self.kept_rows if not row.cleaned_data["sku"]]
        for row, sku in zip(nameless, free_skus(self.title, len(nameless)), strict=True):
            row.cleaned_data["sku"] = sku
        return True

    @property
    def title(self) -> str:
        return str(self.form.cleaned_data[f"title_{self.form.languages[0]}"])

    @property
    def kept_rows(self) -> list[VariantForm]:
        """The rows that were written and are not struck out, in their order."""
        return [row for row in self.rows.forms if row.cleaned_data and not row.cleaned_data.get("DELETE")]


def free_skus(title: str, count: int) -> list[str]:
    """References for whoever has none: “MIEL-DE-LAVANDE-1” and so on, those that nobody has yet."""
    stem = slugify(title)[:_SKU_LETTERS].strip("-").upper() or "ARTICLE"
    number, free = 1, list[str]()
    while len(free) < count:
        wanted = [f"{stem}-{number + step}" for step in range(count)]
        taken = variants_by_sku(wanted)
        free += [sku for sku in wanted if sku not in taken]
        number += count
    return free[:count]


def editor_for(at: Desk, product: Product | None, data: QueryDict | None = None) -> Editor:
    tree = category_tree()
    categories = [(one.code, "\u2003" * one.depth + text_in(one.names, at.language)) for one in tree.categories]
    form = ProductForm(data, initial=_initial(at, product), languages=at.languages, categories=categories)
    rows = VariantFormSet(
        data,
        prefix=PREFIX,
        initial=_variants(at, product),
        form_kwargs={
            "languages": at.languages,
            "options": form.named_options(),
            "currency": at.market.currency,
            "places": {place.code: text_in(place.name, at.language) for place in selling_places()},
            "may_price": at.can(PRICING_EDIT),
            "may_count": at.can(INVENTORY_ADJUST),
        },
    )
    rows.extra = _new_rows(at, product)
    return Editor(form, rows)


def _new_rows(at: Desk, product: Product | None) -> int:
    """Without a script, “Add a variant” is a link that asks for one more empty row."""
    asked = at.asked("rows")
    wanted = min(MOST_NEW_ROWS, int(asked)) if asked.isdecimal() else 0
    return max(wanted, 0 if product and any(one.active for one in product.variants) else 1)


def _initial(at: Desk, product: Product | None) -> dict[str, Any]:
    if product is None:
        return {"tax_class": TaxClass.STANDARD.value, "withdrawal": Withdrawal.ALLOWED.value}
    tree = category_tree()
    values: dict[str, Any] = {
        "maker": product.maker,
        "tax_class": product.tax_class.value,
        "withdrawal": product.withdrawal.value,
        "categories": [tree.by_id[id].code for id in product.category_ids if id in tree.by_id],
        **slugs_shown(product, product.titles, at.languages),
        "version": product.version,
    }
    for name, texts in (
        ("title", product.titles),
        ("summary", product.summaries),
        ("description", product.descriptions),
    ):
        values |= spread(name, texts, at.languages)
    for index, option in enumerate(product.options[:OPTIONS]):
        values |= spread(f"option_{index}", option.name, at.languages)
    return values


def _variants(at: Desk, product: Product | None) -> list[dict[str, Any]]:
    if product is None:
        return []
    shown = [variant for variant in product.variants if variant.active] or list(product.variants)
    ids = [variant.id for variant in shown]
    prices, levels = prices_for(ids, market=at.market.code), levels_for(ids)
    return [
        {
            **_variant(at, variant, product.options),
            **_price(prices.get(variant.id)),
            **{f"stock_{level.place_code}": level.on_hand for level in levels[variant.id]},
        }
        for variant in shown
    ]


def _price(price: Any) -> dict[str, Any]:
    return {} if price is None else {"price": price.amount, "compare_at": price.compare_at}


def _variant(at: Desk, variant: Variant, options: Sequence[Option]) -> dict[str, Any]:
    values: dict[str, Any] = {
        "id": variant.id,
        "sku": variant.sku,
        "barcode": variant.barcode,
        "weight_grams": variant.weight_grams or None,
        "net_amount": variant.net_amount or None,
        "net_unit": variant.net_unit.value,
        "active": variant.active,
    }
    for index, option in enumerate(options[:OPTIONS]):
        values |= spread(f"value_{index}", variant.option_values.get(option.code, {}), at.languages)
    return values


def draft_of(at: Desk, editor: Editor, product: Product | None) -> ProductDraft:
    """What was written, complete; what this page does not show (attributes, texts in other languages) stays."""
    values = editor.form.cleaned_data
    codes = _option_codes(editor.form, product)
    old = product or _EMPTY
    return ProductDraft(
        titles=_kept(old.titles, gathered("title", values, at.languages), at.languages),
        summaries=_kept(old.summaries, gathered("summary", values, at.languages), at.languages),
        descriptions=_kept(old.descriptions, gathered("description", values, at.languages), at.languages),
        maker=values["maker"],
        tax_class=TaxClass(values["tax_class"]),
        withdrawal=Withdrawal(values["withdrawal"]),
        options=tuple(
            OptionDraft(code=code, name=gathered(f"option_{index}", values, at.languages))
            for index, code in codes.items()
        ),
        variants=tuple(_variant_draft(at, row, codes) for row in editor.kept_rows)
        # A title alone makes a draft: its one variant gets a reference, and a price some other day.
        or (VariantDraft(sku=free_skus(editor.title, 1)[0]),),
        categories=tuple(values["categories"]),
        attributes=tuple(
            AttributeValueDraft(attribute=one.attribute, value=one.value, value_name=one.value_name)
            for one in (product.attributes if product else ())
        ),
        slugs=gathered("slug", values, at.languages),
        position=product.position if product else 0,
        status=ProductStatus.DRAFT,
    )


@dataclass(frozen=True)
class _NoTexts:
    titles: Mapping[str, str]
    summaries: Mapping[str, str]
    descriptions: Mapping[str, str]


_EMPTY = _NoTexts({}, {}, {})


def _kept(old: Mapping[str, str], new: dict[str, str], languages: Sequence[str]) -> dict[str, str]:
    return {**{code: text for code, text in old.items() if code not in languages}, **new}


def _option_codes(form: ProductForm, product: Product | None) -> dict[int, str]:
    """The code of each option row that carries a name: an option that was there keeps its own."""
    known = [option.code for option in product.options] if product else []
    first = form.languages[0]
    return {
        index: known[index]
        if index < len(known)
        else slugify(form.cleaned_data[f"option_{index}_{first}"]) or f"option-{index}"
        for index in form.named_options()
    }


def _variant_draft(at: Desk, row: VariantForm, codes: dict[int, str]) -> VariantDraft:
    values = row.cleaned_data
    chosen = {code: gathered(f"value_{index}", values, at.languages) for index, code in codes.items()}
    return VariantDraft(
        id=VariantId(values["id"]) if values.get("id") else None,
        sku=values["sku"],
        option_values={code: texts for code, texts in chosen.items() if texts},
        barcode=values["barcode"],
        weight_grams=values["weight_grams"] or 0,
        net_amount=values["net_amount"] or 0,
        net_unit=NetUnit(values["net_unit"] or NetUnit.GRAM),
        active=values["active"],
    )


def prices_of(editor: Editor) -> list[SkuPrice]:
    """The prices that are other ones now."""
    return [
        SkuPrice(
            sku=row.cleaned_data["sku"], amount=row.cleaned_data["price"], compare_at=row.cleaned_data["compare_at"]
        )
        for row in editor.kept_rows
        if row.cleaned_data.get("price") is not None and {"price", "compare_at"} & set(row.changed_data)
    ]


def counts_of(editor: Editor) -> list[SkuCount]:
    """The shelves whose number is another one than was shown."""
    return [
        SkuCount(
            sku=row.cleaned_data["sku"],
            place_code=place,
            quantity=row.cleaned_data[f"stock_{place}"],
            seen=row.shown(f"stock_{place}"),
        )
        for row in editor.kept_rows
        for place in row.places
        if f"stock_{place}" in row.changed_data and row.cleaned_data[f"stock_{place}"] is not None
    ]
