"""The statements that each address of the shop makes, by its name: what is remembered is not asked again."""

BUDGETS = {
    "root": 0,
    "to_home": 0,
    "nothing": 0,
    "home": 0,
    "products": 1,
    "product": 3,
    "categories": 0,
    "category": 1,
    "search": 1,
    "page": 0,
    "basket": 5,
    "basket_line": 4,
    "checkout": 5,
    "payment": 3,
    "confirmation": 5,
    "tracking": 15,
    "account": 14,
    "cancelling": 22,
    "document": 4,
    "returning": 6,
    "returned": 6,
    "return_slip": 7,
}
ORDERING = 18
"""Placing the order on the page of the checkout, over all its transactions."""
