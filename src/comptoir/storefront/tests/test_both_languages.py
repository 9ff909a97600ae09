"""A French page holds no English sentence of ours, on any page of the walk."""

from html import escape
from pathlib import Path

import polib
import pytest
from django.test import Client

from comptoir.storefront.tests.buying import filled, ordered, put_in
from comptoir.storefront.tests.selling import Selling

pytestmark = [pytest.mark.urls("comptoir.storefront.urls"), pytest.mark.django_db]
CATALOGUE = Path(__file__).parent.parent / "locale" / "fr" / "LC_MESSAGES" / "django.po"
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
    "/fr/nulle-part",
)


def english() -> list[str]:
    """What is said otherwise in French, cut at its first value, if enough is left to be recognised."""
    pieces = {entry.msgid.partition("%(")[0].strip() for entry in polib.pofile(str(CATALOGUE))}
    told = {entry.msgstr for entry in polib.pofile(str(CATALOGUE))}
    return [piece for piece in pieces if " " in piece and piece not in told]


def left_over(html: str) -> list[str]:
    return [sentence for sentence in english() if escape(sentence) in html or sentence in html]


@pytest.mark.parametrize("path", WALK)
def test_reading(client: Client, selling: Selling, path: str):
    assert left_over(client.get(path).content.decode()) == []


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
