"""Reserving an article that is spread: many buyers at once, each from a bucket of their own."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.domains.inventory.actions.buckets import deal, empty_buckets, spread_among, take_from_buckets
from comptoir.domains.inventory.actions.levels import tell_taken
from comptoir.domains.inventory.actions.route import Route
from comptoir.domains.inventory.actions.taking import Outcome, keep_longer, lock, look, outcome_of, take
from comptoir.domains.inventory.rules import choose_places
from comptoir.domains.inventory.values import Level, StockLine


class _NotAtOnce(Exception):
    """Nothing is wrong: it must be looked at more closely."""


def reserve_spread(lines: Sequence[StockLine], order_id: UUID, until: datetime, route: Route, now: datetime) -> Outcome:
    """Reserve all or nothing where an article is spread; inside a transaction. What is missing is returned.

    From a bucket that nobody is taking from, without the level's lock. Where none has enough, behind that lock: once
    more so, because others may have dealt the pieces anew meanwhile, and then exactly, with every bucket held.
    """
    variants = {line.variant_id for line in lines}
    for alone in (False, True):
        if alone:
            lock(variants, order_id, route.opened)
        try:
            # What was locked in vain is let go: whoever waits for a level must not hold one of its buckets.
            with transaction.atomic(savepoint=True):
                return _at_once(lines, order_id, until, route, now)
        except _NotAtOnce:
            continue
    return _exactly(lines, order_id, until, route, now)


def _at_once(lines: Sequence[StockLine], order_id: UUID, until: datetime, route: Route, now: datetime) -> Outcome:
    """Buyers are told the same before and after: nobody takes from below a bucket's floor here."""
    levels, held = look({line.variant_id for line in lines}, route.opened, order_id)
    if held:
        keep_longer(order_id, until)
        return Outcome()
    levels = _with_others_locked(levels, order_id, route)
    picks, shortages = choose_places(lines, levels, place_order=route.places, split=route.split)
    if shortages:
        return Outcome(shortages)
    buckets = {(level.variant_id, level.place_code): level.buckets for level in levels}
    spread = {level.variant_id for level in levels if level.buckets}
    quick = [pick for pick in picks if buckets[pick.variant_id, pick.place_code]]
    others = [pick for pick in picks if pick.variant_id not in spread]
    if not quick or len(quick) + len(others) < len(picks):
        raise _NotAtOnce
    counts = [buckets[pick.variant_id, pick.place_code] for pick in quick]
    if not take_from_buckets(quick, counts, order_id, until, now):
        raise _NotAtOnce
    if others:
        take(others, order_id, until, now)
        tell_taken(levels, others)
    return outcome_of(levels, picks, ())


def _with_others_locked(levels: list[Level], order_id: UUID, route: Route) -> list[Level]:
    """The articles beside those that are spread, under their locks."""
    spread = {level.variant_id for level in levels if level.buckets}
    others = {level.variant_id for level in levels} - spread
    if not others:
        return levels
    locked, _ = lock(others, order_id, route.opened)
    if any(level.buckets for level in locked):  # only just
        raise _NotAtOnce
    return [*(level for level in levels if level.variant_id in spread), *locked]


def _exactly(lines: Sequence[StockLine], order_id: UUID, until: datetime, route: Route, now: datetime) -> Outcome:
    """With the locks of all levels: gather what lies scattered, take, and deal out what is left anew."""
    variants = {line.variant_id for line in lines}
    spread = spread_among(look(variants, route.opened)[0])
    empty_buckets(spread)
    levels, held = look(variants, route.opened, order_id)
    picks, shortages = choose_places([] if held else lines, levels, place_order=route.places, split=route.split)
    if held:
        keep_longer(order_id, until)
    elif picks:
        take(picks, order_id, until, now)
        tell_taken(levels, picks)
    if spread:
        deal(spread)
    return outcome_of(levels, picks, shortages)
