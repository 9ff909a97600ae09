"""A buyer at work, through Django's client."""

import re
from html import unescape
from typing import Any

from django.test import Client

DETAILS = {
    "email": "lucie@exemple.example",
    "country": "FR",
    "name": "Lucie Martin",
    "line1": "8 rue des Remparts",
    "postal_code": "69002",
    "city": "Lyon",
    "comment": "Sonnez fort.\n\nLe chien dort.",
}
_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


def shown(response: Any, status: int = 200) -> str:
    """The page's HTML, as characters."""
    text = unescape(response.content.decode())
    assert response.status_code == status, text[:600]
    return text


def put_in(client: Client, sku: str = "JAM-220", quantity: int | str = 2, *, partly: bool = False, **said: str) -> Any:
    """``partly``: as a page that runs scripts does; ``said``: what else the form says."""
    form = {"sku": sku, "quantity": str(quantity)} | said
    return client.post("/fr/panier", form, headers={"HX-Request": "true"} if partly else {})


def filled(client: Client, **changes: str) -> dict[str, str]:
    """The form filled in as a buyer would, with what the page itself carries."""
    page = client.get("/fr/commande")
    assert page.status_code == 200
    hidden = {name: unescape(value) for name, value in _HIDDEN.findall(page.content.decode())}
    chosen = {"delivery_method": "home", "payment_method": "transfer", "terms": "1", "do": "order"}
    return DETAILS | chosen | hidden | changes


def order(client: Client, **changes: str) -> Any:
    return client.post("/fr/commande", filled(client, **changes))


def ordered(client: Client, **changes: str) -> str:
    """Buy two jars and place the order; returns the key of its pages."""
    put_in(client)
    response = order(client, **changes)
    assert response.status_code == 303, shown(response, response.status_code)
    return str(response["Location"]).rpartition("/")[2]


def attribute(html: str, name: str) -> str:
    """What the field of that name holds."""
    found = re.search(rf'name="{name}"[^>]*? value="([^"]*)"', html)
    assert found is not None, name
    return unescape(found.group(1))


def location(response: Any) -> str:
    assert response.status_code == 303, response.content.decode()[:600]
    return str(response["Location"])
