"""What this process last knew of the shop: its name and its look stand on the pages that ask nothing of anybody."""

from dataclasses import dataclass


@dataclass(slots=True)
class _Known:
    shop_name: str = ""
    theme: str = "halle"
    stylesheet: str = ""


last = _Known()


def note_shop(*, shop_name: str, theme: str, stylesheet: str) -> None:
    last.shop_name, last.theme, last.stylesheet = shop_name, theme, stylesheet
