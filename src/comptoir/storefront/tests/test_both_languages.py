"""A French page holds no English sentence of ours, and an English one no French, on any page of the walk."""

from functools import cache
from html import unescape
from pathlib import Path

import polib
import pytest
from django.test import Client

from comptoir.domains.visitors.actions import publish_services
from comptoir.domains.visitors.testing import ADVERTS, COUNTER
from comptoir.kernel.testing import NOON, OWNER
from comptoir.storefront.tests.buying import filled, ordered, put_in
from comptoir.storefront.tests.selling import Selling

pytestmark = [pytest.mark.urls("comptoir.storefront.urls"), pytest.mark.django_db]
WALK = (
    "/fr/",
    "/fr/produits",
    "/fr/produits/bol-en-gres?variant=BOWL-2",
    "/fr/rayons",
    "/fr/rayons/epicerie",
    "/fr/recherche?q=confiture",
    "/fr/recherche?q=hippopotame",
    "/fr/infos/mentions-legales?version=1",
    "/fr/panier",
    "/fr/contact",
    "/fr/contact?sent=1",
    "/fr/retractation",
    "/fr/retractation?sent=1",
    "/fr/boutiques",
    "/fr/boutiques/boutique",
    "/fr/cookies",
    "/fr/nulle-part",
)
APPS = Path(__file__).parents[2]


@cache
def sentences() -> tuple[tuple[str, str], ...]:
    """Every sentence of ours, of the domains too, in English and in French."""
    files = (*APPS.glob("*/locale/fr/LC_MESSAGES/django.po"), *APPS.glob("domains/*/locale/fr/LC_MESSAGES/django.po"))
    return tuple((entry.msgid, entry.msgstr) for file in files for entry in polib.pofile(str(file)))


@cache
def told_otherwise(language: str) -> tuple[str, ...]:
    """What is said otherwise in the other language, cut at its first value, if enough is left to be recognised."""
    here, elsewhere = (1, 0) if language == "fr" else (0, 1)
    own = " ".join(pair[here] for pair in sentences())
    pieces = {pair[elsewhere].partition("%(")[0].strip() for pair in sentences()}
    return tuple(piece for piece in pieces if piece.count(" ") >= 1 and len(piece) > 7 and piece not in own)


def left_over(html: str, language: str = "fr") -> list[str]:
    words = unescape(html)
    return [sentence for sentence in told_otherwise(language) if sentence in words]


@pytest.mark.parametrize("path", WALK)
def test_reading(client: Client, selling: Selling, path: str):
    assert left_over(client.get(path).content.decode()) == []


IN_ENGLISH = (
    "/en/",
    "/en/products",
    "/en/products/stoneware-bowl?variant=BOWL-2",
    "/en/categories",
    "/en/categories/pantry",
    "/en/search?q=jam",
    "/en/search?q=hippopotamus",
    "/en/basket",
    "/en/contact",
    "/en/contact?sent=1",
    "/en/withdrawal",
    "/en/withdrawal?sent=1",
    "/en/shops",
    "/en/shops/boutique",
    "/en/cookies",
    "/en/nowhere",
)


@pytest.mark.parametrize("path", IN_ENGLISH)
def test_and_no_french_sentence_stays_in_an_english_page(client: Client, selling: Selling, path: str):
    assert left_over(client.get(path).content.decode(), "en") == []


def test_refusals_are_in_the_language_of_the_page(client: Client, selling: Selling):
    asked = {"name": "", "email": "x", "text": "", "website": ""}
    assert left_over(client.post("/fr/contact", asked).content.decode()) == []
    assert left_over(client.post("/en/contact", asked).content.decode(), "en") == []
    assert left_over(client.post("/fr/retractation", {"number": "", "email": ""}).content.decode()) == []


def test_what_is_asked_about_cookies_is_in_the_language_of_the_page(client: Client, selling: Selling):
    publish_services(services=[COUNTER, ADVERTS], based_on=0, actor=OWNER, now=NOON)
    for path in ("/fr/", "/fr/cookies"):
        assert left_over(client.get(path).content.decode()) == []
    for path in ("/en/", "/en/cookies"):
        assert left_over(client.get(path).content.decode(), "en") == []


def test_buying(client: Client, selling: Selling):
    put_in(client, "BOWL-1", 9)
    assert left_over(client.get("/fr/panier").content.decode()) == []
    client.post("/fr/panier/BOWL-1", {"quantity": "1"})
    assert left_over(client.get("/fr/commande").content.decode()) == []
    typed = filled(client, email="x", terms="", billing_differs="1", is_company="1", vat_number="x")
    assert left_over(client.post("/fr/commande", typed).content.decode()) == []


def test_after_the_order(client: Client, selling: Selling):
    key = ordered(client)
    thanks = client.get(f"/fr/paiement/{key}", follow=True)
    assert left_over(thanks.content.decode()) == []
    own = thanks.redirect_chain[-1][0].rpartition("/")[2]
    assert left_over(client.get(f"/fr/suivi/{own}").content.decode()) == []
    client.post(f"/fr/suivi/{own}/annuler")
    assert left_over(client.get(f"/fr/suivi/{own}").content.decode()) == []
