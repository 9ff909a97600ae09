"""What is sold as one, and what is downloaded, through Django's client."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from comptoir.domains.catalogue.actions import attach_file
from comptoir.domains.catalogue.queries import product, variants_for
from comptoir.domains.catalogue.testing import honey
from comptoir.domains.catalogue.values import Product, VariantKind
from comptoir.domains.fulfilment.actions import renew_download
from comptoir.domains.fulfilment.queries import downloads_of
from comptoir.domains.inventory.testing import make_kit
from comptoir.domains.orders.queries import order as order_of
from comptoir.domains.orders.values import OrderId
from comptoir.domains.pricing.actions import set_prices
from comptoir.domains.pricing.values import NewPrice
from comptoir.flows.deliver_due_downloads import deliver_due_downloads
from comptoir.flows.record_payment import record_payment
from comptoir.flows.sell_variant_as import sell_variant_as
from comptoir.flows.testing import sell
from comptoir.kernel.clock import set_clock
from comptoir.kernel.events import Lane
from comptoir.kernel.events.relay import deliver
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, OWNER
from comptoir.storefront.carts import opened
from comptoir.storefront.tests.budgets import BUDGETS
from comptoir.storefront.tests.buying import filled, location, put_in, shown
from comptoir.storefront.tests.selling import SELLING, Selling

pytestmark = [pytest.mark.urls("comptoir.storefront.urls"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def selling(db: None) -> Selling:
    """Made anew: links that are over are refused outside a transaction, as they are in a shop."""
    return SELLING.laid()


@pytest.fixture
def book(selling: Selling, settings: Any, tmp_path: Path) -> Product:
    """Recipes to download, for nine euros."""
    settings.PRIVATE_ROOT = tmp_path
    made = sell(market=selling.shop.market, price=Money(900, "EUR"), stock=0, draft=honey(sku="EBOOK"))
    id = made.variants[0].id
    sell_variant_as(variant_id=id, kind=VariantKind.DOWNLOAD, actor=OWNER, now=NOON)
    content = ContentFile(b"<script>alert(1)</script>" * 4_000, name="x")
    attach_file(variant_id=id, name="../Recettes <b>.html", content=content, actor=OWNER, now=NOON)
    return product(made.id)


def bought(client: Client, *, with_jam: bool = False) -> str:
    """The key of an order of the book that is paid and delivered; ``with_jam``, which is still to be sent."""
    put_in(client, "EBOOK")
    if with_jam:
        put_in(client)
    form = filled(client, waiver="1")
    if not with_jam:
        form.pop("delivery_method", None)
    key = location(client.post("/fr/commande", form)).rpartition("/")[2]
    id = OrderId(UUID(str(opened("order", key)))) if opened("order", key) else OrderId(UUID(key.partition(".")[0]))
    record_payment(order_id=id, amount=order_of(id).total, actor=OWNER, now=NOON)
    deliver_due_downloads(actor=OWNER, now=NOON)
    return key


def link_in(html: str) -> str:
    found = re.search(r'href="(/fr/telechargements/[^"]+)"', html)
    assert found
    return found[1]


def test_a_set_says_what_is_in_it_and_is_one_line_in_the_basket(client: Client, selling: Selling) -> None:
    kit = make_kit((selling.honey.variants[0].id, 2), (selling.jam.variants[0].id, 1))
    prices = [NewPrice(variant_id=kit, amount=Money(2999, "EUR"))]
    set_prices(prices=prices, market=selling.shop.market, actor=OWNER, now=NOON)
    card = variants_for([kit])[kit]
    page = shown(client.get(f"/fr/produits/{card.slug}"))
    assert "Dans ce coffret" in page
    assert "2 × <a href=" in page
    put_in(client, card.sku)
    basket = shown(client.get("/fr/panier"))
    assert "2\u00a0× Miel de châtaignier, 1\u00a0× Confiture d’abricots (220 g)" in basket
    assert basket.count('class="line"') == 1


def test_a_list_says_of_files_that_they_are_there_at_once(client: Client, book: Product) -> None:
    while any([deliver(Lane.URGENT), deliver(Lane.BULK)]):
        pass
    address = f"/en/products/{book.slug_in('en')}"
    cards = client.get("/en/products").text.split('<li class="card">')[1:]
    [told] = [card for card in cards if "Instant download" in card]
    assert (f'href="{address}"' in told, 'class="stock stock-in"' in told) == (True, True)
    page = client.get(address).text
    assert ("Available at once" in page, "To download as soon as it is paid for" in page) == (True, True)


def test_downloads_ask_for_consent_and_for_no_delivery(client: Client, book: Product) -> None:
    put_in(client, "EBOOK")
    page = shown(client.get("/fr/commande"))
    assert "Rien à livrer" in page
    assert 'name="delivery_method"' not in page
    assert "je reconnais perdre mon droit de rétractation" in page
    refused = shown(client.post("/fr/commande", filled(client)), 422)
    assert 'href="#f-waiver"' in refused


def test_what_is_bought_is_fetched_by_a_signed_link_and_saved_never_shown(client: Client, book: Product) -> None:
    key = bought(client)
    page = shown(client.get(f"/fr/suivi/{key}"))
    assert "Vos fichiers sont prêts" in page
    assert "je reconnais perdre mon droit de rétractation" in page
    answer = client.get(link_in(page))
    assert answer.status_code == 200
    assert answer.streaming
    assert b"".join(answer) == b"<script>alert(1)</script>" * 4_000
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Cache-Control"] == "private, no-store"
    assert ".." not in answer["Content-Disposition"]
    assert "4 téléchargements restants" in shown(client.get(f"/fr/suivi/{key}"))


def test_files_are_no_parcel_and_what_was_ordered_with_them_is_still_to_leave(client: Client, book: Product) -> None:
    page = shown(client.get(f"/en/track/{bought(client, with_jam=True)}"))
    assert ("Your files are ready" in page, "We are preparing the rest of your order." in page) == (True, True)
    assert ("has shipped" in page, "another parcel" in page) == (False, False)
    assert link_in(page.replace("/en/downloads/", "/fr/telechargements/"))


def test_a_link_that_was_guessed_opens_nothing(client: Client, book: Product) -> None:
    key = bought(client)
    link = link_in(shown(client.get(f"/fr/suivi/{key}")))
    id, _, token = link.rpartition("/")[2].partition(".")
    for wrong in (id, f"{id}.", f"{id}.{token[:-1]}x", f"{id.upper()}.{token}", "x.y", f"{key}"):
        assert client.get(f"/fr/telechargements/{wrong}").status_code == 404
    assert downloads_of(order_of_key(key))[0].used == 0


def order_of_key(key: str) -> UUID:
    return UUID(key.partition(".")[0])


def test_a_link_ends_and_staff_renew_it(client: Client, selling: Selling, book: Product) -> None:
    key = bought(client)
    old = link_in(shown(client.get(f"/fr/suivi/{key}")))
    set_clock(NOON + timedelta(days=31))
    assert client.get(old).status_code == 409
    page = shown(client.get(f"/fr/suivi/{key}"))
    assert "Le lien a expiré" in page
    assert "/fr/telechargements/" not in page
    (download,) = downloads_of(order_of_key(key))
    later = NOON + timedelta(days=31)
    renew_download(download_id=download.id, market=selling.shop.market, actor=OWNER, now=later)
    new = link_in(shown(client.get(f"/fr/suivi/{key}")))
    assert client.get(new).status_code == 200
    assert client.get(old).status_code == 404
    set_clock(NOON)


def test_looking_at_a_link_counts_nothing(client: Client, book: Product) -> None:
    key = bought(client)
    assert client.head(link_in(shown(client.get(f"/fr/suivi/{key}")))).status_code == 200
    assert downloads_of(order_of_key(key))[0].used == 0


def test_fetching_a_file_takes_four_statements(client: Client, book: Product, statements: Any) -> None:
    link = link_in(shown(client.get(f"/fr/suivi/{bought(client)}")))
    client.head(link)
    before = len(statements.all)
    assert client.get(link).status_code == 200
    assert len(statements.all) - before == BUDGETS["download"]
