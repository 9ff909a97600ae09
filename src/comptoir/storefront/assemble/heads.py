"""What a page says about itself."""

from collections.abc import Callable

from django.conf import settings

from comptoir.storefront.addresses import Addresses
from comptoir.storefront.here import Here
from comptoir.storefront.pages.parts import Alternate, Head, Picture

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
) -> Head:
    """The head of a page. ``canonical`` is where search engines find it, when that is another address."""
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
    )


def absolute(path: str) -> str:
    """The whole address; pictures may have one already, from a storage elsewhere."""
    return path if path.startswith(("https://", "http://")) else f"{settings.BASE_URL}{path}"


def _shortened(text: str) -> str:
    if len(text) <= _DESCRIPTION_LENGTH:
        return text
    return f"{text[:_DESCRIPTION_LENGTH].rpartition(' ')[0].rstrip(' ,;:.')}…"
