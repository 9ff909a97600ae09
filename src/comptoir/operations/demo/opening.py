"""The demo shop, opened: a merchant of regional food and crafts with goods, people and weeks of trade."""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from comptoir.domains.accounts.queries import staff
from comptoir.domains.catalogue.queries import variants_by_sku
from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.actions import record_counts
from comptoir.domains.inventory.queries import levels_for
from comptoir.domains.inventory.values import Count
from comptoir.domains.markets.queries import market_settings
from comptoir.kernel import clock
from comptoir.kernel.access import job_actor
from comptoir.operations.demo.content.catalogue import load_catalogue
from comptoir.operations.demo.content.merchant import Merchant, load_merchant
from comptoir.operations.demo.content.values import Catalogue
from comptoir.operations.demo.diary import Diary, note_opened, note_stocked, read_diary
from comptoir.operations.demo.history.bank import bank_for_history
from comptoir.operations.demo.history.hurry import in_a_hurry
from comptoir.operations.demo.history.plan import SPAN, pieces_ordered, weeks_of_trade
from comptoir.operations.demo.history.replay import Replay
from comptoir.operations.demo.history.staff import staff_of_demo
from comptoir.operations.demo.loading.account import PASSWORD, open_account
from comptoir.operations.demo.loading.drafts import Words
from comptoir.operations.demo.loading.finding import teach_search
from comptoir.operations.demo.loading.goods import (
    Placed,
    add_goods,
    in_turn,
    list_goods,
    prepare_shelves,
    price_goods,
    receive_goods,
)
from comptoir.operations.demo.loading.opinions import await_goods, put_together, review_goods
from comptoir.operations.demo.loading.pictures import LARGE, MEDIUM, Pictures, studio
from comptoir.operations.demo.loading.sets import add_extras
from comptoir.operations.demo.loading.shop import employ, set_up
from comptoir.operations.demo.loading.supply import buy_goods, know_suppliers
from comptoir.operations.demo.logins import demo_logins

ORDERS = 300
SEED = 1931  # the year on the merchant's sign

_ACTOR = job_actor("demo")
_WEEK = timedelta(weeks=1)
_SALE = timedelta(days=9)
"""How long the present reductions have lasted."""
_ARRIVALS = 5
"""In how many deliveries the goods came in, so that some are newer than others."""

type Say = Callable[[str], None]


def open_demo(*, said: Say, orders: int = ORDERS) -> None:
    """Fill an empty installation through the domains' actions and the shop's flows. Done twice it adds nothing.

    What was cut off is taken up where it was: whatever an opening has left behind, the next one ends with the same
    shop. An installation that has a merchant of its own is left alone.
    """
    if has_other_merchant():
        said("this shop has a merchant of its own: nothing added")
        return
    now, known = clock.now(), read_diary()
    is_new = settle_in(said=said, now=now)
    if not known.opened:
        _Opening(load_merchant(), load_catalogue(), orders=orders, now=known.moment or now, said=said).fill(known)
    elif not is_new:
        said("the demo shop is there already: nothing added")


def has_other_merchant() -> bool:
    """Whether somebody has set this installation up who is not the merchant of the demo."""
    known = market_settings()
    return known.merchant is not None and load_merchant().entity.siren not in {
        one.siren for one in known.legal_entities
    }


def settle_in(*, said: Say, now: datetime) -> bool:
    """The merchant of the demo with everything that selling needs but goods; False when they are there."""
    merchant, founded = load_merchant(), _founded(now)
    is_new = market_settings().merchant is None
    if is_new:
        set_up(merchant, actor=_ACTOR, now=founded)
    employed = {member.email for member in staff(actor=_ACTOR)}
    missing = [login for login in demo_logins() if login.email not in employed]
    employ(missing, actor=_ACTOR, now=founded)
    if is_new:
        said(f"{merchant.name}, {len(merchant.places)} places, {len(missing)} people")
    return is_new or bool(missing)


def _founded(now: datetime) -> datetime:
    return now - timedelta(days=200)


