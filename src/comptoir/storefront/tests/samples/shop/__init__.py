"""Home, categories, lists, search, product."""

from comptoir.storefront.tests.samples.shop.front import home, landing
from comptoir.storefront.tests.samples.shop.lists import categories, category, empty_category, plain_category, search
from comptoir.storefront.tests.samples.shop.product import (
    LONG,
    product,
    product_in_colours,
    product_sold_out,
    product_two_axes,
)

__all__ = [
    "LONG",
    "categories",
    "category",
    "empty_category",
    "home",
    "landing",
    "plain_category",
    "product",
    "product_in_colours",
    "product_sold_out",
    "product_two_axes",
    "search",
]
