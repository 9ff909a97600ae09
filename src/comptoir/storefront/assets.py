"""Where the static files are: hashed names in a running shop, plain ones in tests."""

from django.contrib.staticfiles.storage import staticfiles_storage

from comptoir.storefront.pages.chrome import Assets

_SCRIPTS = ("listing.js", "quantity.js", "product.js", "checkout.js", "print.js", "card.js", "passkey.js", "share.js")
_FONTS = ("vendor/figtree/figtree-latin-wght-normal.woff2", "vendor/fraunces/fraunces-latin-wght-normal.woff2")


def asset(path: str) -> str:
    """The address of one of our static files."""
    return str(staticfiles_storage.url(path))


def assets() -> Assets:
    return Assets(
        stylesheet=asset("storefront/storefront.css"),
        htmx=asset("vendor/htmx/htmx.min.js"),
        menu_script=asset("storefront/js/menu.js"),
        fonts=tuple(map(asset, _FONTS)),
        icon=asset("storefront/icon.svg"),
        scripts=tuple((name, asset(f"storefront/js/{name}")) for name in _SCRIPTS),
    )
