from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.domains.markets.errors import (
    BadBic,
    BadCode,
    BadCountry,
    BadCurrency,
    BadIban,
    BadLanguage,
    BadOrderPrefix,
    BadShareCapital,
    BadSiren,
    BadSiret,
    BadTimeZone,
    BadVatNumber,
    FieldNeeded,
)
from comptoir.domains.markets.rules import entity_errors, market_errors, merchant_errors, tidy_entity
from comptoir.domains.markets.testing import ENTITY, MERCHANT
from comptoir.domains.markets.values import MarketTerms
from comptoir.kernel.addresses import Address
from comptoir.kernel.errors import Invalid
from comptoir.kernel.money import Money

SPOKEN = {"fr", "en"}


def found(errors: Iterable[Invalid]) -> list[tuple[type[Invalid], str]]:
    return [(type(error), error.field) for error in errors]


def test_the_sample_entity_is_right() -> None:
    assert found(entity_errors(ENTITY)) == []


@pytest.mark.parametrize(
    ("change", "error", "field"),
    [
        ({"code": "Halle"}, BadCode, "code"),
        ({"name": ""}, FieldNeeded, "name"),
        ({"siren": "732829321", "siret": "", "vat_number": ""}, BadSiren, "siren"),
        ({"siren": "12345", "siret": "", "vat_number": ""}, BadSiren, "siren"),
        ({"siren": "", "siret": "", "vat_number": ""}, FieldNeeded, "siren"),
        ({"siret": "73282932000075"}, BadSiret, "siret"),
        ({"siret": "55208131766522"}, BadSiret, "siret"),  # a real one, of another company
        ({"vat_number": "FR45732829320"}, BadVatNumber, "vat_number"),
        ({"vat_number": "FR40303265045"}, BadVatNumber, "vat_number"),  # a real one, of another company
        ({"vat_number": "XX123"}, BadVatNumber, "vat_number"),
        ({"iban": "FR1420041010050500013M02607"}, BadIban, "iban"),
        ({"bic": "NOTABIC"}, BadBic, "bic"),
        ({"share_capital": Money(0, "EUR")}, BadShareCapital, "share_capital"),
    ],
)
def test_each_number_is_checked_where_it_stands(change: dict[str, Any], error: type[Invalid], field: str) -> None:
    assert found(entity_errors(replace(ENTITY, **change))) == [(error, field)]


def test_a_seller_abroad_needs_no_french_numbers() -> None:
    berlin = Address(name="Halle GmbH", line1="Torstraße 1", postal_code="10119", city="Berlin", country="DE")
    entity = replace(ENTITY, address=berlin, siren="", siret="", rcs="", vat_number="DE136695976")
    assert found(entity_errors(entity)) == []


def test_everything_wrong_is_told_at_once() -> None:
    entity = replace(ENTITY, code="", siren="1", siret="2", vat_number="3", iban="4", bic="5")
    fields = [error.field for error in entity_errors(entity)]
    assert fields == ["code", "siren", "siret", "vat_number", "iban", "bic"]


def test_numbers_are_kept_in_their_compact_spelling() -> None:
    tidy = tidy_entity(
        replace(
            ENTITY,
            name="  Halle   SAS ",
            siren="732 829 320",
            siret="732\u00a0829\u202f320 00074",
            vat_number="fr 44 732829320",
            iban="FR14 2004 1010 0505 0001 3M02 606",
            bic="psst-fr-pp-lyo",
        )
    )
    assert tidy.name == "Halle SAS"
    assert (tidy.siren, tidy.siret, tidy.vat_number) == (ENTITY.siren, ENTITY.siret, ENTITY.vat_number)
    assert (tidy.iban, tidy.bic) == (ENTITY.iban, ENTITY.bic)


@given(st.text(max_size=30), st.sampled_from(["siren", "siret", "vat_number", "iban", "bic"]))
def test_no_text_breaks_the_checks(text: str, field: str) -> None:
    change: dict[str, Any] = {field: text}
    for error in entity_errors(tidy_entity(replace(ENTITY, **change))):
        assert isinstance(error, Invalid)


def test_the_french_market_is_right() -> None:
    assert found(market_errors(MarketTerms(), spoken=SPOKEN)) == []


@pytest.mark.parametrize(
    ("change", "error", "field"),
    [
        ({"code": "FR"}, BadCode, "code"),
        ({"code": "a" * 17}, BadCode, "code"),
        ({"name": " "}, FieldNeeded, "name"),
        ({"currency": "FRF?"}, BadCurrency, "currency"),
        ({"languages": ("fr", "de")}, BadLanguage, "languages"),
        ({"languages": ("fr", "not a language")}, BadLanguage, "languages"),
        ({"default_language": "de"}, BadLanguage, "default_language"),
        ({"time_zone": "Paris"}, BadTimeZone, "time_zone"),
        ({"time_zone": "Europe"}, BadTimeZone, "time_zone"),
        ({"time_zone": "../../etc/passwd"}, BadTimeZone, "time_zone"),
        ({"countries": ()}, FieldNeeded, "countries"),
        ({"countries": ("FR", "XX")}, BadCountry, "countries"),
        ({"countries": ("France",)}, BadCountry, "countries"),
        ({"order_prefix": "fr"}, BadOrderPrefix, "order_prefix"),
        ({"order_prefix": ""}, BadOrderPrefix, "order_prefix"),
    ],
)
def test_markets_are_checked(change: dict[str, Any], error: type[Invalid], field: str) -> None:
    assert found(market_errors(replace(MarketTerms(), **change), spoken=SPOKEN)) == [(error, field)]


def test_a_market_without_languages_is_told_twice() -> None:
    errors = market_errors(replace(MarketTerms(), languages=()), spoken=SPOKEN)
    assert found(errors) == [(FieldNeeded, "languages"), (BadLanguage, "default_language")]


def test_a_merchant_has_a_name_and_signs_mails() -> None:
    assert found(merchant_errors(MERCHANT)) == []
    assert found(merchant_errors(replace(MERCHANT, name=" ", sender_name=""))) == [
        (FieldNeeded, "name"),
        (FieldNeeded, "sender_name"),
    ]
