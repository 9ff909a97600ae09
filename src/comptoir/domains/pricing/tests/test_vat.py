"""The dated table, and whose tax a sale bears."""

from datetime import date
from decimal import Decimal
from functools import partial
from itertools import pairwise

import pytest
from django.utils import translation

from comptoir.domains.catalogue.values import TaxClass
from comptoir.domains.pricing.errors import UnknownRate, UnknownTaxClass
from comptoir.domains.pricing.queries import taxation, vat_rate, vat_table
from comptoir.domains.pricing.rules import EU_COUNTRIES, country_of_vat_number, place_of_taxation
from comptoir.domains.pricing.values import TaxCategory

GERMAN, FRENCH, GREEK = "DE136695976", "FR83404833048", "EL094259216"


@pytest.mark.parametrize(
    ("country", "tax_class", "on", "rate"),
    [
        ("FR", "standard", "2014-01-01", "20"),
        ("FR", "intermediate", "2026-11-23", "10"),
        ("FR", "reduced", "2026-11-23", "5.5"),
        ("FR", "super_reduced", "2026-11-23", "2.1"),
        ("FR", "zero", "2026-11-23", "0"),
        ("DE", "standard", "2020-06-30", "19"),
        ("DE", "standard", "2020-07-01", "16"),
        ("DE", "reduced", "2020-12-31", "5"),
        ("DE", "standard", "2021-01-01", "19"),
        ("DE", "reduced", "2026-11-23", "7"),
        ("BE", "standard", "2026-11-23", "21"),
        ("BE", "reduced", "2026-11-23", "6"),
        ("ES", "standard", "2026-11-23", "21"),
        ("ES", "reduced", "2026-11-23", "10"),
        ("IT", "standard", "2026-11-23", "22"),
        ("IT", "reduced", "2026-11-23", "10"),
        ("LU", "standard", "2022-12-31", "17"),
        ("LU", "standard", "2023-06-15", "16"),
        ("LU", "standard", "2024-01-01", "17"),
        ("LU", "reduced", "2026-11-23", "3"),
        ("NL", "standard", "2026-11-23", "21"),
        ("NL", "reduced", "2026-11-23", "9"),
        ("PT", "standard", "2026-11-23", "23"),
        ("PT", "reduced", "2026-11-23", "6"),
        ("IE", "standard", "2021-02-28", "21"),
        ("IE", "standard", "2021-03-01", "23"),
        ("IE", "reduced", "2026-11-23", "0"),
        ("AT", "standard", "2026-11-23", "20"),
        ("AT", "reduced", "2026-11-23", "10"),
        ("FI", "standard", "2024-08-31", "24"),
        ("FI", "standard", "2024-09-01", "25.5"),
        ("FI", "reduced", "2025-12-31", "14"),
        ("FI", "reduced", "2026-01-01", "13.5"),
        ("EE", "standard", "2025-06-30", "22"),
        ("EE", "standard", "2025-07-01", "24"),
        ("SK", "standard", "2024-12-31", "20"),
        ("SK", "standard", "2025-01-01", "23"),
        ("RO", "standard", "2025-07-31", "19"),
        ("RO", "standard", "2025-08-01", "21"),
        ("RO", "reduced", "2025-08-01", "11"),
        ("SE", "reduced", "2026-03-31", "12"),
        ("SE", "reduced", "2026-04-01", "6"),
        ("SE", "reduced", "2028-01-01", "12"),
        ("CZ", "reduced", "2024-01-01", "12"),
        ("PL", "reduced", "2024-03-31", "0"),
        ("PL", "reduced", "2024-04-01", "5"),
        ("HU", "standard", "2026-11-23", "27"),
        ("DK", "reduced", "2026-11-23", "25"),  # no reduced rate: the standard one
        ("MC", "reduced", "2026-11-23", "5.5"),  # French territory for VAT
    ],
)
def test_the_rate_of_a_day(country, tax_class, on, rate):
    assert vat_rate(country, tax_class, date.fromisoformat(on)) == Decimal(rate)


