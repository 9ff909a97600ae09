"""Pure checks of the merchant's settings. Each names the field, so that a form can say it in the right place."""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.numbers import list_currencies
from stdnum import bic, iban
from stdnum.eu import vat
from stdnum.exceptions import ValidationError
from stdnum.fr import siren, siret

from comptoir.domains.markets.errors import (
    BadBic,
    BadCode,
    BadCountry,
    BadCurrency,
    BadIban,
    BadInvoiceSeries,
    BadLanguage,
    BadOrderPrefix,
    BadShareCapital,
    BadSiren,
    BadSiret,
    BadTimeZone,
    BadVatNumber,
    FieldNeeded,
)
from comptoir.domains.markets.values import LegalEntityDraft, MarketTerms, MerchantDraft
from comptoir.kernel.addresses import required_fields
from comptoir.kernel.errors import Invalid

_CODE = re.compile(r"[a-z][a-z0-9-]{0,15}")
_SERIES = re.compile(r"[A-Z]{0,4}")
_PREFIX = re.compile(r"[A-Z0-9]{1,8}")
_COUNTRY = re.compile(r"[A-Z]{2}")


def tidy_entity(draft: LegalEntityDraft) -> LegalEntityDraft:
    """The entity with its numbers in their compact spelling: no spaces, dots or hyphens, letters large."""
    return replace(
        draft,
        name=" ".join(draft.name.split()),
        siren=_compact(draft.siren),
        siret=_compact(draft.siret),
        vat_number=_compact(draft.vat_number),
        iban=_compact(draft.iban),
        bic=_compact(draft.bic),
    )


def _compact(number: str) -> str:
    return re.sub(r"[\s.\-\u00a0\u202f]", "", number).upper()


def entity_errors(draft: LegalEntityDraft) -> Iterator[Invalid]:
    """What is wrong with a tidy entity; its address and e-mail are the kernel's to check.

    SIREN, SIRET: INSEE's check digits. VAT numbers of the EU: each member state's own. IBAN: ISO 13616. BIC: ISO 9362.
    """
    if not _CODE.fullmatch(draft.code):
        yield BadCode(field="code")
    if not draft.name:
        yield FieldNeeded(field="name")
    yield from _french_numbers(draft)
    yield from _vat_number(draft)
    if draft.iban and not iban.is_valid(draft.iban):
        yield BadIban(field="iban")
    if draft.bic and not bic.is_valid(draft.bic):
        yield BadBic(field="bic")
    if draft.share_capital is not None and draft.share_capital.minor <= 0:
        yield BadShareCapital(field="share_capital")


def _french_numbers(draft: LegalEntityDraft) -> Iterator[Invalid]:
    if draft.siren and not siren.is_valid(draft.siren):
        yield BadSiren(field="siren")
    elif not draft.siren and draft.address.country == "FR":
        yield FieldNeeded(field="siren")  # named on every invoice (Code de commerce, R123-237)
    if draft.siret and not (siret.is_valid(draft.siret) and draft.siret.startswith(draft.siren)):
        yield BadSiret(field="siret")


def _vat_number(draft: LegalEntityDraft) -> Iterator[Invalid]:
    if not draft.vat_number:
        return
    try:
        vat.validate(draft.vat_number)
    except ValidationError:
        yield BadVatNumber(field="vat_number")
        return
    # A French number ends with the SIREN of its holder: another one would be somebody else's.
    if draft.vat_number.startswith("FR") and draft.siren and not draft.vat_number.endswith(draft.siren):
        yield BadVatNumber(field="vat_number")


def market_errors(terms: MarketTerms, *, spoken: Collection[str]) -> Iterator[Invalid]:
    """What is wrong with a market. ``spoken`` are the languages that this installation's screens speak."""
    if not _CODE.fullmatch(terms.code):
        yield BadCode(field="code")
    if not terms.name.strip():
        yield FieldNeeded(field="name")
    if terms.currency not in list_currencies():
        yield BadCurrency(field="currency", value=terms.currency)
    yield from _languages(terms, spoken)
    if not _is_time_zone(terms.time_zone):
        yield BadTimeZone(field="time_zone", value=terms.time_zone)
    if not terms.countries:
        yield FieldNeeded(field="countries")
    for country in terms.countries:
        if not _is_country(country):
            yield BadCountry(field="countries", value=country)
    if not _PREFIX.fullmatch(terms.order_prefix):
        yield BadOrderPrefix(field="order_prefix")
    if not _SERIES.fullmatch(terms.invoice_series):
        yield BadInvoiceSeries(field="invoice_series")


def _languages(terms: MarketTerms, spoken: Collection[str]) -> Iterator[Invalid]:
    if not terms.languages:
        yield FieldNeeded(field="languages")
    for language in terms.languages:
        if not _is_language(language) or language not in spoken:
            yield BadLanguage(field="languages", value=language)
    if terms.default_language not in terms.languages:
        yield BadLanguage(field="default_language", value=terms.default_language)


def _is_language(code: str) -> bool:
    try:
        return bool(Locale.parse(code, sep="-"))
    except (ValueError, UnknownLocaleError):
        return False


def _is_time_zone(name: str) -> bool:
    try:
        return bool(ZoneInfo(name))
    except (KeyError, ValueError, OSError):  # unknown, a path outside the time zone database, one of its folders
        return False


def _is_country(code: str) -> bool:
    if not _COUNTRY.fullmatch(code):
        return False
    try:
        return bool(required_fields(code))
    except ValueError:
        return False


def merchant_errors(draft: MerchantDraft) -> Iterator[Invalid]:
    """What is wrong with the merchant's own settings; addresses of e-mail are the kernel's to check."""
    if not draft.name.strip():
        yield FieldNeeded(field="name")
    if not draft.sender_name.strip():
        yield FieldNeeded(field="sender_name")