class _Opening:
    """One opening of the shop, step by step."""

    def __init__(self, merchant: Merchant, catalogue: Catalogue, *, orders: int, now: datetime, said: Say) -> None:
        self._merchant, self._catalogue, self._said, self._now = merchant, catalogue, said, now
        self._founded = _founded(now)
        self._began = now - SPAN - timedelta(days=1)
        self._warehouse, self._shop = (place.code for place in merchant.places)
        self._variants = [variant for product in catalogue.products for variant in product.variants]
        self._plan = weeks_of_trade(merchant, catalogue, orders=orders, now=now, seed=SEED)

    def fill(self, known: Diary) -> None:
        """Do what has not been done, with the pictures drawn beside it."""
        began = time.monotonic()
        with studio(actor=_ACTOR, now=self._now) as drawing:
            drawing.order((product.picture for product in self._catalogue.products), side=LARGE)
            pictures = drawing.order((variant.picture for variant in self._variants), side=MEDIUM)
            if not known.stocked:
                self._stock_up(pictures)
            self._trade()
            self._said(f"{drawing.wait()} pictures; {time.monotonic() - began:.0f} s for all of it")
        cards = variants_by_sku([variant.sku for variant in self._variants])
        extras = add_extras(self._merchant, actor=_ACTOR, now=self._now)
        list_goods(sorted({*extras, *(card.product_id for card in cards.values())}), actor=_ACTOR, now=self._now)
        teach_search(self._catalogue, self._merchant.market.code, actor=_ACTOR, now=self._now)
        ids, currency = {sku: card.id for sku, card in cards.items()}, self._merchant.market.currency
        know_suppliers(self._catalogue, currency=currency, actor=_ACTOR, now=self._now)
        with transaction.atomic(durable=True):
            self._count_shelves(ids)
            buy_goods(
                self._catalogue,
                ids,
                currency=currency,
                warehouse=self._warehouse,
                actor=_ACTOR,
                now=self._now,
            )
            market = self._merchant.market
            known_buyer = open_account(
                [order.buyer for order in self._plan], market=market.code, actor=_ACTOR, now=self._now
            )
            reviews = review_goods(seed=SEED, actor=_ACTOR, now=self._now)
            await_goods(
                list(ids.values()), market=market.code, language=market.languages[0], actor=_ACTOR, now=self._now
            )
            put_together(actor=_ACTOR, now=self._now)
            note_opened(actor=_ACTOR, now=self._now)
        self._said(f"{reviews} reviews")
        if known_buyer is not None:
            self._said(f"a buyer with an account: {known_buyer.email}, password {PASSWORD}")

    def _stock_up(self, pictures: Pictures) -> None:
        catalogue = self._catalogue
        prepare_shelves(catalogue, actor=_ACTOR, now=self._founded)
        words = Words.of(attributes=catalogue.attributes, options=catalogue.options, makers=catalogue.makers)
        with transaction.atomic(durable=True):
            ids: dict[str, VariantId] = {}
            for arrival, goods in enumerate(_arrivals(in_turn(catalogue))):
                at = self._founded + (self._began - self._founded) * (arrival / _ARRIVALS)
                _, more = add_goods(goods, words, pictures, actor=_ACTOR, now=at)
                ids |= more
            price_goods(self._variants, ids, self._merchant.market, reduced=False, actor=_ACTOR, now=self._began)
            receive_goods(self._first_stock(), ids, reference="ouverture", actor=_ACTOR, now=self._began)
            note_stocked(self._now, actor=_ACTOR)
        self._said(f"{len(catalogue.products)} products, {len(ids)} variants in {len(catalogue.categories)} categories")

    def _first_stock(self) -> dict[tuple[str, str], int]:
        """What stands there today, and all that has been sold since the beginning."""
        sold = pieces_ordered(self._plan)
        pieces: dict[tuple[str, str], int] = {}
        for variant in self._variants:
            taken = sold.get(variant.sku, 0)
            pieces[variant.sku, self._warehouse] = variant.stock_warehouse + taken
            pieces[variant.sku, self._shop] = variant.stock_shop + taken
        return pieces

    def _trade(self) -> None:
        replay = Replay(self._plan, market=self._merchant.market.code, staff=staff_of_demo(actor=_ACTOR))
        with bank_for_history(), in_a_hurry():
            placed = replay.take_up(actor=_ACTOR)
            start, sale_at = self._began, self._now - _SALE
            for end in sorted({*_ends_of_weeks(self._began, self._now), sale_at}):
                more = replay.live(start, end)
                if end == sale_at:
                    self._reduce_prices(sale_at)
                placed, start = placed + more, end
                if more:
                    self._said(f"{placed} of {len(self._plan)} orders, until {end:%d %B %Y}")

    def _reduce_prices(self, at: datetime) -> None:
        reduced = [variant for variant in self._variants if variant.compare_at_minor is not None]
        ids = {sku: card.id for sku, card in variants_by_sku([variant.sku for variant in reduced]).items()}
        with transaction.atomic(durable=True):
            price_goods(reduced, ids, self._merchant.market, reduced=True, actor=_ACTOR, now=at)

    def _count_shelves(self, ids: Mapping[str, VariantId]) -> None:
        """This morning's stock-taking: what the catalogue says stands there, beside what is promised to buyers."""
        levels = levels_for(ids.values())
        stock = {
            (ids[variant.sku], place): pieces
            for variant in self._variants
            for place, pieces in ((self._warehouse, variant.stock_warehouse), (self._shop, variant.stock_shop))
        }
        counts = [
            Count(
                variant_id=level.variant_id,
                place_code=level.place_code,
                quantity=stock[level.variant_id, level.place_code] + level.reserved + level.claimed,
            )
            for of_variant in levels.values()
            for level in of_variant
        ]
        record_counts(counts=counts, reference="inventaire", actor=_ACTOR, now=self._now)


def _arrivals(goods: Sequence[Placed]) -> list[list[Placed]]:
    """The goods in several deliveries, a little of everything in each."""
    return [list(goods[number::_ARRIVALS]) for number in range(_ARRIVALS)]


def _ends_of_weeks(start: datetime, end: datetime) -> list[datetime]:
    """A week after the start, another one after that, …, and the end."""
    weeks = -(-(end - start) // _WEEK)
    return [min(start + _WEEK * number, end) for number in range(1, weeks + 1)]
