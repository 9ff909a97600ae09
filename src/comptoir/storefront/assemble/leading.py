"""Links to what has a name and an address in every language: categories and pages of words."""

from comptoir.domains.catalogue.queries import category_tree
from comptoir.domains.catalogue.values import Category, CategoryId
from comptoir.domains.content.queries import pages
from comptoir.domains.content.values import PageLink
from comptoir.kernel.texts import text_in
from comptoir.storefront.addresses import Addresses
from comptoir.storefront.pages.parts import Link


def to_category(category: Category, at: Addresses) -> Link:
    return Link(text_in(category.names, at.language), at.category(category.slug_in(at.language)))


def to_categories(at: Addresses, *, below: CategoryId | None = None) -> tuple[Link, ...]:
    """Those right below a category; without one, those at the top."""
    return tuple(to_category(category, at) for category in category_tree().children(below))


def to_page(link: PageLink, at: Addresses) -> Link:
    return Link(text_in(link.titles, at.language), at.page(text_in(link.slugs, at.language)))


def to_known_page(key: str, at: Addresses) -> Link | None:
    """None while the merchant has published no such page."""
    return next((to_page(link, at) for link in pages() if link.key == key), None)
