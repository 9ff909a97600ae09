"""Part of the walk: a buyer with an account, from the door to being forgotten."""

from dataclasses import replace
from functools import partial
from typing import Any

from comptoir.domains.cart.actions import add_wish, share_cart
from comptoir.domains.cart.values import WishListId
from comptoir.domains.cases.testing import QUESTION
from comptoir.domains.customers.actions import ask_account_link
from comptoir.domains.customers.testing import PASSWORD
from comptoir.domains.messages.actions import add_alerts
from comptoir.domains.messages.values import PastAlert
from comptoir.flows.ask_shop import ask_shop
from comptoir.flows.cancel_order import cancel_order
from comptoir.flows.enter_account import ByLink, ByPassword, enter_account
from comptoir.flows.erase_account import erase_account
from comptoir.flows.place_order import place_order
from comptoir.flows.put_shared_in_cart import put_shared_in_cart
from comptoir.flows.testing import agree, fill_cart
from comptoir.kernel.testing import NOON, OWNER
from tests.races.story import Story

EMAIL = "zita@exemple.example"


def own_account(story: Story) -> None:
    """Signing up with a basket, signing in with another, a basket that others show, an order, and the end."""
    at: dict[str, Any] = {"market": story.shop.market, "device": "", "actor": OWNER, "now": NOON}
    link_id = ask_account_link(email=EMAIL, market=story.shop.market, language="fr", actor=OWNER, now=NOON)
    first, second = fill_cart(story.shop, email=EMAIL), fill_cart(story.shop, email=EMAIL)
    entered = story.do(enter_account, proof=ByLink(link_id=link_id, password=PASSWORD), cart_id=first, **at)
    story.do(enter_account, proof=ByPassword(email=EMAIL, password=PASSWORD), cart_id=second, **at)
    shared_id = share_cart(cart_id=first, actor=OWNER, now=NOON)
    take = partial(put_shared_in_cart, shared_id=shared_id, instead=False, language="fr", channel="web")
    for cart_id in (first, None):
        story.do(take, "put_shared_in_cart", cart_id=cart_id, market=story.shop.market, actor=OWNER, now=NOON)
    checkout = agree(first, method="transfer")
    placed = story.do(place_order, checkout=checkout, key=story.new_key(), actor=OWNER, now=NOON)
    story.do(cancel_order, **story.of(placed), because="x")
    wished = _speaks_up(story)
    story.do(erase_account, login_id=entered.session.login_id, wish_list_id=wished, actor=OWNER, now=NOON)


def _speaks_up(story: Story) -> WishListId:
    """A question, an article to be told of, and a wish."""
    story.do(ask_shop, question=replace(QUESTION, email=EMAIL), actor=OWNER, now=NOON)
    waited = PastAlert(
        variant_id=story.shop.variant_id, market=story.shop.market, language="fr", email=EMAIL, asked_at=NOON
    )
    add_alerts(batch=[waited], actor=OWNER, now=NOON)
    return add_wish(
        wish_list_id=None, market=story.shop.market, language="fr", sku=story.shop.sku, actor=OWNER, now=NOON
    )
