"""What buyers of the demo shop say of what they were sent, who waits for what is sold out, what goes together."""

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from random import Random
from typing import Any

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.queries import availability_for
from comptoir.domains.inventory.values import Band
from comptoir.domains.messages.actions import add_alerts
from comptoir.domains.messages.values import PastAlert
from comptoir.domains.orders.queries import bought_variants, order
from comptoir.domains.orders.values import Order, OrderId
from comptoir.domains.reviews.actions import add_reviews, write_review
from comptoir.domains.reviews.queries import reviewable_lines
from comptoir.domains.reviews.values import PastReview, ReviewDraft
from comptoir.domains.search.actions import refresh_companions
from comptoir.kernel.access import Actor

_SAID = 0.55
"""Of what was sent, so much was reviewed: more than in life, so that there is something to read."""
_NAMED = 0.8
_UNREAD = 4
_ARRIVED = timedelta(days=4)
_WAITING = 3


@cache
def _opinions() -> tuple[Mapping[str, Any], ...]:
    text = resources.files("comptoir.operations.demo.content").joinpath("opinions.toml").read_text("utf-8")
    return tuple(tomllib.loads(text)["opinion"])


def review_goods(*, seed: int, actor: Actor, now: datetime) -> int:
    """Have buyers say what they think; the last few wait to be read. Done twice it adds nothing."""
    past = list(_past_reviews(_shipped(now), Random(seed), now))  # noqa: S311 - the same shop each time
    read, unread = past[:-_UNREAD], past[-_UNREAD:]
    written = add_reviews(batch=read, actor=actor, now=now)
    for each in unread:
        write_review(draft=each.draft, actor=actor, now=now)
    return written + len(unread)


def _shipped(now: datetime) -> list[Order]:
    ids: list[OrderId] = sorted(bought_variants(since=now - timedelta(days=400), limit=5_000))
    return [found for found in map(order, ids) if found.shipped_at and found.shipped_at + _ARRIVED < now]


def _past_reviews(orders: Sequence[Order], chance: Random, now: datetime) -> Iterator[PastReview]:
    unsaid: dict[str, list[Mapping[str, Any]]] = defaultdict(lambda: chance.sample(_opinions(), len(_opinions())))
    for found in orders:
        for line in reviewable_lines(found):
            if chance.random() > _SAID or not found.shipped_at or not unsaid[line.title]:
                continue
            opinion = unsaid[line.title].pop()  # nobody says of one product what was said of it before
            first, *others = found.billing_address.name.split()
            draft = ReviewDraft(
                order_id=found.id,
                position=line.position,
                stars=opinion["stars"],
                title=opinion["title"],
                text=opinion["text"],
                shown_name=" ".join([first, *(f"{name[:1]}." for name in others[-1:])])
                if chance.random() < _NAMED
                else "",
                language=opinion["language"],
            )
            at = min(now, found.shipped_at + _ARRIVED + timedelta(hours=chance.randrange(1, 200)))
            yield PastReview(draft=draft, written_at=at, answer=opinion.get("answer", ""))


def await_goods(variants: Sequence[VariantId], *, market: str, language: str, actor: Actor, now: datetime) -> int:
    """Somebody waits for whatever is sold out."""
    gone = [id for id, told in availability_for(list(variants)).items() if told.band is Band.OUT]
    batch = [
        PastAlert(
            variant_id=id,
            market=market,
            language=language,
            email=f"attente{number}@exemple.example",
            asked_at=now - timedelta(days=3 + number, hours=place),
        )
        for place, id in enumerate(gone)
        for number in range(1, 1 + _WAITING + place % 4)
    ]
    return add_alerts(batch=batch, actor=actor, now=now)


def put_together(*, actor: Actor, now: datetime) -> int:
    """What was bought together, at once and not only in the night."""
    return refresh_companions(actor=actor, now=now)
