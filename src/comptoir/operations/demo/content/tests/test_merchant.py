import re

import pytest
from stdnum import iban, luhn
from stdnum.fr import siren, siret, tva

from comptoir.kernel.addresses import Address, check_address
from comptoir.operations.demo.content import merchant as room
from comptoir.operations.demo.content.merchant import load_merchant
from comptoir.operations.demo.content.people import load_people, mobile_number
from comptoir.operations.demo.content.values import ContentError

# Decision 2018-0881 of Arcep: numbers kept for audiovisual works.
FICTION = re.compile(r"\+33(19900|26191|35301|46571|53649|63998)\d{4}")


def test_numbers_are_well_formed_and_nobodys() -> None:
    entity = load_merchant().entity
    assert siren.is_valid(entity.siren)
    assert siret.is_valid(entity.siret)
    assert tva.is_valid(entity.vat_number)
    assert iban.is_valid(entity.iban)
    assert entity.iban[4:9] == "99999", "a bank code that is not allotted"
    shop = load_merchant()
    phones = [shop.phone, entity.phone, *(place.address.phone for place in shop.places), mobile_number(12345)]
    assert all(FICTION.fullmatch(phone) for phone in phones)
    assert all(mail.endswith(".example") for mail in (shop.sender_email, shop.support_email, entity.email))


def test_addresses_are_what_the_country_expects() -> None:
    for place in load_merchant().places:
        address = place.address
        given = Address(
            name=address.company,
            line1=address.line1,
            postal_code=address.postal_code,
            city=address.city,
            country=address.country,
        )
        assert check_address(given)[1] == ()


def test_a_shop_and_a_warehouse_with_their_hours() -> None:
    warehouse, counter = load_merchant().places
    assert (warehouse.kind, counter.kind) == ("warehouse", "shop")
    assert (warehouse.offers_pickup, counter.offers_pickup) == (False, True)
    assert counter.hours["sat"] == (("08:00", "13:00"), ("14:30", "18:30"))
    assert "mon" not in counter.hours


def test_three_ways_of_delivery_cover_every_country() -> None:
    shop = load_merchant()
    assert [method.code for method in shop.delivery] == ["domicile", "express", "retrait-rodez"]
    home = shop.delivery[0]
    for country in shop.market.countries:
        assert any(country in rate.countries and rate.from_total_minor is None for rate in home.rates), country
    assert shop.delivery[2].place == "comptoir"
    assert shop.delivery[2].rates[0].price_minor == 0


def test_pages_are_complete_in_both_languages() -> None:
    pages = {page.key: page for page in load_merchant().pages}
    assert list(pages) == ["legal-notice", "terms", "privacy", "home"]
    assert pages["home"].title == load_merchant().tagline
    for page in pages.values():
        for body in (page.body.fr, page.body.en):
            assert not re.search(r"[{}]|\[\[", body), "nothing is left to fill in"
            assert len(body) > (500 if page.key == "home" else 1900)
            opened = re.findall(r"<([a-z0-9]+)[ >]", body.replace("<br>", ""))
            assert sorted(opened) == sorted(re.findall(r"</([a-z0-9]+)>", body))
        assert page.body.fr.count("<h2>") == page.body.en.count("<h2>")
    terms = pages["terms"].body.fr
    for word in ("L.\u00a0221-28", "médiateur", "1641", "69\u00a0€", "quatorze jours", "Formulaire de rétractation"):
        assert word in terms
    assert "999\u00a0120\u00a0348" in terms
    assert "FERRÉOL &amp; FILLES" in terms


def test_free_delivery_in_the_terms_is_that_of_the_rates() -> None:
    free = [rate for rate in load_merchant().delivery[0].rates if rate.price_minor == 0 and "FR" in rate.countries]
    assert [(rate.from_total_minor, rate.up_to_weight_grams) for rate in free] == [(6900, 15000)]


def test_an_unknown_placeholder_is_named() -> None:
    with pytest.raises(ContentError, match=r"pages/terms\.fr\.html: address: is not a placeholder"):
        room._filled("pages/terms.fr.html", {"shop": "x"})


def test_people_enough_for_a_crowd() -> None:
    people = load_people()
    assert (len(set(people.first_names)), len(set(people.last_names)), len(people.towns)) == (60, 60, 70)
    assert len(people.streets) == 30
    assert all(tva.is_valid(company.vat_number) for company in people.companies)
    assert all(luhn.is_valid(company.siren) for company in people.companies)


def test_towns_carry_postcodes_that_exist() -> None:
    for town in load_people().towns:
        given = Address(name="A", line1="1 rue B", postal_code=town.postal_code, city=town.name, country="FR")
        assert check_address(given)[1] == (), town
    for person in load_people().abroad:
        assert re.fullmatch(r"\d{4,5}", person.postal_code)
