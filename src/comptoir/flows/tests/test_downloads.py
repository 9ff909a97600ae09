"""Files that are bought: consent first, no parcel, links that end."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.base import ContentFile

from comptoir.domains.cart.actions import set_line
from comptoir.domains.cart.queries import priced_cart, readiness
from comptoir.domains.cart.values import CartId
from comptoir.domains.catalogue.actions import attach_file, remove_file
from comptoir.domains.catalogue.queries import files_by_id, files_for, open_variant_file
from comptoir.domains.catalogue.testing import honey
from comptoir.domains.catalogue.values import VariantId, VariantKind, Withdrawal
from comptoir.domains.fulfilment.actions import (
    end_download,
    end_downloads,
    open_downloads,
    renew_download,
    save_download_rules,
    use_download,
)
from comptoir.domains.fulfilment.errors import DownloadOver
from comptoir.domains.fulfilment.queries import downloads_of, shipments_of
from comptoir.domains.fulfilment.values import Download, DownloadRules
from comptoir.domains.inventory.queries import reservations_of
from comptoir.domains.invoicing.queries import documents_of
from comptoir.domains.network.testing import WAREHOUSE
from comptoir.domains.orders.actions import hold_order, release_order
from comptoir.domains.orders.errors import WaiverNeeded
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import Gesture, GestureWay, OrderId, OrderState
from comptoir.domains.payments.queries import payments_of
from comptoir.domains.returns.actions import accept_return
from comptoir.domains.returns.values import AskedLine, Reason, ReceivedLine, ReturnId, ReturnKind, ReturnRequest
from comptoir.flows.declare_return import declare_return
from comptoir.flows.deliver_due_downloads import deliver_due_downloads
from comptoir.flows.place_order import place_order
from comptoir.flows.receive_return import receive_return
from comptoir.flows.record_payment import record_payment
from comptoir.flows.refund_order import refund_order
from comptoir.flows.sell_variant_as import sell_variant_as
from comptoir.flows.ship_order import ship_order
from comptoir.flows.testing import Shop, agree, buyer, fill_cart, sell
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.ids import new_id
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOBODY, NOON, OWNER, at_once, snapshot
from tests.kept import laid_shop

pytestmark = pytest.mark.django_db(transaction=True)
AGREED = "Je demande à recevoir mes fichiers tout de suite, et je renonce à mon droit de rétractation."
LATER = NOON + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    settings.PRIVATE_ROOT = tmp_path


def book_in(shop: Shop) -> VariantId:
    product = sell(market=shop.market, price=Money(900, "EUR"), stock=0, draft=honey(sku="EBOOK"))
    id = product.variants[0].id
    sell_variant_as(variant_id=id, kind=VariantKind.DOWNLOAD, actor=OWNER, now=NOON)
    content = ContentFile(b"%PDF recipes", name="recipes.pdf")
    attach_file(variant_id=id, name="Recettes d’hiver.pdf", content=content, actor=OWNER, now=NOON)
    return id


def cart_with_book(shop: Shop, *, honey_too: bool = False) -> CartId:
    cart_id = fill_cart(shop, quantity=2 if honey_too else 0, delivery="home" if honey_too else "")
    set_line(cart_id=cart_id, sku="EBOOK", quantity=1, actor=buyer(), now=NOON)
    return cart_id


def buy(shop: Shop, *, honey_too: bool = False, paid: bool = True) -> OrderId:
    cart_id = cart_with_book(shop, honey_too=honey_too)
    checkout = replace(agree(cart_id), waiver=AGREED)
    placed = place_order(checkout=checkout, key=str(new_id()), actor=buyer(), now=NOON)
    id = OrderId(UUID(placed.order_id))
    if paid:
        record_payment(order_id=id, amount=order(id).total, actor=OWNER, now=NOON)
    return id


def deliver() -> int:
    return deliver_due_downloads(actor=OWNER, now=NOON)


def fetch(download: Download, *, now: datetime = LATER) -> bytes:
    id = use_download(download_id=download.id, renewals=download.renewals, actor=buyer(), now=now)
    with open_variant_file(files_by_id([id])[id]) as file:
        return bytes(file.read())


def states(id: OrderId) -> tuple[OrderState, list[tuple[str, int]]]:
    found = order(id)
    return found.state, [(str(line.kind), line.shipped) for line in found.lines]


def test_a_basket_of_downloads_asks_for_no_delivery() -> None:
    shop = laid_shop()
    book_in(shop)
    priced = priced_cart(cart_with_book(shop), now=NOON)
    assert (priced.delivery_options, priced.delivery, priced.travels) == ((), None, False)
    assert readiness(priced).ready
    assert priced.total == Money(900, "EUR")


def test_without_consent_nothing_is_sold() -> None:
    shop = laid_shop()
    book_in(shop)
    cart_id = cart_with_book(shop)
    with pytest.raises(WaiverNeeded):
        place_order(checkout=agree(cart_id), key=str(new_id()), actor=buyer(), now=NOON)


def test_the_order_keeps_what_was_agreed_word_for_word() -> None:
    shop = laid_shop()
    book_in(shop)
    placed = order(buy(shop, paid=False))
    assert (placed.waiver, placed.delivery.kind, placed.delivery.label) == (AGREED, "download", "Téléchargement")
    assert placed.lines[0].withdrawal is Withdrawal.DIGITAL


def test_nothing_is_delivered_before_it_is_paid() -> None:
    shop = laid_shop()
    book_in(shop)
    id = buy(shop, paid=False)
    assert (deliver(), downloads_of(id)) == (0, ())
    assert reservations_of(id) == []


def test_once_paid_the_files_are_there_and_the_order_is_done() -> None:
    shop = laid_shop()
    book_in(shop)
    id = buy(shop)
    assert (deliver(), deliver()) == (1, 0)
    (download,) = downloads_of(id)
    assert (download.name, download.most, download.expires_at) == (
        "Recettes d’hiver.pdf",
        5,
        NOON + timedelta(days=30),
    )
    assert fetch(download) == b"%PDF recipes"
    assert states(id) == (OrderState.SHIPPED, [("download", 1)])
    assert (shipments_of(id), len(documents_of(id))) == ([], 1)


def test_the_goods_beside_them_are_sent_as_ever() -> None:
    shop = laid_shop()
    book_in(shop)
    id = buy(shop, honey_too=True)
    assert deliver() == 1
    assert states(id) == (OrderState.PARTLY_SHIPPED, [("goods", 0), ("download", 1)])
    ship_order(order_id=id, actor=OWNER, now=NOON)
    assert states(id) == (OrderState.SHIPPED, [("goods", 2), ("download", 1)])
    assert sum(each.total.minor for each in documents_of(id)) == order(id).total.minor


def test_an_order_on_hold_is_not_delivered_until_it_is_released() -> None:
    shop = laid_shop()
    book_in(shop)
    id = buy(shop)
    hold_order(order_id=id, because="Fraud?", actor=OWNER, now=NOON)
    assert (deliver(), downloads_of(id)) == (0, ())
    release_order(order_id=id, actor=OWNER, now=NOON)
    assert deliver() == 1


def test_the_rules_of_the_market_count() -> None:
    shop = laid_shop()
    book_in(shop)
    save_download_rules(market=shop.market, rules=DownloadRules(times=2, days=3), actor=OWNER, now=NOON)
    id = buy(shop)
    deliver()
    (download,) = downloads_of(id)
    fetch(download)
    fetch(download)
    with pytest.raises(DownloadOver):
        fetch(download)


def test_a_link_is_over_when_its_time_is() -> None:
    shop = laid_shop()
    book_in(shop)
    id = buy(shop)
    deliver()
    (download,) = downloads_of(id)
    fetch(download, now=NOON + timedelta(days=29))
    with pytest.raises(DownloadOver):
        fetch(download, now=NOON + timedelta(days=30))


def test_many_at_once_fetch_no_more_than_may() -> None:
    shop = laid_shop()
    book_in(shop)
    id = buy(shop)
    deliver()
    (download,) = downloads_of(id)
    answers = at_once([partial(fetch, download) for _ in range(12)])
    assert answers.count(b"%PDF recipes") == 5
    assert sum(isinstance(answer, DownloadOver) for answer in answers) == 7


def test_one_that_is_renewed_has_another_link() -> None:
    shop = laid_shop()
    book_in(shop)
    id = buy(shop)
    deliver()
    (old,) = downloads_of(id)
    end_download(download_id=old.id, market=shop.market, actor=OWNER, now=NOON)
    with pytest.raises(DownloadOver):
        fetch(old)
    renew_download(download_id=old.id, market=shop.market, actor=OWNER, now=LATER)
    (new,) = downloads_of(id)
    assert fetch(new) == b"%PDF recipes"
    with pytest.raises(DownloadOver):
        fetch(old)
    assert old.signed != new.signed


def test_a_file_that_is_given_away_no_more_stays_with_whoever_bought_it() -> None:
    shop = laid_shop()
    book = book_in(shop)
    id = buy(shop)
    deliver()
    remove_file(file_id=files_for([book])[book][0].id, actor=OWNER, now=NOON)
    assert fetch(downloads_of(id)[0]) == b"%PDF recipes"
    assert files_for([book]) == {book: ()}


def test_money_back_ends_the_links() -> None:
    shop = laid_shop()
    book_in(shop)
    id = buy(shop)
    deliver()
    asked = ReturnRequest(
        id=ReturnId(new_id()),
        order_id=id,
        kind=ReturnKind.COMPLAINT,
        name="Lucie Martin",
        email="lucie@exemple.example",
        lines=(AskedLine(position=1, quantity=1, reason=Reason.FAULTY),),
    )
    found = declare_return(asked=asked, actor=OWNER, now=NOON)
    accept_return(return_id=found.id, actor=OWNER, now=NOON)
    lines = [ReceivedLine(position=1, received=1)]
    receive_return(return_id=found.id, lines=lines, place_code=WAREHOUSE.code, actor=OWNER, now=NOON)
    with pytest.raises(DownloadOver):
        fetch(downloads_of(id)[0])
    assert payments_of(id)[0].refundable == Money(0, "EUR")


def give_back(id: OrderId, euros_minor: int, *positions: int) -> None:
    gesture = Gesture(id=new_id(), amount=Money(euros_minor, "EUR"), way=GestureWay.REFUND, positions=positions)
    refund_order(order_id=id, gesture=gesture, because="Sorry", actor=OWNER, now=NOON)


def test_a_kindness_ends_no_link_but_all_the_money_back_does() -> None:
    shop = laid_shop()
    book_in(shop)
    id = buy(shop)
    deliver()
    give_back(id, 400)
    assert fetch(downloads_of(id)[0]) == b"%PDF recipes"
    give_back(id, 500)
    with pytest.raises(DownloadOver):
        fetch(downloads_of(id)[0])


def test_money_back_for_the_goods_beside_them_leaves_the_files() -> None:
    shop = laid_shop()
    book_in(shop)
    id = buy(shop, honey_too=True)
    deliver()
    honey_line, book_line = order(id).lines
    give_back(id, honey_line.total.minor, honey_line.position)
    assert fetch(downloads_of(id)[0]) == b"%PDF recipes"
    give_back(id, book_line.total.minor, book_line.position)
    with pytest.raises(DownloadOver):
        fetch(downloads_of(id)[0])


@pytest.mark.parametrize("verb", ["renew", "end", "end all", "open", "rules", "use", "kind", "attach", "remove"])
def test_only_who_may(verb: str) -> None:
    shop = laid_shop()
    book = book_in(shop)
    id = buy(shop)
    deliver()
    (download,) = downloads_of(id)
    before = snapshot()
    with pytest.raises(NotAllowed):
        VERBS[verb](download, shop, book)
    assert snapshot() == before


VERBS: dict[str, Callable[[Download, Shop, VariantId], object]] = {
    "end all": lambda one, _shop, _book: end_downloads(order_id=one.order_id, actor=NOBODY, now=NOON),
    "open": lambda one, shop, _book: open_downloads(
        order_id=one.order_id, market=shop.market, files={}, actor=NOBODY, now=NOON
    ),
    "attach": lambda _one, _shop, book: attach_file(
        variant_id=book, name="x", content=ContentFile(b"x"), actor=NOBODY, now=NOON
    ),
    "remove": lambda one, _shop, _book: remove_file(file_id=one.file_id, actor=NOBODY, now=NOON),
    "renew": lambda one, shop, _book: renew_download(download_id=one.id, market=shop.market, actor=NOBODY, now=NOON),
    "end": lambda one, shop, _book: end_download(download_id=one.id, market=shop.market, actor=NOBODY, now=NOON),
    "rules": lambda _one, shop, _book: save_download_rules(
        market=shop.market, rules=DownloadRules(times=9), actor=NOBODY, now=NOON
    ),
    "use": lambda one, _shop, _book: use_download(download_id=one.id, renewals=0, actor=NOBODY, now=NOON),
    "kind": lambda _one, _shop, book: sell_variant_as(variant_id=book, kind=VariantKind.GOODS, actor=NOBODY, now=NOON),
}
