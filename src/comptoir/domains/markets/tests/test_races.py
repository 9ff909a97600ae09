from dataclasses import replace
from functools import partial

import pytest

from comptoir.domains.markets.actions import save_market, save_merchant, set_up_merchant
from comptoir.domains.markets.errors import AlreadySetUp, CodeTaken, DefaultMarketNeeded, UnknownMarket
from comptoir.domains.markets.queries import market, market_settings, merchant
from comptoir.domains.markets.testing import ENTITY, MERCHANT, make_market
from comptoir.kernel.models import HistoryLine
from comptoir.kernel.testing import NOON, OWNER, at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_shop_is_set_up_once_however_many_try() -> None:
    names = [f"Halle {number}" for number in range(8)]
    answers = at_once(
        [
            partial(set_up_merchant, merchant=replace(MERCHANT, name=name), entity=ENTITY, actor=OWNER, now=NOON)
            for name in names
        ]
    )
    assert sum(isinstance(answer, AlreadySetUp) for answer in answers) == 7
    (winner,) = [name for name, answer in zip(names, answers, strict=True) if not isinstance(answer, Exception)]
    assert merchant().name == winner
    settings = market_settings()
    assert (len(settings.markets), len(settings.legal_entities), len(settings.channels)) == (1, 1, 1)
    assert HistoryLine.objects.count() == 1


def test_two_markets_cannot_take_one_prefix() -> None:
    first = make_market()
    wanted = [replace(first, code=code, order_prefix="EU") for code in ("de", "be", "it", "es")]
    answers = at_once([partial(save_market, market=one, actor=OWNER, now=NOON) for one in wanted])
    assert [type(answer) for answer in answers if answer is not None] == [CodeTaken] * 3


@pytest.mark.parametrize("round", range(5))
def test_the_default_market_never_closes(round: int) -> None:
    first = make_market()
    second = replace(first, code="de", order_prefix="DE")
    save_market(market=second, actor=OWNER, now=NOON)
    answers = at_once(
        [
            partial(save_merchant, merchant=replace(MERCHANT, default_market="de"), actor=OWNER, now=NOON),
            partial(save_market, market=replace(second, active=False), actor=OWNER, now=NOON),
        ]
    )
    (refused,) = [answer for answer in answers if answer is not None]
    assert isinstance(refused, UnknownMarket | DefaultMarketNeeded)
    assert market(merchant().default_market).active
