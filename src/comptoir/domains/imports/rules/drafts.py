"""From what a file says to what the catalogue is asked to write."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from comptoir.domains.catalogue.values import (
    AttributeValueDraft,
    Option,
    OptionDraft,
    Product,
    ProductDraft,
    ProductStatus,
    Variant,
    VariantDraft,
)
from comptoir.domains.imports.values import TAGS, Changes, Content, ImportTerms, SourceProduct, SourceVariant
from comptoir.kernel.texts import Texts, folded, slug_of


class OptionsDiffer(ValueError):
    """The options that the product has here are not those of the file any more."""


def new_draft(product: SourceProduct, *, terms: ImportTerms, category: str) -> ProductDraft:
    """A product that is not here yet, without its pictures. ``category`` is a code, or "" for none."""
    language = terms.language
    codes = _new_codes(product.option_names or ())
    options = [
        OptionDraft(code=code, name={language: name})
        for code, name in zip(codes, product.option_names or (), strict=True)
    ]
    return ProductDraft(
        slug=slug_of(product.source_id),
        titles={language: product.title or ""},
        descriptions={language: product.description or ""},
        maker=product.maker or "",
        tax_class=terms.tax_class,
        options=tuple(options),
        variants=tuple(_new_variant(variant, codes, language) for variant in product.variants),
        attributes=tuple(_tag(tag, language) for tag in product.tags or ()),
        categories=(category,) if category else (),
        status=product.status or ProductStatus.ACTIVE,
    )


def _new_codes(names: Sequence[str]) -> list[str]:
    codes: list[str] = []
    for number, name in enumerate(names, 1):
        code = slug_of(name, limit=60)
        codes.append(code if code and code not in codes else f"option-{number}")
    return codes


def _new_variant(variant: SourceVariant, codes: Sequence[str], language: str) -> VariantDraft:
    return VariantDraft(
        sku=variant.sku,
        option_values={code: {language: value} for code, value in zip(codes, variant.choice, strict=False)},
        barcode=variant.barcode or "",
        weight_grams=variant.weight_grams or 0,
    )


def _tag(tag: str, language: str) -> AttributeValueDraft:
    return AttributeValueDraft(attribute=TAGS.code, value_name={language: tag})


def changed_draft(
    current: Product,
    product: SourceProduct,
    *,
    changes: Changes,
    known: Content,
    terms: ImportTerms,
    categories: Sequence[str],
    category: str,
    old_category: str,
) -> ProductDraft:
    """The product as it is here, with what the file has changed. What somebody wrote here since stays.

    ``categories`` are the codes it has here; ``category`` is that of the type the file names, ``old_category`` that of
    the type it named before.

    :raises OptionsDiffer: when the file's options cannot be told which of the product's they are.
    """
    language, fields = terms.language, changes.fields
    titles, descriptions = dict(current.titles), dict(current.descriptions)
    if f"title.{language}" in fields:
        titles[language] = product.title or ""
    if f"description.{language}" in fields:
        descriptions[language] = product.description or ""
    options = _options(current, product, f"options.{language}" in fields, language)
    kept = [code for code in categories if code != old_category] if "category" in fields else list(categories)
    wanted = [category] if "category" in fields and category and category not in kept else []
    return ProductDraft(
        titles=titles,
        summaries=current.summaries,
        descriptions=descriptions,
        maker=product.maker or "" if "maker" in fields else current.maker,
        tax_class=terms.tax_class if "tax_class" in fields else current.tax_class,
        withdrawal=current.withdrawal,
        options=options,
        variants=_variants(current, product, changes, [option.code for option in options], language),
        attributes=_attributes(current, product, changes, known, language),
        categories=(*wanted, *kept),
        position=current.position,
    )


def _options(current: Product, product: SourceProduct, are_new: bool, language: str) -> tuple[OptionDraft, ...]:
    names = product.option_names
    if names is None or not are_new:
        if product.all_variants and product.option_names is not None and len(names or ()) != len(current.options):
            raise OptionsDiffer
        return tuple(OptionDraft(code=option.code, name=option.name) for option in current.options)
    if len(names) == len(current.options):
        pairs = zip(current.options, names, strict=True)
        return tuple(OptionDraft(code=option.code, name={**option.name, language: name}) for option, name in pairs)
    return tuple(_same_or_new(current.options, code, name, language) for code, name in _coded(names))


def _coded(names: Sequence[str]) -> list[tuple[str, str]]:
    return list(zip(_new_codes(names), names, strict=True))


def _same_or_new(options: Sequence[Option], code: str, name: str, language: str) -> OptionDraft:
    for option in options:
        if option.code == code or any(folded(known) == folded(name) for known in option.name.values()):
            return OptionDraft(code=option.code, name={**option.name, language: name})
    return OptionDraft(code=code, name={language: name})


def _variants(
    current: Product, product: SourceProduct, changes: Changes, codes: Sequence[str], language: str
) -> tuple[VariantDraft, ...]:
    """Those of the file, then those that are only here. What the file no longer lists is left out, so it is retired."""
    by_sku = {variant.sku.lower(): variant for variant in current.variants}
    taken: set[str] = set()
    drafts = []
    for variant in product.variants:
        sku = variant.sku.lower()
        here = by_sku.get(sku) or by_sku.get(changes.renamed.get(sku, ""))
        if here is not None:
            taken.add(here.sku.lower())
        drafts.append(_variant(here, variant, changes, codes, language))
    only_here = [
        _as_it_is(variant)
        for sku, variant in by_sku.items()
        if sku not in taken and sku not in changes.gone and (variant.active or not product.all_variants)
    ]
    return (*drafts, *only_here)


def _variant(
    here: Variant | None, variant: SourceVariant, changes: Changes, codes: Sequence[str], language: str
) -> VariantDraft:
    if here is None:
        return _new_variant(variant, codes, language)
    changed = changes.variants.get(variant.sku.lower(), frozenset())
    draft = _as_it_is(here)
    values = dict(draft.option_values)
    if f"choice.{language}" in changed or set(values) != set(codes):
        told = zip(codes, variant.choice, strict=False)
        values = {code: {**values.get(code, {}), language: value} for code, value in told}
    return replace(
        draft,
        sku=variant.sku if "sku" in changed else draft.sku,
        option_values=values,
        barcode=variant.barcode or "" if "barcode" in changed else draft.barcode,
        weight_grams=variant.weight_grams or 0 if "weight" in changed else draft.weight_grams,
        # Back in the file, back on sale; but what was taken off sale here stays off.
        active=True if variant.sku.lower() in changes.added else draft.active,
    )


def _as_it_is(variant: Variant) -> VariantDraft:
    return VariantDraft(
        id=variant.id,
        sku=variant.sku,
        option_values=variant.option_values,
        barcode=variant.barcode,
        weight_grams=variant.weight_grams,
        net_amount=variant.net_amount,
        net_unit=variant.net_unit,
        active=variant.active,
    )


def _attributes(
    current: Product, product: SourceProduct, changes: Changes, known: Content, language: str
) -> tuple[AttributeValueDraft, ...]:
    """All there are; of the tags, without those that the file no longer has and with those that it has now."""
    here = [
        AttributeValueDraft(attribute=value.attribute, value=value.value, value_name=value.value_name)
        for value in current.attributes
    ]
    aspect = f"tags.{language}"
    if aspect not in changes.fields:
        return tuple(here)
    before = {folded(tag) for tag in known.fields.get(aspect, ())}
    now = {folded(tag): tag for tag in product.tags or ()}
    kept = [
        value
        for value in here
        if value.attribute != TAGS.code
        or not _said_by(value.value_name, before, language)
        or _is_in(value, now, language)
    ]
    have = {folded(value.value_name.get(language, "")) for value in kept if value.attribute == TAGS.code}
    return (*kept, *(_tag(tag, language) for name, tag in now.items() if name not in have))


def _said_by(name: Texts, tags: set[str], language: str) -> bool:
    return folded(name.get(language, "")) in tags


def _is_in(value: AttributeValueDraft, tags: Mapping[str, str], language: str) -> bool:
    return folded(value.value_name.get(language, "")) in tags