def test_every_country_has_one_standard_rate_on_every_day_since_the_one_stop_shop():
    for country in EU_COUNTRIES:
        rows = sorted(
            (row for row in vat_table() if (row.country, row.tax_class) == (country, TaxClass.STANDARD)),
            key=lambda row: row.starts_on,
        )
        assert rows[0].starts_on <= date(2021, 7, 1), country
        assert rows[-1].ends_on is None, country
        for earlier, later in pairwise(rows):
            assert earlier.ends_on is not None
            assert (later.starts_on - earlier.ends_on).days == 1, country


def test_periods_of_one_class_never_overlap_and_every_row_names_its_source():
    table = vat_table()
    assert {row.country for row in table} == EU_COUNTRIES
    for row in table:
        assert row.tax_class in list(TaxClass)
        assert 0 <= row.rate <= 27
        assert len(row.source) > 10
        assert row.ends_on is None or row.starts_on <= row.ends_on
        same = [other for other in table if (other.country, other.tax_class) == (row.country, row.tax_class)]
        in_force = [
            other for other in same if other.starts_on <= row.starts_on and (other.ends_on or date.max) >= row.starts_on
        ]
        assert in_force == [row]


def test_what_is_not_in_the_table_is_said():
    with pytest.raises(UnknownRate) as unknown:
        vat_rate("CH", "standard", date(2026, 1, 1))
    assert unknown.value.facts["country"] == "CH"
    with translation.override("en"):
        assert str(unknown.value) == "We know no VAT rate for Switzerland on 1 January 2026."
    with pytest.raises(UnknownTaxClass):
        vat_rate("FR", "luxury", date(2026, 1, 1))


@pytest.mark.parametrize(
    ("destination", "oss", "vat_number", "expected"),
    [
        ("FR", False, "", ("FR", TaxCategory.STANDARD)),
        ("FR", True, GERMAN, ("FR", TaxCategory.STANDARD)),  # delivered at home: taxed at home
        ("MC", True, "", ("FR", TaxCategory.STANDARD)),
        ("DE", False, "", ("FR", TaxCategory.STANDARD)),
        ("DE", True, "", ("DE", TaxCategory.STANDARD)),
        ("DE", False, GERMAN, ("FR", TaxCategory.INTRA_COMMUNITY)),
        ("DE", True, GREEK, ("FR", TaxCategory.INTRA_COMMUNITY)),
        ("DE", True, FRENCH, ("DE", TaxCategory.STANDARD)),  # a French buyer does not account for the tax there
        ("DE", True, "DE123456789", ("DE", TaxCategory.STANDARD)),  # not a well-formed number
        ("CH", True, "", ("FR", TaxCategory.EXPORT)),
        ("GB", False, "GB980780684", ("FR", TaxCategory.EXPORT)),
        ("RE", False, "", ("FR", TaxCategory.EXPORT)),  # outside the territory of the directive
    ],
)
def test_whose_tax_a_french_sale_bears(destination, oss, vat_number, expected):
    assert (
        place_of_taxation(
            seller_country="FR",
            vat_registered=True,
            oss_registered=oss,
            destination=destination,
            vat_number=vat_number,
        )
        == expected
    )


@pytest.mark.parametrize("destination", ["FR", "DE", "CH"])
def test_a_small_enterprise_charges_no_tax_and_keeps_its_prices(destination):
    taxed = taxation(
        seller_country="FR",
        vat_registered=False,
        oss_registered=False,
        destination=destination,
        on=date(2026, 11, 23),
    )

    assert (taxed.country, taxed.category) == ("FR", TaxCategory.EXEMPT)
    assert set(taxed.rates.values()) == {Decimal(0)}


def test_a_greek_number_belongs_to_greece():
    assert country_of_vat_number(GREEK) == "GR"
    assert country_of_vat_number("") is None
    assert country_of_vat_number("nonsense") is None


def test_under_the_one_stop_shop_food_bears_the_rate_of_its_destination():
    sold = partial(taxation, seller_country="FR", vat_registered=True, oss_registered=True, on=date(2026, 11, 23))

    assert sold(destination="NL").rates[TaxClass.REDUCED] == Decimal(9)
    assert sold(destination="DE", vat_number=GERMAN).rates[TaxClass.REDUCED] == Decimal("5.5")
