"""Part of the walk: a set that is sold as its parts, and a file that is delivered, in a basket with both."""

from dataclasses import replace

from django.core.files.base import ContentFile

from comptoir.domains.cart.actions import set_line
from comptoir.domains.catalogue.actions import attach_file
from comptoir.domains.catalogue.testing import honey
from comptoir.domains.catalogue.values import VariantId, VariantKind
from comptoir.domains.inventory.values import KitPart
from comptoir.domains.markets.actions import save_market
from comptoir.domains.markets.queries import market
from comptoir.domains.markets.values import CaptureAt
from comptoir.flows.cancel_order import cancel_order
from comptoir.flows.deliver_downloads import deliver_downloads
from comptoir.flows.deliver_due_downloads import deliver_due_downloads
from comptoir.flows.place_order import Placed, place_order
from comptoir.flows.sell_variant_as import sell_variant_as
from comptoir.flows.ship_order import ship_order
from comptoir.flows.testing import agree, buyer, fill_cart, sell
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, OWNER
from tests.races.story import Story

AGREED = "Je demande à recevoir mes fichiers tout de suite, et je renonce à mon droit de rétractation."


def sell_sets_and_files(story: Story) -> None:
    """Placed, called off, delivered and sent; at the end with money that is only taken when the file leaves."""
    _sold(story, "COFFRET", VariantKind.GOODS, parts=2)
    book = _sold(story, "LIVRE", VariantKind.DOWNLOAD)
    attach_file(variant_id=book, name="a.pdf", content=ContentFile(b"%PDF", name="a.pdf"), actor=OWNER, now=NOON)
    story.do(cancel_order, **story.of(_bought(story)), because="x")
    both = story.of(_bought(story))
    story.do(deliver_downloads, **both)
    story.do(ship_order, **both)
    usual = market(story.shop.market)
    save_market(market=replace(usual, capture_at=CaptureAt.SHIPMENT), actor=OWNER, now=NOON)
    _bought(story)
    assert story.do(deliver_due_downloads, actor=OWNER, now=NOON) == 1
    save_market(market=usual, actor=OWNER, now=NOON)


def _sold(story: Story, sku: str, kind: VariantKind, *, parts: int = 0) -> VariantId:
    made = sell(market=story.shop.market, price=Money(900, "EUR"), stock=0, draft=honey(sku=sku))
    id = made.variants[0].id
    holds = [KitPart(variant_id=story.shop.variant_id, quantity=parts)] if parts else []
    story.do(sell_variant_as, variant_id=id, kind=kind, parts=holds, actor=OWNER, now=NOON)
    return id


def _bought(story: Story) -> Placed:
    cart_id = fill_cart(story.shop, quantity=1)
    for sku in ("COFFRET", "LIVRE"):
        set_line(cart_id=cart_id, sku=sku, quantity=1, actor=buyer(), now=NOON)
    checkout = replace(agree(cart_id, method="simulator", simulated="approve"), waiver=AGREED)
    return story.do(place_order, checkout=checkout, key=story.new_key(), actor=buyer(), now=NOON)
