"""Where a link may lead, as a list to choose from."""

from django.utils.translation import gettext as _

from comptoir.domains.catalogue.queries import category_tree
from comptoir.domains.content.queries import pages
from comptoir.kernel.texts import text_in

ADDRESS = "address"
type Choices = list[tuple[str, str | list[tuple[str, str]]]]


def target_choices(language: str, *, goods_only: bool = False) -> Choices:
    """The shop's own places by name, then "another address". ``goods_only``: where products come from."""
    categories = [
        (f"category:{one.code}", "\u2003" * one.depth + text_in(one.names, language))
        for one in category_tree().categories
    ]
    if goods_only:
        return [("products", _("All products")), (_("Categories"), categories)]
    written = [(f"page:{one.key}", text_in(one.titles, language)) for one in pages() if one.key != "home"]
    shop = [("home", _("Home page")), ("products", _("All products")), ("categories", _("All categories"))]
    return [
        ("", _("Nowhere")),
        (_("Shop"), shop),
        (_("Categories"), categories),
        (_("Pages"), written),
        (ADDRESS, _("Another address…")),
    ]


def _names(choices: Choices) -> dict[str, str]:
    return {
        value: name
        for chosen, label in choices
        for value, name in ([(chosen, label)] if isinstance(label, str) else label)
    }


def split_target(target: str, choices: Choices) -> tuple[str, str]:
    """What the list shows for a target, and what was typed beside it."""
    return (target, "") if target in _names(choices) else (ADDRESS, target)


def target_name(choices: Choices, chosen: str) -> str:
    """What is chosen, by its name in the list."""
    return _names(choices).get(chosen, chosen).strip()
