"""Where the buyer stands: a market, a language, and the addresses of both."""

from dataclasses import dataclass
from datetime import datetime

from comptoir.domains.markets.errors import UnknownMarket
from comptoir.domains.markets.queries import default_market, market, selling_market
from comptoir.domains.markets.values import Market
from comptoir.kernel.errors import NotFound
from comptoir.storefront.addresses import Addresses
from comptoir.storefront.designs import PUBLISHED, Designs
from comptoir.storefront.previews import designs_of, preview_prefix


class LanguageNotSpoken(NotFound):
    """The market does not speak the language of the address."""

    code = "storefront.language_not_spoken"


@dataclass(frozen=True, slots=True)
class Here:
    """What every page needs to know. ``now`` is the request's instant, ``designs`` what the shop looks like here."""

    market: Market
    language: str
    at: Addresses
    now: datetime
    designs: Designs = PUBLISHED

    @property
    def previewed(self) -> bool:
        """Whether this is a preview, which nobody keeps."""
        return bool(self.at.prefix)

    def in_language(self, language: str) -> Addresses:
        """The addresses of the same market in another language."""
        return Addresses(language, self.at.segment, self.at.prefix)


def here_at(*, segment: str, language: str, now: datetime, preview: str = "") -> Here:
    """The place that an address names. The first market has no segment; ``preview`` is the token of one.

    :raises NotSetUp: before the first set-up.
    :raises UnknownMarket: for a segment that is no selling market, or that the first market does not need.
    :raises LanguageNotSpoken: for a language that the market does not speak.
    :raises PreviewOver: for a preview that was never given out, or too long ago.
    """
    designs = designs_of(preview) if preview else PUBLISHED
    first = default_market()
    if segment == first.code:
        raise UnknownMarket(market=segment)
    found = selling_market(segment) if segment else first
    if language not in found.languages:
        raise LanguageNotSpoken(language=language)
    return Here(found, language, Addresses(language, segment, preview_prefix(preview)), now, designs)


def addresses_of(market_code: str, language: str) -> Addresses:
    """The addresses of a market as ``here_at`` reads them, in its own language where it speaks no other.

    :raises UnknownMarket: when there is no such market.
    """
    known = market(market_code)
    spoken = language if language in known.languages else known.default_language
    return Addresses(spoken, "" if known.code == default_market().code else known.code)
