"""The addresses of a product or a category as fields of its form: ``slug_fr``, ``slug_en``."""

from collections.abc import Mapping, Sequence

from django.conf import settings

from comptoir.domains.catalogue.values import Category, Product


def slugs_shown(known: Product | Category, titles: Mapping[str, str], languages: Sequence[str]) -> dict[str, str]:
    """Initial values. A language without an address of its own shows none: it gets one when this is saved."""
    first = settings.LANGUAGE_CODE
    # What has no title in the shop's first language had its address made of the one that it has.
    made_of = first if titles.get(first) else next(iter(titles), first)
    own = {made_of: known.slug, **known.slugs, first: known.slug}
    return {f"slug_{code}": own.get(code, "") for code in languages}


def slug_field(languages: Sequence[str]) -> str:
    """The field of the address in the shop's first language, or of the first one that is written."""
    first = settings.LANGUAGE_CODE
    return f"slug_{first if first in languages else languages[0]}"
