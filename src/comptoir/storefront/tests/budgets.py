"""The most statements that each address of the shop may make, by its name: what is remembered is not asked again."""

BUDGETS = {
    "root": 0,
    "to_home": 0,
    "nothing": 0,
    "home": 3,
    "products": 1,
    "product": 6,
    "categories": 1,
    "category": 1,
    "search": 4,
    "page": 1,
    "basket": 6,
    "basket_line": 9,
    "checkout": 7,
    "payment": 5,
    "confirmation": 6,
    "tracking": 8,
    "cancelling": 24,
    "document": 5,
}
