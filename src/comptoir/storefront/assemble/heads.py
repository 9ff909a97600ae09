"""What a page says about itself."""

from collections.abc import Callable

from django.conf import settings

from comptoir.domains.markets.queries import merchant
from comptoir.kernel.formats import locale_of
from comptoir.storefront.addresses import Addresses
from comptoir.storefront.assemble.share_cards import share_picture, shop_card
from comptoir.storefront.here import Here
from comptoir.storefront.pages.parts import Alternate, Head, OpenGraphKind, Picture
from comptoir.storefront.share.cards import ShareCard
from comptoir.storefront.whole import absolute

type Address = Callable[[Addresses], str]
"""Where a page lies, in any language."""

_NAMES = dict(settings.LANGUAGES)
_DESCRIPTION_LENGTH = 160


def page_head(
    here: Here,
    title: str,
    address: Address,
    *,
    description: str = "",
    indexed: bool = True,
    canonical: Address | None = None,
    preload: Picture | None = None,
    structured: str = "",
    refresh: int = 0,
    share: ShareCard | None = None,
    kind: OpenGraphKind = "website",
) -> Head:
    """The head of a page. ``canonical`` is where search engines find it, when that is another address. ``share`` is the
    card that is shown with a link to it; without one, the shop's own."""
    first = here.market.default_language
    return Head(
        title=title,
        alternates=tuple(
            Alternate(
                code=language,
                label=_NAMES.get(language, language),
                href=absolute(address(here.in_language(language))),
                current=language == here.language,
            )
            for language in here.market.languages
        ),
        description=_shortened(description),
        canonical=absolute((canonical or address)(here.at)) if indexed else "",
        indexed=indexed,
        preload=preload,
        preload_sizes="(min-width: 62rem) 55vw, 100vw" if preload else "",
        structured=structured,
        refresh=refresh,
        fallback=absolute((canonical or address)(here.in_language(first))) if indexed else "",
        shared=share_picture(share or shop_card(here), here) if indexed else None,
        kind=kind,
        locale=_with_territory(str(locale_of(here.language))),
        site=merchant().name if indexed else "",
    )


def _with_territory(locale: str) -> str:
    """As Open Graph wants it: a language without a country is that of the country it is named after."""
    return locale if "_" in locale else f"{locale}_{locale.upper()}"


def _shortened(text: str) -> str:
    if len(text) <= _DESCRIPTION_LENGTH:
        return text
    return f"{text[:_DESCRIPTION_LENGTH].rpartition(' ')[0].rstrip(' ,;:.')}…"
