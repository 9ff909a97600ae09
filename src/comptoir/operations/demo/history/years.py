"""Two years of trade: the long past written down set-based, the last weeks lived through the flows of the shop."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import batched
from random import Random

from django.db import transaction

from comptoir.domains.inventory.actions import record_counts
from comptoir.domains.inventory.queries import levels_for
from comptoir.domains.inventory.values import Count, MovementKind
from comptoir.flows.take_over_orders import take_over_orders
from comptoir.kernel.access import Actor
from comptoir.operations.demo.content.merchant import Merchant
from comptoir.operations.demo.history.bank import bank_for_history
from comptoir.operations.demo.history.calendar import order_moments
from comptoir.operations.demo.history.hurry import in_a_hurry
from comptoir.operations.demo.history.past import Assortment, PastTrade
from comptoir.operations.demo.history.plan import PlannedOrder, pieces_ordered, plan_orders, setting_of
from comptoir.operations.demo.history.replay import Replay
from comptoir.operations.demo.history.staff import staff_of_demo

SPAN = timedelta(days=730)
LIVED = timedelta(days=50)
"""So long before now every order is lived step by step: it may still be open, and its events are still kept."""
AT_A_TIME = 500
_GROWTH = 3.0


class NothingToSell(Exception):
    """Orders were asked for in a shop without goods."""


@dataclass(frozen=True, slots=True)
class YearsOfTrade:
    """So many orders with growth and seasons; the same seed and goods make the same ones."""

    count: int
    seed: int
    merchant: Merchant
    actor: Actor
    now: datetime

    def add(self) -> Iterator[int]:
        """Add them, the earliest first; yields after each step how many it has added.

        :raises NothingToSell: when no product is on sale.
        """
        dice = Random(self.seed)  # noqa: S311 - invented trade, no secret
        market = self.merchant.market
        moments = order_moments(
            count=self.count,
            start=self.now - SPAN,
            end=self.now - timedelta(minutes=20),
            growth=_GROWTH,
            seasons=True,
            time_zone=market.time_zone,
            dice=dice,
        )
        assortment = Assortment.of_market(market.code)
        if not assortment.cards:
            raise NothingToSell("there is nothing on sale to order: add products first")
        setting = setting_of(
            self.merchant, assortment.wanted(dice), buyers=self.count * 9 // 20, now=self.now, dice=dice
        )
        past = PastTrade(market.code, self.merchant.places[0].code, assortment, setting, dice)
        lived_from = self.now - LIVED
        with in_a_hurry():
            for batch in batched((moment for moment in moments if moment < lived_from), AT_A_TIME):
                take_over_orders(batch=past.drafts(batch), actor=self.actor, now=self.now)
                yield len(batch)
            yield from self._live(plan_orders([at for at in moments if at >= lived_from], setting, dice), assortment)

    def _live(self, plan: list[PlannedOrder], assortment: Assortment) -> Iterator[int]:
        if not plan:
            return
        self._stock_up(plan, assortment)
        replay = Replay(plan, market=self.merchant.market.code, staff=staff_of_demo(actor=self.actor))
        with bank_for_history():
            day = self.now - LIVED
            while day < self.now:
                yield replay.live(day, min(day + timedelta(days=1), self.now))
                day += timedelta(days=1)

    def _stock_up(self, plan: list[PlannedOrder], assortment: Assortment) -> None:
        """A delivery of all that these orders will take."""
        pieces = {assortment.cards[sku].id: quantity for sku, quantity in pieces_ordered(plan).items()}
        place, levels = self.merchant.places[0].code, levels_for(pieces)
        standing = {
            level.variant_id: level.on_hand for each in levels.values() for level in each if level.place_code == place
        }
        counts = [
            Count(variant_id=id, place_code=place, quantity=standing.get(id, 0) + quantity)
            for id, quantity in pieces.items()
        ]
        with transaction.atomic(durable=True):
            record_counts(
                counts=counts,
                kind=MovementKind.RECEIPT,
                reference="livraison",
                actor=self.actor,
                now=self.now - LIVED,
            )
