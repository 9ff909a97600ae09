"""The frame around every page: who is signed in, which market, the menu and what waits in it."""

from dataclasses import dataclass
from datetime import datetime

from comptoir.backoffice.menu import MenuLine

STYLES = tuple(
    f"backoffice/css/{name}.css"
    for name in (
        "tokens",
        "elements",
        "shell",
        "page",
        "controls",
        "lists",
        "detail",
        "forms",
        "grid",
        "lines",
        "bench",
        "design",
        "arranging",
        "entrance",
        "narrow",
        "stacked",
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketChoice:
    code: str
    name: str
    currency: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """``theme`` is "light", "dark" or empty for the system's; ``narrow`` tells that the menu is folded."""

    merchant: str
    now: datetime
    language: str = ""
    user_name: str = ""
    user_email: str = ""
    menu: tuple[MenuLine, ...] = ()
    markets: tuple[MarketChoice, ...] = ()
    languages: tuple[tuple[str, str], ...] = (("fr", "Français"), ("en", "English"))
    theme: str = ""
    narrow: bool = False
    storefront_href: str = "/"
    path: str = "/"
    query: str = ""
    styles: tuple[str, ...] = STYLES

    @property
    def market(self) -> MarketChoice | None:
        return next((market for market in self.markets if market.current), None)

    @property
    def initial(self) -> str:
        return self.merchant[:1].upper()

    @property
    def initials(self) -> str:
        words = self.user_name.split() or [self.user_email]
        return "".join(word[:1] for word in (words[0], *words[1:][-1:])).upper()
