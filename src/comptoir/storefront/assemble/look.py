"""The style sheet of a theme and its logo: where they are, and what is in them.

The sheet of the first preset, as it is, lies with the static files. That of a theme is made once a process from its
revision, under an address that holds a hash of it: browsers keep it for ever.
"""

import hashlib
import re
from functools import lru_cache

from comptoir.domains.content.queries import shown_number
from comptoir.domains.content.values import THEME, Shown, Theme
from comptoir.storefront.assemble.pictures import media_url
from comptoir.storefront.assets import asset
from comptoir.storefront.bundle import sheet, smaller
from comptoir.storefront.pages.chrome import Logo
from comptoir.storefront.themes import own_theme

_OWN, _PLAIN = "own", "plain"
_RELATIVE = re.compile(r'url\("\.\./([^"]+)"\)')
_HIGH, _WIDE = 48, 240
"""How large a logo is shown at most."""


def sheet_address(theme: Theme, *, prefix: str, themed: bool) -> str:
    """Where the style sheet is; ``themed`` with what an agency's theme adds to it."""
    if prefix:
        return f"{prefix}/look.css"
    number = shown_number(THEME)
    own = own_theme()
    kind = _OWN if themed and own and own.css else _PLAIN
    if number == 0 and kind == _PLAIN:
        return asset("storefront/storefront.css")
    return f"/look/{number}/{kind}-{mark_of(sheet_of(theme, themed=kind == _OWN))}.css"


def is_themed(name: str) -> bool:
    """Whether a sheet of that name holds what an agency's theme adds."""
    return name.partition("-")[0] == _OWN


def mark_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def sheet_of(theme: Theme, *, themed: bool) -> bytes:
    """The style sheet, ready to send."""
    own = own_theme() if themed else None
    return _made(_Key(theme), own.css if own else "")


class _Key:
    """A theme as the key of a cache: its values hold dictionaries, which are none."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self._words = repr(theme)

    def __hash__(self) -> int:
        return hash(self._words)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other._words == self._words


@lru_cache(maxsize=32)
def _made(key: _Key, css: str) -> bytes:
    # Within the sheet of our static files, addresses are relative; this one lies elsewhere.
    ours = _RELATIVE.sub(lambda found: f'url("{asset(found[1])}")', sheet(key.theme).decode())
    return f"{ours}\n{smaller(css)}".encode() if css else ours.encode()


def logo_of(theme: Theme) -> Logo | None:
    if theme.logo is None:
        return None
    share = min(_HIGH / theme.logo.height, _WIDE / theme.logo.width)
    return Logo(
        src=media_url(theme.logo.path),
        width=max(1, round(theme.logo.width * share)),
        height=max(1, round(theme.logo.height * share)),
        dark=_path(theme.dark_logo),
    )


def _path(picture: Shown | None) -> str:
    return media_url(picture.path) if picture else ""
