"""What happens to each order, planned before anything is done: the same dice plan the same weeks. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum
from random import Random

from comptoir.operations.demo.content.merchant import Merchant
from comptoir.operations.demo.content.people import load_people
from comptoir.operations.demo.content.values import NOT_OUT_YET, Catalogue, Handling
from comptoir.operations.demo.history.buyers import Buyer, invent_buyers
from comptoir.operations.demo.history.calendar import at_work, order_moments

SPAN = timedelta(weeks=7)
_GROWTH = 2.4
_FRESH = timedelta(days=4)
"""Younger orders than that are still being worked on, some of them longer than usual: every queue has something."""
_WHY = (
    "commande passée deux fois",
    "le client a changé d’avis",
    "adresse introuvable, client prévenu",
    "article abîmé à la préparation",
)


class Deed(IntEnum):
    """What somebody does with an order. Of deeds at the same instant, the lower number comes first."""

    PLACE = 0
    RETRY = 1  # the buyer pays again, after the bank refused
    RECEIVE = 2  # the money of a transfer is on the bank account
    LAPSE = 3  # nobody paid while the goods were kept
    CANCEL = 4
    PREPARE = 5
    WAIT = 6  # the goods wait at the counter
    SHIP_PART = 7  # one piece leaves, the rest is not at hand
    SHIP = 8
    ARRIVE = 9  # the carrier says that the parcel was handed over
    ASK_BACK = 10  # the buyer declares that something comes back
    TAKE_BACK = 11  # it is in, and the money goes back
    ABANDON = 12  # nobody paid for two weeks


@dataclass(frozen=True, slots=True)
class Wanted:
    """A variant that can be ordered. ``appeal`` weighs how often it is chosen."""

    sku: str
    appeal: int
    handling: Handling


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedOrder:
    """One order and the instants of everything that will be done with it, in order of time.

    ``delivery`` names the method that the buyer prefers; ``simulated`` is what the bank answers to a card.
    """

    number: int
    buyer: Buyer
    basket: tuple[tuple[str, int], ...]
    delivery: str
    comment: str
    method: str
    simulated: str
    deeds: tuple[tuple[datetime, Deed], ...]
    by_staff: bool = False
    because: str = ""

    @property
    def placed_at(self) -> datetime:
        return self.deeds[0][0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What the plan is made in. ``collected`` and ``carried`` are delivery methods: in the shop, to the door."""

    goods: Sequence[Wanted]
    buyers: Sequence[Buyer]
    comments: Sequence[str]
    collected: str
    carried: str
    express: str
    time_zone: str
    now: datetime


@dataclass(slots=True)
class _Course:
    """How one order goes, while it is being planned."""

    method: str = "simulator"
    simulated: str = "approve"
    paid_at: datetime | None = None
    deeds: list[tuple[datetime, Deed]] = field(default_factory=list)
    by_staff: bool = False
    because: str = ""


def plan_orders(moments: Sequence[datetime], setting: Setting, dice: Random) -> list[PlannedOrder]:
    """An order at each of these instants, in their order."""
    return [_plan(number, moment, setting, dice) for number, moment in enumerate(moments)]


def _plan(number: int, placed_at: datetime, setting: Setting, dice: Random) -> PlannedOrder:
    buyer = a_buyer(setting, dice)
    basket = a_basket(setting.goods, dice)
    handlings = {each.handling for each in setting.goods if each.sku in basket}
    course = _course(number, placed_at, sum(basket.values()), setting, dice)
    delivery = a_delivery(buyer, handlings, setting, dice)
    _reach(course, number, delivery, setting)
    return PlannedOrder(
        number=number,
        buyer=buyer,
        basket=tuple(basket.items()),
        delivery=delivery,
        comment=dice.choice(setting.comments) if dice.randrange(7) == 0 else "",
        method=course.method,
        simulated=course.simulated,
        deeds=tuple(sorted(course.deeds)),
        by_staff=course.by_staff,
        because=course.because,
    )


def a_buyer(setting: Setting, dice: Random) -> Buyer:
    """Two dice, the lower one counts: some buyers come back, most do not."""
    return setting.buyers[min(dice.randrange(len(setting.buyers)), dice.randrange(len(setting.buyers)))]


