"""What would become of the products of a file: read here, written nowhere. A dry run is this and no more."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from comptoir.domains.catalogue.queries import category_tree, problems_of, products_for, variants_by_sku
from comptoir.domains.catalogue.values import CategoryDraft, CategoryTree, Product, ProductDraft, ProductId, VariantCard
from comptoir.domains.imports.queries.links import links_for
from comptoir.domains.imports.rules import category_of, changes_between, content_of, hash_of, merged, new_category
from comptoir.domains.imports.rules.drafts import OptionsDiffer, changed_draft, new_draft
from comptoir.domains.imports.rules.verdicts import verdicts_of
from comptoir.domains.imports.values import (
    Changes,
    Column,
    Content,
    ImportTerms,
    Link,
    Note,
    Plan,
    RowVerdict,
    SourceProduct,
    Verdict,
)
from comptoir.kernel.errors import BusinessError

_COLUMNS = (
    (r"titles", Column.TITLE),
    (r"descriptions", Column.BODY),
    (r"maker", Column.VENDOR),
    (r"variants\.\d+\.sku", Column.SKU),
    (r"variants\.\d+\.barcode", Column.BARCODE),
    (r"variants\.\d+\.weight_grams", Column.GRAMS),
    (r"variants\.\d+\.option_values", Column.OPTION1_VALUE),
    (r"options\..*", Column.OPTION1_NAME),
    (r"attributes\..*", Column.TAGS),
    (r"categories", Column.TYPE),
    (r"sku", Column.SKU),
    (r"price", Column.PRICE),
    (r"compare_at", Column.COMPARE_AT),
    (r"quantity", Column.QUANTITY),
)
_WRITING = (Verdict.CREATE, Verdict.UPDATE)


def plans_for(products: Sequence[SourceProduct], *, terms: ImportTerms) -> list[Plan]:
    """What an import would do with each of these products, in their order. Five statements, whatever their number."""
    sound = [product for product in products if not product.problems]
    links = links_for([product.source_id for product in sound], source=terms.source)
    plans = [_first_look(product, links.get(product.source_id), terms) for product in products]
    waiting = [plan for plan in plans if plan.verdict in _WRITING]
    here = _Here(
        tree=category_tree(),
        articles=variants_by_sku({variant.sku for plan in waiting for variant in plan.product.variants}),
        products=products_for([plan.link.product_id for plan in waiting if plan.link]),
    )
    return [_drafted(plan, here, terms) if plan.verdict in _WRITING else plan for plan in plans]


@dataclass(frozen=True, slots=True)
class _Here:
    """What the catalogue holds of the things that a batch speaks of."""

    tree: CategoryTree
    articles: Mapping[str, VariantCard]
    products: Mapping[ProductId, Product]


def _first_look(product: SourceProduct, link: Link | None, terms: ImportTerms) -> Plan:
    content = content_of(product, terms=terms)
    plan = Plan(
        product=product,
        verdict=Verdict.CREATE,
        content=content,
        content_hash=hash_of(content),
        remarks=product.remarks,
        link=link,
    )
    if product.problems:
        return replace(plan, verdict=Verdict.QUARANTINED, problems=product.problems)
    if link is None:
        problems = tuple(_needed_to_create(product))
        return replace(plan, verdict=Verdict.QUARANTINED if problems else Verdict.CREATE, problems=problems)
    if plan.content_hash == link.content_hash:
        return replace(plan, verdict=Verdict.UNCHANGED)
    changes = changes_between(link.content, content, all_variants=product.all_variants, language=terms.language)
    if not changes:
        return replace(plan, verdict=Verdict.UNCHANGED)
    if _cannot_tell_apart(product, link.content, terms.language):
        return _kept_out(plan, Note(line=product.line, column=Column.SKU, code="needs_skus"))
    after = merged(link.content, content, changes)
    return replace(plan, verdict=Verdict.UPDATE, changes=changes, content=after)


def _needed_to_create(product: SourceProduct) -> Iterator[Note]:
    if not product.title:
        yield Note(line=product.line, column=Column.TITLE, code="no_title")
    if not product.variants:
        yield Note(line=product.line, column=Column.PRICE, code="no_price")
    for variant in product.variants:
        if variant.price is None:
            yield Note(line=variant.line, column=Column.PRICE, code="no_price")
    if product.variants and any(variant.choice for variant in product.variants) and not product.option_names:
        yield Note(line=product.line, column=Column.OPTION1_NAME, code="no_option_name")


def _cannot_tell_apart(product: SourceProduct, known: Content, language: str) -> bool:
    """References made from the words of one language are others in the next."""
    other_language = f"options.{language}" not in known.fields and any(
        name.startswith("options.") and value for name, value in known.fields.items()
    )
    return other_language and any(variant.made_up for variant in product.variants)


def _drafted(plan: Plan, here: _Here, terms: ImportTerms) -> Plan:
    """The plan with what is to be written, or with what the catalogue would say against it."""
    product = plan.product
    taken = [
        Note(line=variant.line, column=Column.SKU, code="sku_taken", facts={"sku": variant.sku})
        for variant in product.variants
        if variant.sku in here.articles
        and (not plan.link or here.articles[variant.sku].product_id != plan.link.product_id)
    ]
    if taken:
        return _kept_out(plan, *taken)
    code, new = _category(product.category, here.tree, terms)
    current = here.products[plan.link.product_id] if plan.link else None
    try:
        draft = _draft(plan, current, code, here.tree, terms)
    except OptionsDiffer:
        return _kept_out(plan, Note(line=product.line, column=Column.OPTION1_NAME, code="options_changed_here"))
    if problems := [problem_of(error, product=product) for error in problems_of(draft)]:
        return _kept_out(plan, *problems)
    return replace(plan, draft=draft, current=current, new_category=new)


def _category(name: str | None, tree: CategoryTree, terms: ImportTerms) -> tuple[str, CategoryDraft | None]:
    if not name:
        return "", None
    known = category_of(name, tree)
    if known:
        return known, None
    new = new_category(name, language=terms.language, position=len(tree.categories))
    return new.code, new


def _draft(plan: Plan, current: Product | None, category: str, tree: CategoryTree, terms: ImportTerms) -> ProductDraft:
    if current is None or plan.link is None:
        return new_draft(plan.product, terms=terms, category=category)
    old = plan.link.content.fields.get("category", "")
    return changed_draft(
        current,
        plan.product,
        changes=plan.changes,
        known=plan.link.content,
        terms=terms,
        categories=[tree.by_id[id].code for id in current.category_ids],
        category=category,
        old_category=category_of(old, tree) if old else "",
    )


def _kept_out(plan: Plan, *problems: Note) -> Plan:
    return replace(plan, verdict=Verdict.QUARANTINED, problems=problems)


def problem_of(error: BusinessError, *, product: SourceProduct) -> Note:
    """What a domain says against a product, as said of the row and column that it is about."""
    field = str(error.facts.get("field", ""))
    column = next((column for pattern, column in _COLUMNS if re.fullmatch(pattern, field)), "")
    number = re.match(r"variants\.(\d+)", field)
    index = int(number[1]) if number else -1
    line = product.variants[index].line if 0 <= index < len(product.variants) else product.line
    return Note(line=line, column=str(column), code="refused", facts={"reason": str(error)})


def with_found_pictures(plan: Plan, *, found: Collection[str]) -> Plan:
    """An unchanged product for which a picture was found that had been missed before is one to update."""
    link = plan.link
    if link is None or plan.verdict is not Verdict.UNCHANGED:
        return plan
    if plan.pictures_not_shown.intersection(found).isdisjoint(link.pictures.missing):
        return plan
    return replace(plan, verdict=Verdict.UPDATE, changes=Changes(pictures=True), content=link.content)


def row_verdicts(
    plan: Plan, *, found: Collection[str] = (), missed: Mapping[str, str] = MappingProxyType({}), replaced: bool = False
) -> list[RowVerdict]:
    """The plan, row by row.

    ``found`` are addresses of pictures that could be had, ``missed`` reasons why others could not be, by address;
    ``replaced``: something else stands in for them.
    """
    remarks = [
        Note(
            line=picture.line,
            column=Column.IMAGE,
            code="picture_replaced" if replaced else "picture_missing",
            facts={"reason": missed[picture.address], "address": picture.address},
        )
        for picture in plan.product.pictures or ()
        if picture.address in missed
    ]
    return verdicts_of(
        plan.product,
        plan.verdict,
        problems=plan.problems,
        remarks=(*plan.remarks, *remarks),
        changes=plan.changes,
        new_pictures=plan.pictures_not_shown.intersection(found),
    )
