"""What a file says, reduced to what has to be compared, so that an import only changes what the file changes."""

import hashlib
from collections.abc import Mapping
from typing import Any

import orjson

from comptoir.domains.imports.values import Changes, Content, ImportTerms, SourceProduct, SourceVariant


def content_of(product: SourceProduct, *, terms: ImportTerms) -> Content:
    """Only what the file speaks of; long texts as digests."""
    language = terms.language
    fields = {
        f"title.{language}": product.title,
        f"description.{language}": None if product.description is None else _digest(product.description),
        "maker": product.maker,
        "category": product.category,
        f"tags.{language}": None if product.tags is None else list(product.tags),
        "status": None if product.status is None else str(product.status),
        f"options.{language}": None if product.option_names is None else list(product.option_names),
        "tax_class": str(terms.tax_class),
    }
    pictures = product.pictures
    return Content(
        fields={name: value for name, value in fields.items() if value is not None},
        variants={variant.sku.lower(): _aspects(variant, product, terms) for variant in product.variants},
        pictures=None if pictures is None else tuple((one.address, one.alt, one.sku) for one in pictures),
    )


def _aspects(variant: SourceVariant, product: SourceProduct, terms: ImportTerms) -> dict[str, Any]:
    compare_at = variant.compare_at.minor if variant.compare_at else 0
    aspects = {
        "sku": variant.sku,
        f"choice.{terms.language}": list(variant.choice) if product.all_variants else None,
        "barcode": variant.barcode,
        "weight": variant.weight_grams,
        f"price.{terms.market}": None if variant.price is None else variant.price.minor,
        f"compare_at.{terms.market}": None if variant.price is None or variant.keeps_compare_at else compare_at,
        f"stock.{terms.place_code}": variant.quantity,
    }
    return {name: value for name, value in aspects.items() if value is not None}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def hash_of(content: Content) -> str:
    """Equal for equal contents. What follows from it is quick: a product whose hash is known has not changed."""
    plain = [content.fields, content.variants, content.pictures]
    return hashlib.sha256(orjson.dumps(plain, option=orjson.OPT_SORT_KEYS)).hexdigest()


def changes_between(known: Content, now: Content, *, all_variants: bool, language: str) -> Changes:
    """What the file says otherwise than the last time. ``all_variants``: it lists them all, so others are gone."""
    renamed = _renamed(known, now, f"choice.{language}") if all_variants else {}
    changed: dict[str, frozenset[str]] = {}
    for sku, aspects in now.variants.items():
        before = known.variants.get(renamed.get(sku, sku), {})
        differing = frozenset(name for name, value in aspects.items() if before.get(name) != value)
        if differing:
            changed[sku] = differing
    gone = set(known.variants) - set(now.variants) - set(renamed.values()) if all_variants else set[str]()
    return Changes(
        fields=frozenset(name for name, value in now.fields.items() if known.fields.get(name) != value),
        variants=changed,
        added=frozenset(sku for sku in now.variants if sku not in known.variants and sku not in renamed),
        gone=frozenset(gone),
        renamed=renamed,
        pictures=now.pictures is not None and now.pictures != (known.pictures or ()),
    )


def _renamed(known: Content, now: Content, choice: str) -> dict[str, str]:
    """New references of variants that had another one the last time: the choice tells which."""
    left = {tuple(aspects[choice]): sku for sku, aspects in known.variants.items() if choice in aspects}
    return {
        sku: left[tuple(aspects[choice])]
        for sku, aspects in now.variants.items()
        if sku not in known.variants and left.get(tuple(aspects[choice])) not in (None, *now.variants)
    }


def merged(known: Content, now: Content, changes: Changes) -> Content:
    """What is known of the source after this file: what it says now, and what it said before of everything else."""
    before = {sku: known.variants.get(changes.renamed.get(sku, sku), {}) for sku in now.variants}
    kept: Mapping[str, Mapping[str, Any]] = {
        sku: aspects
        for sku, aspects in known.variants.items()
        if sku not in changes.gone and sku not in changes.renamed.values()
    }
    return Content(
        fields={**known.fields, **now.fields},
        variants={**kept, **{sku: {**before[sku], **aspects} for sku, aspects in now.variants.items()}},
        pictures=known.pictures if now.pictures is None else now.pictures,
    )