def a_basket(goods: Sequence[Wanted], dice: Random) -> Mapping[str, int]:
    """What somebody buys at once: pieces by SKU."""
    lines = dice.choices((1, 2, 3, 4, 5, 7), weights=(26, 28, 21, 13, 8, 4))[0]
    basket: dict[str, int] = {}
    for wanted in dice.choices(goods, weights=[each.appeal for each in goods], k=lines):
        basket[wanted.sku] = dice.choices((1, 2, 3, 6), weights=(66, 23, 8, 3))[0]
    return basket


def a_delivery(buyer: Buyer, handlings: set[Handling], setting: Setting, dice: Random) -> str:
    """The method that this buyer would choose for such goods."""
    if "collect" in handlings or (buyer.from_france and dice.randrange(9) == 0):
        return setting.collected
    hurry = 3 if "chilled" in handlings else 9
    return setting.express if buyer.from_france and dice.randrange(hurry) == 0 else setting.carried


def _course(number: int, placed_at: datetime, pieces: int, setting: Setting, dice: Random) -> _Course:
    course = _Course(deeds=[(placed_at, Deed.PLACE)])
    if dice.randrange(100) < 22:
        _pay_by_transfer(course, placed_at, setting, dice)
    else:
        _pay_by_card(course, placed_at, dice)
    if course.paid_at is not None:
        _handle(course, number, course.paid_at, setting, dice)
    if course.deeds[-1][1] is Deed.SHIP:
        _follow(course, number, pieces, setting)
    return course


def _pay_by_card(course: _Course, placed_at: datetime, dice: Random) -> None:
    fate = dice.randrange(100)
    if fate < 90:
        course.paid_at = placed_at
    elif fate < 96:
        course.simulated = dice.choice(("decline", "no_funds"))
        if fate < 94:
            course.paid_at = placed_at + timedelta(minutes=dice.randrange(3, 40))
            course.deeds.append((course.paid_at, Deed.RETRY))
        else:
            _never_pay(course, placed_at, timedelta(minutes=40))
    else:  # sent to the bank's page, and never came back
        course.simulated = "challenge"
        _never_pay(course, placed_at, timedelta(minutes=40))


def _never_pay(course: _Course, placed_at: datetime, kept: timedelta) -> None:
    course.deeds.append((placed_at + kept, Deed.LAPSE))
    course.deeds.append((placed_at + timedelta(days=14, hours=3), Deed.ABANDON))


def _pay_by_transfer(course: _Course, placed_at: datetime, setting: Setting, dice: Random) -> None:
    course.method, course.simulated = "transfer", ""
    if dice.randrange(100) < 86:
        arrives = placed_at + timedelta(hours=dice.randrange(20, 96))
        course.paid_at = at_work(arrives, setting.time_zone) + timedelta(minutes=dice.randrange(5, 90))
        course.deeds.append((course.paid_at, Deed.RECEIVE))
    else:
        _never_pay(course, placed_at, timedelta(days=7, hours=1))


def _handle(course: _Course, number: int, paid_at: datetime, setting: Setting, dice: Random) -> None:
    """From the money on: somebody changes their mind, or it is prepared and leaves."""
    taken_at = at_work(paid_at + timedelta(minutes=dice.randrange(30, 300)), setting.time_zone)
    taken_at += timedelta(minutes=dice.randrange(1, 50))
    fate = dice.randrange(100)
    if fate < 3:
        course.because = "changement d’avis"
        course.deeds.append((paid_at + (taken_at - paid_at) / 2, Deed.CANCEL))
        return
    fresh = setting.now - course.deeds[0][0] < _FRESH
    if fresh and number % 3 == 0:
        return
    course.deeds.append((taken_at, Deed.PREPARE))
    if fate < 6:
        course.by_staff, course.because = True, _WHY[number % len(_WHY)]
        course.deeds.append((taken_at + timedelta(minutes=dice.randrange(10, 90)), Deed.CANCEL))
        return
    if fresh and number % 3 == 1:
        return
    leaves = at_work(taken_at + timedelta(minutes=dice.randrange(25, 240)), setting.time_zone)
    course.deeds.append((leaves + timedelta(minutes=dice.randrange(0, 30)), Deed.SHIP))


