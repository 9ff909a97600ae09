"""What this process last knew of the shop: its name, its look and how to reach it stand on the pages that ask nothing
of anybody."""

from collections.abc import Sequence
from dataclasses import dataclass

from comptoir.storefront.pages.parts import Link


@dataclass(slots=True)
class _Known:
    shop_name: str = ""
    theme: str = "halle"
    stylesheet: str = ""
    ways: Sequence[Link] = ()


last = _Known()


def note_shop(*, shop_name: str, theme: str, stylesheet: str, ways: Sequence[Link]) -> None:
    last.shop_name, last.theme, last.stylesheet, last.ways = shop_name, theme, stylesheet, ways
