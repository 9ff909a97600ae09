"""What must hold for a catalogue before anything is written: every failure names where it is."""

import re
from collections.abc import Callable

from stdnum import ean

from comptoir.operations.demo.content.values import Catalogue, ContentError, Product, Variant
from comptoir.operations.demo.pictures.motifs.registry import MOTIFS
from comptoir.operations.demo.pictures.palette import COLOURS, GROUNDS
from comptoir.operations.demo.pictures.shapes.registry import SHAPES
from comptoir.operations.demo.pictures.spec import PictureSpec

_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SKU = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*")
_LABELS = {"paper", "arch", "round", "bold", "split", "band", "plain", "none"}
# A litre of oil weighs 0.91 kg; with its bottle it always weighs more, but a pouch may hide the difference.
_LIGHTEST_LIQUID = 0.9


def check_catalogue(catalogue: Catalogue) -> None:
    """:raises ContentError: at the first thing that cannot be."""
    categories = {category.code: category for category in catalogue.categories}
    parents = {category.parent for category in catalogue.categories}
    attributes = {attribute.code: attribute.codes() for attribute in catalogue.attributes}
    options = {option.code: option.codes() for option in catalogue.options}
    for maker in catalogue.makers:
        if maker.region not in attributes["region"]:
            raise ContentError("makers.toml", maker.code, f"region {maker.region} is unknown")
    for vocabulary in (*catalogue.attributes, *catalogue.options):
        for choice in vocabulary.choices:
            if not set(choice.colours) <= COLOURS.keys():
                raise ContentError("options.toml", f"{vocabulary.code}.{choice.code}.colours", "not in the palette")
    seen: dict[str, str] = {}
    for product in catalogue.products:
        fail = _failing(product)
        if product.category not in categories or product.category in parents:
            raise fail("category", f"{product.category} is not a category that holds products")
        _check_product(product, attributes, fail)
        for variant in product.variants:
            _check_variant(product, variant, options, fail)
        for kind, value in _identities(product):
            if f"{kind} {value}" in seen:
                raise fail(kind, f"{value} is already that of {seen[f'{kind} {value}']}")
            seen[f"{kind} {value}"] = product.code


def _failing(product: Product) -> Callable[[str, str], ContentError]:
    return lambda key, problem: ContentError("products/*.toml", f"{product.code}.{key}", problem)


def _identities(product: Product) -> list[tuple[str, str]]:
    found = [("code", product.code), ("title.fr", product.title.fr), ("title.en", product.title.en)]
    for variant in product.variants:
        found += [("sku", variant.sku), ("barcode", variant.barcode), ("choices", f"{product.code} {variant.choices}")]
    return found


def _check_product(
    product: Product, attributes: dict[str, frozenset[str]], fail: Callable[[str, str], ContentError]
) -> None:
    if not _CODE.fullmatch(product.code):
        raise fail("code", "must be lower-case ASCII words joined by hyphens")
    if product.region not in attributes["region"]:
        raise fail("region", f"{product.region} is unknown")
    for attribute, values in (*product.facets, ("allergens", product.allergens)):
        unknown = set(values) - attributes.get(attribute, frozenset())
        if unknown or attribute not in attributes:
            raise fail(f"facets.{attribute}", f"{', '.join(sorted(unknown)) or attribute} is not in attributes.toml")
    if not product.variants:
        raise fail("variants", "a product needs at least one")
    for language, story in (("fr", product.story.fr), ("en", product.story.en)):
        if len(story.split("\n\n")) < 2:
            raise fail(f"story.{language}", "needs two paragraphs, separated by an empty line")


def _check_variant(
    product: Product, variant: Variant, options: dict[str, frozenset[str]], fail: Callable[[str, str], ContentError]
) -> None:
    where = f"variants.{variant.sku}"
    if not _SKU.fullmatch(variant.sku) or len(variant.sku) > 24:
        raise fail(where, "a SKU is 24 capital letters, digits and hyphens at most")
    if not ean.is_valid(variant.barcode) or len(variant.barcode) != 13 or variant.barcode[0] != "2":
        raise fail(where, f"barcode {variant.barcode} is not a valid EAN-13 of the internal range 20 to 29")
    for option, value in variant.choices:
        if value not in options.get(option, frozenset()):
            raise fail(where, f"{option} {value} is not in options.toml")
    if variant.price_minor <= 0 or (
        variant.compare_at_minor is not None and variant.compare_at_minor <= variant.price_minor
    ):
        raise fail(where, "a price is positive, and a struck-out price higher")
    if variant.stock_warehouse < 0 or variant.stock_shop < 0:
        raise fail(where, "stock is not negative")
    if (product.unit is None) != (variant.net_content is None):
        raise fail(where, "net goes with the product's unit: both or neither")
    least = (variant.net_content or 1) * (_LIGHTEST_LIQUID if product.unit == "l" else 1)
    if variant.weight_grams < least or (variant.net_content is not None and variant.net_content <= 0):
        raise fail(where, "the gross weight is below the net content")
    _check_picture(variant.picture, lambda problem: fail(f"{where}.picture", problem))


def _check_picture(spec: PictureSpec, fail: Callable[[str], ContentError]) -> None:
    known: tuple[tuple[str, str, object], ...] = (
        ("shape", spec.shape, SHAPES),
        ("ground", spec.ground, GROUNDS),
        ("label", spec.label, _LABELS),
        ("motif", spec.motif, MOTIFS),
        ("garnish", spec.garnish, MOTIFS),
        ("emblem", spec.emblem, MOTIFS),
        ("body", spec.body, COLOURS),
        ("accent", spec.accent, COLOURS),
        ("fill", spec.fill, COLOURS),
        ("paper", spec.paper, COLOURS),
    )
    for name, value, allowed in known:
        if (value or name in ("shape", "ground")) and value not in allowed:  # type: ignore[operator]  # dicts and sets alike
            raise fail(f"{name} {value} is unknown")
    if not 60 <= spec.scale <= 130:
        raise fail("scale must be between 60 and 130")
