"""Where the links of menus and blocks lead, and what they are called when nobody named them."""

from django.utils.translation import gettext as _

from comptoir.domains.catalogue.queries import category_tree
from comptoir.domains.catalogue.values import Category
from comptoir.kernel.texts import Texts, text_in
from comptoir.storefront.addresses import Addresses
from comptoir.storefront.assemble.leading import to_category, to_known_page
from comptoir.storefront.pages.parts import Link


def category_named(target: str) -> Category | None:
    """The category of a target like ``category:honey``, if there still is one."""
    kind, _colon, code = target.partition(":")
    return category_tree().by_code.get(code) if kind == "category" else None


def link_to(target: str, at: Addresses, *, labels: Texts | None = None) -> Link | None:
    """The link, called as the merchant named it or else as what it leads to. None for what is not there any more."""
    found = _known(target, at)
    label = text_in(labels or {}, at.language)
    if found is None:
        return None
    return Link(label, found.href) if label else found


def _known(target: str, at: Addresses) -> Link | None:
    kind, _colon, name = target.partition(":")
    if target == "home":
        return Link(_("Home"), at.home())
    if target == "products":
        return Link(_("All products"), at.products())
    if target == "categories":
        return Link(_("All categories"), at.categories())
    if kind == "category":
        category = category_named(target)
        return to_category(category, at) if category else None
    if kind == "page":
        return to_known_page(name, at)
    return Link(target, target) if target else None
