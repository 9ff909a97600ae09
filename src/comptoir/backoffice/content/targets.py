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


def split_target(target: str, choices: Choices) -> tuple[str, str]:
    """What the list shows for a target, and what was typed beside it."""
    known = {
        value
        for value, label in choices
        for value in ([value] if isinstance(label, str) else [one for one, _ in label])
    }
    return (target, "") if target in known else (ADDRESS, target)
