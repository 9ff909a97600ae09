import re
from collections import Counter
from collections.abc import Iterator

from stdnum import ean

from comptoir.domains.catalogue.errors import (
    BadBarcode,
    BadCode,
    BadQuantity,
    FieldNeeded,
    FieldTooLong,
    NotAVariant,
    OptionMissing,
    SameOptionsInDraft,
    SkuTwice,
)
from comptoir.domains.catalogue.values import AttributeDraft, CategoryDraft, ProductDraft, VariantDraft
from comptoir.kernel.errors import Invalid
from comptoir.kernel.texts import Texts

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MOST_VARIANTS = 1_000
MOST_UNITS = 1_000_000_000

_LIMITS = {"titles": 255, "summaries": 1_000, "descriptions": 200_000, "names": 255}


def draft_errors(draft: ProductDraft) -> Iterator[Invalid]:
    """What is wrong with a tidy draft, by field ("variants.0.sku")."""
    if not draft.titles:
        yield FieldNeeded(field="titles")
    for field in ("titles", "summaries", "descriptions"):
        yield from _too_long(field, getattr(draft, field))
    if len(draft.maker) > 255:
        yield FieldTooLong(field="maker", limit=255)
    if not draft.variants:
        yield FieldNeeded(field="variants")
    if len(draft.variants) > MOST_VARIANTS:
        yield BadQuantity(field="variants", limit=MOST_VARIANTS)
    codes = {option.code for option in draft.options}
    for index, variant in enumerate(draft.variants):
        yield from _variant_errors(variant, codes, f"variants.{index}")
    yield from _twice(draft)
    yield from _code_errors(draft)


def _code_errors(draft: ProductDraft) -> Iterator[Invalid]:
    for index, option in enumerate(draft.options):
        if not CODE.fullmatch(option.code):
            yield (BadCode if option.code else FieldNeeded)(field=f"options.{index}")
    for index, attribute in enumerate(draft.attributes):
        if not attribute.value_name:
            yield FieldNeeded(field=f"attributes.{index}")
        elif not CODE.fullmatch(attribute.value):
            yield BadCode(field=f"attributes.{index}")
    skus = {variant.sku.lower() for variant in draft.variants}
    for index, media in enumerate(draft.media):
        if media.sku and media.sku.lower() not in skus:
            yield NotAVariant(field=f"media.{index}.sku", sku=media.sku)


def _variant_errors(variant: VariantDraft, option_codes: set[str], field: str) -> Iterator[Invalid]:
    if not variant.sku:
        yield FieldNeeded(field=f"{field}.sku")
    elif len(variant.sku) > 100:
        yield FieldTooLong(field=f"{field}.sku", limit=100)
    # Only active variants are chosen from: one that was retired keeps the options of its day.
    if variant.active and (set(variant.option_values) != option_codes or not all(variant.option_values.values())):
        yield OptionMissing(field=f"{field}.option_values")
    if variant.barcode and not ean.is_valid(variant.barcode):
        yield BadBarcode(field=f"{field}.barcode")
    for name in ("weight_grams", "net_amount"):
        if not 0 <= getattr(variant, name) <= MOST_UNITS:
            yield BadQuantity(field=f"{field}.{name}", limit=MOST_UNITS)


def _twice(draft: ProductDraft) -> Iterator[Invalid]:
    skus = Counter(variant.sku.lower() for variant in draft.variants if variant.sku)
    options = Counter(_choice(variant) for variant in draft.variants if variant.active)
    for index, variant in enumerate(draft.variants):
        if skus[variant.sku.lower()] > 1:
            yield SkuTwice(field=f"variants.{index}.sku", sku=variant.sku)
        if variant.active and options[_choice(variant)] > 1:
            yield SameOptionsInDraft(field=f"variants.{index}.option_values")


def _choice(variant: VariantDraft) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    return tuple(sorted((code, tuple(sorted(value.items()))) for code, value in variant.option_values.items()))


def _too_long(field: str, texts: Texts) -> Iterator[Invalid]:
    limit = _LIMITS[field]
    if any(len(text) > limit for text in texts.values()):
        yield FieldTooLong(field=field, limit=limit)


def category_errors(draft: CategoryDraft) -> Iterator[Invalid]:
    """What is wrong with a tidy category; whether its parent exists is for the database to say."""
    if not CODE.fullmatch(draft.code):
        yield BadCode(field="code")
    if not draft.names:
        yield FieldNeeded(field="names")
    yield from _too_long("names", draft.names)
    yield from _too_long("descriptions", draft.descriptions)


def attribute_errors(draft: AttributeDraft) -> Iterator[Invalid]:
    """What is wrong with an attribute whose names are tidy."""
    if not CODE.fullmatch(draft.code):
        yield BadCode(field="code")
    if not draft.names:
        yield FieldNeeded(field="names")
    yield from _too_long("names", draft.names)