def _follow(course: _Course, number: int, pieces: int, setting: Setting) -> None:
    """Of what left, some had to wait for the rest of it, and some comes back."""
    left_at = course.deeds[-1][0]
    fresh = setting.now - course.deeds[0][0] < _FRESH
    if pieces > 1 and number % (3 if fresh else 12) == 2:
        course.deeds[-1] = (left_at, Deed.SHIP_PART)
        if not fresh:
            course.deeds.append((at_work(left_at + timedelta(days=2), setting.time_zone), Deed.SHIP))
    elif number % 17 == 3:
        course.deeds.append((left_at + timedelta(days=6), Deed.ASK_BACK))
        course.deeds.append((at_work(left_at + timedelta(days=12), setting.time_zone), Deed.TAKE_BACK))


def _reach(course: _Course, number: int, delivery: str, setting: Setting) -> None:
    """How it gets to its buyer: collected some time after the letter, or brought, mostly on the promised day."""
    left_at = {deed: at for at, deed in course.deeds}.get(Deed.SHIP)
    if left_at is None:
        return
    if delivery != setting.collected:
        days = 1 if delivery == setting.express else 2 + number % 2
        comes_back, late, unheard = number % 17 == 3, number % 23 == 4, number % 29 == 5
        if not unheard:
            days += 3 * (late and not comes_back)
            arrives = at_work(left_at + timedelta(days=days), setting.time_zone)
            course.deeds.append((arrives + timedelta(minutes=number % 50), Deed.ARRIVE))
    elif not any(deed is Deed.SHIP_PART for _, deed in course.deeds):
        course.deeds.remove((left_at, Deed.SHIP))
        collected = at_work(left_at + timedelta(hours=4 + number % 40), setting.time_zone)
        course.deeds += [(left_at, Deed.WAIT), (collected, Deed.SHIP)]


def deeds_between(
    plan: Sequence[PlannedOrder], start: datetime, end: datetime
) -> Iterator[tuple[datetime, Deed, PlannedOrder]]:
    """Everything that is done from one instant to another, in the order in which it is."""
    done = [(at, deed, order.number) for order in plan for at, deed in order.deeds if start <= at < end]
    for at, deed, number in sorted(done):
        yield at, deed, plan[number]


def pieces_ordered(plan: Sequence[PlannedOrder]) -> dict[str, int]:
    """How many pieces of each SKU all of these orders take at the most."""
    pieces: dict[str, int] = {}
    for order in plan:
        for sku, quantity in order.basket:
            pieces[sku] = pieces.get(sku, 0) + quantity
    return pieces


def weeks_of_trade(
    merchant: Merchant, catalogue: Catalogue, *, orders: int, now: datetime, seed: int
) -> list[PlannedOrder]:
    """The plan of the demo shop: its goods, its ways of delivery, and people who might live there."""
    dice = Random(seed)  # noqa: S311 - invented trade, no secret
    moments = order_moments(
        count=orders,
        start=now - SPAN,
        end=now - timedelta(minutes=20),
        growth=_GROWTH,
        seasons=False,
        time_zone=merchant.market.time_zone,
        dice=dice,
    )
    return plan_orders(
        moments, setting_of(merchant, _goods(catalogue, dice), buyers=orders * 2 // 3, now=now, dice=dice), dice
    )


def setting_of(merchant: Merchant, goods: Sequence[Wanted], *, buyers: int, now: datetime, dice: Random) -> Setting:
    """The demo merchant's ways of delivery, these goods, and so many people who might live there."""
    people = load_people()
    return Setting(
        goods=goods,
        buyers=invent_buyers(people, max(1, buyers), dice),
        comments=people.comments,
        collected=next(method.code for method in merchant.delivery if method.kind == "pickup"),
        carried=merchant.delivery[0].code,
        express=merchant.delivery[1].code,
        time_zone=merchant.market.time_zone,
        now=now,
    )


def _goods(catalogue: Catalogue, dice: Random) -> list[Wanted]:
    """A few things sell well, most sell sometimes; cheap things sell more often than dear ones."""
    handlings = {category.code: category.handling for category in catalogue.categories}
    return [
        Wanted(
            sku=variant.sku,
            appeal=(1 + dice.choice((1, 2, 3, 5, 8, 21)) * 4_000 // (variant.price_minor + 400))
            * (variant.sku not in NOT_OUT_YET),
            handling=handlings[product.category],
        )
        for product in catalogue.products
        for variant in product.variants
    ]
