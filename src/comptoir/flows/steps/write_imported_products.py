from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from comptoir.domains.catalogue.actions import save_attribute, save_category
from comptoir.domains.catalogue.queries import attributes, category_tree, variants_of
from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.imports.actions import link_sources, record_import_progress
from comptoir.domains.imports.values import (
    TAGS,
    Counts,
    ImportTerms,
    Link,
    Plan,
    RowVerdict,
    RunId,
    SourceVariant,
    Verdict,
)
from comptoir.domains.inventory.actions import record_counts
from comptoir.domains.inventory.values import Count
from comptoir.domains.pricing.actions import add_prices
from comptoir.domains.pricing.queries import prices_for
from comptoir.domains.pricing.values import NewPrice, Price
from comptoir.flows.steps.create_imported_products import Written, create_imported_products
from comptoir.flows.steps.gather_pictures import Gains
from comptoir.flows.steps.update_imported_product import update_imported_product
from comptoir.kernel.access import Actor

type _Ids = Mapping[str, Mapping[str, VariantId]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Some products of a run, with what will have become of their rows, and the counts, once they are written."""

    run_id: RunId
    file_name: str
    plans: Sequence[Plan]
    rows: Sequence[RowVerdict]
    counts: Counts


def write_imported_products(*, batch: Batch, gains: Gains, terms: ImportTerms, actor: Actor, now: datetime) -> None:
    """Write what the plans say, and that it was done: all of the batch or nothing, in one transaction.

    :raises RunSuperseded: when a later run of the source has taken over.
    :raises BusinessError: when a domain refuses something, perhaps because somebody was faster.
    """
    writing = [plan for plan in batch.plans if plan.verdict in (Verdict.CREATE, Verdict.UPDATE)]
    with transaction.atomic(durable=True):
        if writing:
            _furnish(writing, actor, now)
            written = _write_products(writing, gains, terms.language, actor, now)
            cards = variants_of([one.product_id for one in written.values()])
            ids = {
                handle: {card.sku.lower(): card.id for card in cards[one.product_id]} for handle, one in written.items()
            }
            _set_prices(writing, ids, terms, actor, now)
            _count_stock(writing, ids, terms, f"import {batch.file_name}", actor, now)
            links = [_link(plan, written[plan.product.source_id], terms) for plan in writing]
            link_sources(links=links, run_id=batch.run_id, actor=actor, now=now)
        kept = [row for row in batch.rows if row.verdict is not Verdict.UNCHANGED]
        record_import_progress(run_id=batch.run_id, rows=kept, counts=batch.counts, actor=actor, now=now)


def _furnish(writing: Sequence[Plan], actor: Actor, now: datetime) -> None:
    """The categories and the attribute that the products name and that are not there yet."""
    wanted = {plan.new_category.code: plan.new_category for plan in writing if plan.new_category}
    known = category_tree().by_code if wanted else {}
    for offset, code in enumerate(code for code in wanted if code not in known):
        draft = wanted[code]
        save_category(draft=replace(draft, position=draft.position + offset), actor=actor, now=now)
    if any(plan.product.tags for plan in writing) and all(one.code != TAGS.code for one in attributes()):
        save_attribute(draft=TAGS, actor=actor, now=now)


def _write_products(
    writing: Sequence[Plan], gains: Gains, language: str, actor: Actor, now: datetime
) -> dict[str, Written]:
    new = [plan for plan in writing if plan.link is None]
    written = create_imported_products(plans=new, gains=gains, language=language, actor=actor, now=now)
    here = [(plan.link, plan) for plan in writing if plan.link is not None]
    # In one order, so that two imports that touch the same products wait for each other instead of deadlocking.
    for link, plan in sorted(here, key=lambda pair: pair[0].product_id):
        pictures = update_imported_product(plan=plan, link=link, gains=gains, language=language, actor=actor, now=now)
        written[plan.product.source_id] = Written(product_id=link.product_id, pictures=pictures)
    return written


def _changed(writing: Sequence[Plan], ids: _Ids, *aspects: str) -> list[tuple[VariantId, SourceVariant]]:
    """The variants of which one of the aspects is new or another one than the last time."""
    return [
        (ids[plan.product.source_id][variant.sku.lower()], variant)
        for plan in writing
        for variant in plan.product.variants
        if plan.link is None or not plan.changes.variants.get(variant.sku.lower(), frozenset()).isdisjoint(aspects)
    ]


def _set_prices(writing: Sequence[Plan], ids: _Ids, terms: ImportTerms, actor: Actor, now: datetime) -> None:
    changed = _changed(writing, ids, f"price.{terms.market}", f"compare_at.{terms.market}")
    keeping = [id for id, variant in changed if variant.keeps_compare_at]
    before = prices_for(keeping, market=terms.market) if keeping else {}
    prices = [price for id, variant in changed if (price := _price(id, variant, before.get(id)))]
    if prices:
        add_prices(prices=prices, market=terms.market, actor=actor, now=now)


def _price(id: VariantId, variant: SourceVariant, before: Price | None) -> NewPrice | None:
    if variant.price is None:
        return None
    compare_at = variant.compare_at
    if variant.keeps_compare_at and before and before.compare_at and before.compare_at > variant.price:
        compare_at = before.compare_at
    return NewPrice(variant_id=id, amount=variant.price, compare_at=compare_at)


def _count_stock(
    writing: Sequence[Plan], ids: _Ids, terms: ImportTerms, reference: str, actor: Actor, now: datetime
) -> None:
    counts = [
        Count(variant_id=id, place_code=terms.place_code, quantity=variant.quantity)
        for id, variant in _changed(writing, ids, f"stock.{terms.place_code}")
        if variant.quantity is not None
    ]
    if counts:
        record_counts(counts=counts, reference=reference, actor=actor, now=now)


def _link(plan: Plan, written: Written, terms: ImportTerms) -> Link:
    return Link(
        source=terms.source,
        source_id=plan.product.source_id,
        product_id=written.product_id,
        content=plan.content,
        content_hash=plan.content_hash,
        pictures=written.pictures,
    )
