"""Sizes, names, templates: what a file looks like from outside."""

from django.template import Engine

from tests.house.rules.naming import banned_names, packages_are_packages, verbs_are_unique
from tests.house.rules.sizes import file_size, function_size
from tests.house.rules.templates import Templates, nothing_inline, templates_compile
from tests.house.sample import broken, shown

_LONG_JS = "export const open = (box) => {\n" + "  box.show(); // } a brace in a comment\n" * 60 + "};\n"
_LONG_PY = "def tell():\n" + "    x = 1\n" * 60

SAMPLES = [
    broken(file_size, {"domains/cart/rules.py": "x = 1\n" * 401}, ("domains/cart/rules.py", 0, "401 lines")),
    broken(file_size, {"storefront/static/a.css": "a {}\n" * 401}, ("storefront/static/a.css", 0, "401 lines")),
    broken(file_size, {"storefront/templates/a.html": "<p>\n" * 401}, ("storefront/templates/a.html", 0, "401 lines")),
    broken(file_size, {"storefront/static/a.js": "f();\n" * 401}, ("storefront/static/a.js", 0, "401 lines")),
    broken(function_size, {"flows/tell.py": _LONG_PY}, ("flows/tell.py", 1, "tell has 61 lines")),
    broken(
        function_size, {"storefront/static/box.js": _LONG_JS}, ("storefront/static/box.js", 1, "a function of 62 lines")
    ),
    broken(
        function_size,
        {"storefront/static/box.js": 'class Box {\n  // "\n  open(a = "){") {\n' + "    f();\n" * 60 + "  }\n}\n"},
        ("storefront/static/box.js", 3, "a function of 62 lines"),
    ),
    broken(banned_names, {"domains/cart/utils.py": ""}, ("domains/cart/utils.py", 0, "“utils”")),
    broken(banned_names, {"storefront/helpers/money.py": ""}, ("storefront/helpers/money.py", 0, "“helpers”")),
    broken(
        banned_names, {"domains/cart/order_manager.py": ""}, ("domains/cart/order_manager.py", 0, "“order_manager”")
    ),
    broken(banned_names, {"backoffice/templates/base.html": ""}, ("backoffice/templates/base.html", 0, "“base”")),
    broken(
        packages_are_packages,
        {"storefront/__init__.py": "", "storefront/views/product.py": ""},
        ("storefront/views", 0, "has no __init__.py"),
    ),
    broken(
        verbs_are_unique,
        {
            "domains/orders/actions.py": "def cancel_order(): ...",
            "domains/cart/actions/__init__.py": "from comptoir.domains.cart.actions.cancel import cancel_order",
            "domains/cart/actions/cancel.py": "def cancel_order(): ...\ndef inside_only(): ...",
            "domains/quotes/actions.py": "def inside_only(): ...",
        },
        ("cancel_order", 0, "is a verb of cart.actions and of orders.actions"),
    ),
    broken(
        verbs_are_unique,
        {"domains/orders/actions.py": "def place_order(): ...", "flows/place_order.py": "def place_order(): ..."},
        ("place_order", 0, "is a verb of flows and of orders.actions"),
    ),
    broken(
        nothing_inline,
        {"storefront/templates/a.html": '<p>\n<script src="{{ x }}"></script>\n<script>\nalert(1)</script>'},
        ("storefront/templates/a.html", 3, "an inline <script>"),
    ),
    broken(
        nothing_inline,
        {"storefront/templates/a.html": '<script type="application/ld+json">{}</script>\n<style>p {}</style>'},
        ("storefront/templates/a.html", 2, "an inline <style>"),
    ),
    broken(
        nothing_inline,
        {
            "backoffice/templates/a.html": '{# <p style=""> #}\n<p class="a"\n style="b">',
            "domains/messages/templates/mail.html": '<p style="color: red">',
        },
        ("backoffice/templates/a.html", 2, "a style attribute"),
    ),
    broken(
        nothing_inline,
        {"storefront/templates/a.html": '<a data-on="x" onclick="buy()">'},
        ("storefront/templates/a.html", 1, "an event handler attribute"),
    ),
    broken(
        nothing_inline,
        {"storefront/templates/a.html": '<a href="javascript:buy()">'},
        ("storefront/templates/a.html", 1, "a javascript: address"),
    ),
    shown(
        templates_compile,
        lambda: Templates(
            {"a.html": "{% load static l10n %}{% load truc from machin %}", "own/b.html": "{% load static i18n %}"},
            {"": Engine.get_default(), "own/": Engine(libraries={"static": "django.templatetags.static"})},
        ),
        ("a.html", 0, "loads the unknown library machin"),
        ("own/b.html", 0, "loads the unknown library i18n"),
    ),
    shown(
        templates_compile,
        lambda: Templates({"a.html": "{% if a %}", "b.html": "{% if a %}{% endif %}"}, {"": Engine.get_default()}),
        (
            "a.html",
            0,
            "does not compile: Unclosed tag on line 1: 'if'. Looking for one of: elif, else, endif.",
        ),
    ),
]
