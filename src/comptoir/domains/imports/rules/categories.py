"""Which category a type of the other shop is: one of that name here, or a new one."""

import hashlib

from comptoir.domains.catalogue.values import CategoryDraft, CategoryTree
from comptoir.kernel.texts import folded, slug_of


def category_of(type_name: str, tree: CategoryTree) -> str:
    """The code of the category for that type: by its name in any language, else by its code or address; "" if new."""
    name, code = folded(type_name), _code_of(type_name)
    for category in tree.categories:
        if any(folded(known) == name for known in category.names.values()):
            return category.code
    by_address = tree.by_slug.get(code)
    return code if code in tree.by_code else by_address.code if by_address else ""


def new_category(type_name: str, *, language: str, position: int) -> CategoryDraft:
    """A category for a type that has none; ``category_of`` finds it from then on."""
    code = _code_of(type_name)
    return CategoryDraft(code=code, slug=code, names={language: type_name[:255]}, position=position)


def _code_of(type_name: str) -> str:
    # Names in a script without Latin letters leave no slug.
    return slug_of(type_name, limit=60) or f"c-{hashlib.sha256(type_name.encode()).hexdigest()[:10]}"
