"""The same counter in English: a list and a product, to see that nothing French stays."""

from dataclasses import replace

from comptoir.storefront.pages.fields import Choice
from comptoir.storefront.pages.listing import CategoryPage
from comptoir.storefront.pages.parts import Alternate, Link
from comptoir.storefront.tests.samples.goods import EN, FR, cards, head
from comptoir.storefront.tests.samples.shop import category


def category_english() -> CategoryPage:
    page = category()
    listing = replace(
        page.listing,
        action=EN.category("1"),
        count="24 products",
        cards=cards(24, language="en"),
        sorts=(Choice("", "Our favourites", True), Choice("price", "Price, low to high")),
        facets=(),
        next="",
    )
    alternates = (
        Alternate("fr", "Français", FR.category("1")),
        Alternate("en", "English", EN.category("1"), current=True),
    )
    return replace(
        page,
        head=replace(head("Honey and jam", EN.category("1"), FR.category("1")), alternates=alternates),
        crumbs=(Link("Home", EN.home()), Link("Honey and jam", "")),
        title="Honey and jam",
        intro="Honey gathered between May and September, fruit cooked in small pans the day after picking.",
        children=(Link("Honey", EN.category("h")), Link("Jam", EN.category("j"))),
        listing=listing,
        current=EN.category("1"),
    )
