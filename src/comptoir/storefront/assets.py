"""Where the static files are: hashed names in a running shop, plain ones in tests."""

from django.contrib.staticfiles.storage import staticfiles_storage

from comptoir.domains.content.values import Theme
from comptoir.storefront.bundle import fonts_of
from comptoir.storefront.pages.chrome import Assets

_SCRIPTS = (
    "listing.js",
    "quantity.js",
    "product.js",
    "alert.js",
    "seen.js",
    "zoom.js",
    "checkout.js",
    "print.js",
    "card.js",
    "passkey.js",
    "share.js",
)
_SHEETS = ("personal.css",)


def asset(path: str) -> str:
    """The address of one of our static files."""
    return str(staticfiles_storage.url(path))


def assets(theme: Theme, stylesheet: str) -> Assets:
    """What the pages of a theme fetch, with the address of its style sheet."""
    return Assets(
        stylesheet=stylesheet,
        htmx=asset("vendor/htmx/htmx.min.js"),
        menu_script=asset("storefront/js/menu.js"),
        fonts=tuple(asset(f"vendor/{font}/{font}-latin-wght-normal.woff2") for font in fonts_of(theme)),
        icon=asset("storefront/icon.svg"),
        scripts=tuple((name, asset(f"storefront/js/{name}")) for name in _SCRIPTS),
        sheets=tuple((name, asset(f"storefront/{name}")) for name in _SHEETS),
    )
