"""Wish lists, letters about what is back, and what a browser remembers: without an account, and without JavaScript."""

import re

from django.test import Client

from comptoir.domains.cart.queries import wish_list
from comptoir.domains.catalogue.actions import set_related_products
from comptoir.domains.inventory.testing import make_stock
from comptoir.domains.messages.queries import alert
from comptoir.domains.messages.values import AlertState
from comptoir.kernel import clock
from comptoir.kernel.sql import fetch
from comptoir.kernel.testing import OWNER
from comptoir.storefront.carts import COOKIE, WISHES_COOKIE, key_of, opened
from comptoir.storefront.tests.buying import location, shown
from comptoir.storefront.tests.selling import Selling

JAM = "/fr/produits/confiture-d-abricots"


def wish(client: Client, sku: str = "JAM-220") -> None:
    assert location(client.post("/fr/envies", {"sku": sku})) == "/fr/envies"


def listed(client: Client) -> list[str]:
    id = opened("wishes", client.cookies[WISHES_COOKIE].value)
    assert id is not None
    return [each.variant.sku for each in wish_list(id).wishes]


def test_nothing_is_kept_of_who_has_put_nothing_on_a_list(selling: Selling, client: Client) -> None:
    assert "encore vide" in shown(client.get("/fr/envies"))
    client.get(JAM)
    assert dict(client.cookies) == {}


def test_a_list_shows_the_price_and_what_is_there_now(selling: Selling, client: Client) -> None:
    wish(client)
    wish(client)
    page = shown(client.get("/fr/envies"))
    assert "6,90" in page
    assert "Mettre au panier" in page
    make_stock(0, variant_id=selling.jam.variants[0].id)
    assert "Mettre au panier" not in shown(client.get("/fr/envies"))
    assert listed(client) == ["JAM-220"]


def test_moved_to_the_basket_it_leaves_the_list(selling: Selling, client: Client) -> None:
    wish(client)
    assert location(client.post("/fr/envies/JAM-220", {"do": "basket"})) == "/fr/panier"
    assert COOKIE in client.cookies
    assert "JAM-220" in shown(client.get("/fr/panier"))
    assert listed(client) == []


def test_taken_off_twice_it_is_off(selling: Selling, client: Client) -> None:
    wish(client)
    for _again in range(2):
        assert location(client.post("/fr/envies/JAM-220", {"do": "remove"})) == "/fr/envies"
    assert listed(client) == []


def test_others_see_a_shared_list_and_cannot_change_it(selling: Selling, client: Client) -> None:
    wish(client)
    found = re.search(r'value="https?://[^/"]+(/fr/envies/partage/[^"]+)"', client.get("/fr/envies").content.decode())
    assert found is not None
    friend = Client()
    page = shown(friend.get(found.group(1)))
    assert "Ajouter au panier" in page
    assert "/fr/envies/JAM-220" not in page
    key = found.group(1).rpartition("/")[2]
    friend.cookies[WISHES_COOKIE] = key
    friend.post("/fr/envies/JAM-220", {"do": "remove"})
    assert listed(client) == ["JAM-220"]
    assert friend.get(f"/fr/envies/partage/{key[:-2]}xx").status_code == 404


def test_what_is_not_sold_cannot_be_wished_for(selling: Selling, client: Client) -> None:
    assert client.post("/fr/envies", {"sku": "NIL"}).status_code == 422
    partly = client.post("/fr/envies", {"sku": "NIL"}, headers={"HX-Request": "true"})
    assert "plus vendu" in shown(partly, 422) or "pas en vente" in shown(partly, 422)


def test_from_the_form_on_a_sold_out_product_to_the_letter(selling: Selling, client: Client) -> None:
    assert "/fr/alertes" not in shown(client.get(JAM))
    make_stock(0, variant_id=selling.jam.variants[0].id)
    assert 'action="/fr/alertes"' in shown(client.get(JAM))
    form = {"sku": "JAM-220", "email": "lucie@exemple.example"}
    assert location(client.post("/fr/alertes", form)) == "/fr/alertes"
    assert "Encore une étape" in shown(client.get("/fr/alertes"))
    ((id,),) = fetch("SELECT id FROM messages_stockalert")
    key = key_of("alert", id)
    # Programs that read mail follow links: looking confirms nothing.
    assert "Oui, me prévenir" in shown(client.get(f"/fr/alertes/{key}"))
    assert alert(id).state is AlertState.ASKED
    assert location(client.post(f"/fr/alertes/{key}", {"do": "confirm"})) == f"/fr/alertes/{key}"
    assert alert(id).state is AlertState.CONFIRMED
    client.post(f"/fr/alertes/{key}", {"do": "stop"})
    assert alert(id).email == ""
    assert client.get(f"/fr/alertes/{key[:-2]}xx").status_code == 404


def test_a_wrong_address_stands_beside_its_field(selling: Selling, client: Client) -> None:
    make_stock(0, variant_id=selling.jam.variants[0].id)
    page = shown(client.post("/fr/alertes", {"sku": "JAM-220", "email": "lucie@"}), 422)
    assert 'value="lucie@"' in page
    assert fetch("SELECT FROM messages_stockalert") == []


def test_what_can_be_had_is_not_waited_for(selling: Selling, client: Client) -> None:
    page = shown(client.post("/fr/alertes", {"sku": "JAM-220", "email": "lucie@exemple.example"}), 422)
    assert "disponible" in page


def test_the_merchants_choice_comes_first_beside_a_product(selling: Selling, client: Client) -> None:
    bowl = selling.bowl
    set_related_products(product_id=selling.jam.id, skus=[bowl.variants[0].sku], actor=OWNER, now=clock.now())
    page = client.get(JAM).content.decode()
    related = page[page.index('id="related"') :]
    assert f"/fr/produits/{bowl.slug}" in related[: related.index("</li>")]


def test_the_cards_of_what_a_browser_remembers(selling: Selling, client: Client) -> None:
    jam, nothing = selling.jam.id, "01990000-0000-7000-8000-000000000000"
    page = shown(client.get(f"/fr/vus?p={jam}&p={nothing}&p=confiture-d-abricots&p={jam}"))
    assert page.count('class="card"') == 1
    assert "Rien n’est retenu" in shown(client.get("/fr/vus"))
