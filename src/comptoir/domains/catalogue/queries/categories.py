from collections import defaultdict
from collections.abc import Iterator

from comptoir.domains.catalogue.errors import UnknownCategory
from comptoir.domains.catalogue.models import Attribute as AttributeRow
from comptoir.domains.catalogue.models import Category as CategoryRow
from comptoir.domains.catalogue.values import Attribute, Category, CategoryId, CategoryTree
from comptoir.kernel.remember import remembered


@remembered("catalogue.categories")
def category_tree() -> CategoryTree:
    """All categories. One statement, remembered until a category changes."""
    below: defaultdict[CategoryId | None, list[CategoryRow]] = defaultdict(list)
    for row in CategoryRow.objects.order_by("position", "code"):
        below[CategoryId(row.parent_id) if row.parent_id else None].append(row)
    categories = tuple(_walk(below, None, ()))
    former = {slug: CategoryId(row.id) for rows in below.values() for row in rows for slug in row.former_slugs}
    present = {slug: one for one in categories for slug in (*one.slugs.values(), one.slug)}
    by_id = {category.id: category for category in categories}
    return CategoryTree(
        categories=categories,
        by_id=by_id,
        by_code={category.code: category for category in categories},
        by_slug={slug: by_id[id] for slug, id in former.items()} | present,
    )


def _walk(
    below: dict[CategoryId | None, list[CategoryRow]], parent_id: CategoryId | None, path: tuple[CategoryId, ...]
) -> Iterator[Category]:
    for row in below.get(parent_id, ()):
        id = CategoryId(row.id)
        yield Category(
            id=id,
            code=row.code,
            slug=row.slug,
            names=row.names,
            descriptions=row.descriptions,
            parent_id=parent_id,
            path=(*path, id),
            position=row.position,
            slugs=row.slugs,
        )
        yield from _walk(below, id, (*path, id))


def category_by_slug(slug: str) -> Category:
    """The category under that address. Former addresses and those of other languages lead to theirs, too: where
    ``.slug_in(…)`` differs, redirect.

    :raises UnknownCategory: when there is none.
    """
    found = category_tree().by_slug.get(slug)
    if found is None:
        raise UnknownCategory(category=slug)
    return found


@remembered("catalogue.attributes")
def attributes() -> tuple[Attribute, ...]:
    """Every attribute that products may have, in their order."""
    return tuple(
        Attribute(code=row.code, names=row.names, facet=row.facet, position=row.position)
        for row in AttributeRow.objects.order_by("position", "code")
    )
