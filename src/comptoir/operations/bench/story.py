"""A whole measurement: for each size a shop is made, started, warmed up, measured, and stopped."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from comptoir.operations.bench.buying import NAME as CHECKOUT
from comptoir.operations.bench.buying import Checkout
from comptoir.operations.bench.generator.load import Generator
from comptoir.operations.bench.generator.own import OwnGenerator
from comptoir.operations.bench.generator.wrk import find_wrk
from comptoir.operations.bench.goods import Goods, learn_goods
from comptoir.operations.bench.machine import machine_facts, source_facts
from comptoir.operations.bench.memory import memory_of
from comptoir.operations.bench.pages import READING, REMEMBERED, SHARED, reading
from comptoir.operations.bench.place import Place
from comptoir.operations.bench.reading import Reading
from comptoir.operations.bench.shop import Shop, running_shop
from comptoir.operations.bench.values import Cache, Options, Report, Size

OPERATIONS = (*READING, CHECKOUT)
# Where an operation that does not use the page cache is measured, when both phases are run: once is enough.
_ONCE: Cache = "kept"


@dataclass(frozen=True, kw_only=True)
class Measurement:
    """``beside`` is the merchant's home, next to whose content ours is made; ``said`` tells how far it is."""

    options: Options
    generator: Generator
    beside: Path
    web_processes: int
    web_threads: int
    made_at: str
    said: Callable[[str], None]

    def run(self) -> Report:
        """Everything, in turn. What was started is stopped, however it ends.

        :raises NotMade: (or ``Unmeasurable``, ``Refused``, ``NoPgbench``) with what could not be measured, and why.
        """
        report = Report(options=self.options, made_at=self.made_at, machine=machine_facts(), source=source_facts())
        for products in self.options.products:
            place = Place(
                home=self.beside / f"bench-{products}-{self.options.seed}",
                products=products,
                seed=self.options.seed,
                web_processes=self.web_processes,
                web_threads=self.web_threads,
            )
            with self._made(place) as size:
                report.sizes.append(size)
                for cache in self.options.caches:
                    if any(self._asked(name, cache) for name in OPERATIONS):
                        self._phase(place, cache, size, report)
        return report

    @contextmanager
    def _made(self, place: Place) -> Iterator[Size]:
        made_in: float | None = None
        try:
            if not (self.options.keep and place.is_made):
                self.said(f"making {place.products:,} products in {place.home}")
                began = time.monotonic()
                place.make()
                made_in = time.monotonic() - began
            yield Size(products=place.products, made_in=made_in)
        finally:
            if not self.options.keep:
                place.remove()

    def _phase(self, place: Place, cache: Cache, size: Size, report: Report) -> None:
        """Start the shop, with or without its page cache, and measure what is asked for."""
        self.said(f"{place.products:,} products, page cache {'on' if cache == 'kept' else 'off'}: starting the shop")
        with running_shop(place, page_cache_mb=0 if cache == "off" else None) as shop:
            size.started_in = size.started_in or shop.started_in
            self.said("waiting until all events are delivered")
            shop.wait_until_quiet()
            shop.tidy_database()
            with shop.line() as line:
                goods = learn_goods(line, looked_at=self.options.pages, seed=self.options.seed)
            self._measure(shop, goods, cache, size, report)
            size.memory[cache] = memory_of(shop)

    def _measure(self, shop: Shop, goods: Goods, cache: Cache, size: Size, report: Report) -> None:
        operations = reading(goods)
        reader = Reading(shop=shop, generator=self.generator, options=self.options, cache=cache, said=self.said)
        if not report.ceilings:
            self.said("the generators, against the bare server")
            report.ceilings += reader.ceilings(operations["product"], generators())
        wanted = [operations[name] for name in READING if self._asked(name, cache)]
        size.measured += reader.measure(wanted) if wanted else []
        if self._asked(CHECKOUT, cache):
            checkout = Checkout(shop=shop, goods=goods, options=self.options, cache=cache, said=self.said)
            found, limits = checkout.measure()
            size.measured.append(found)
            size.limits += limits

    def _asked(self, name: str, cache: Cache) -> bool:
        """Whether this phase measures it: what the page cache does not touch is measured in one of two phases."""
        alone = len(self.options.caches) == 1
        return name in self.options.operations and (name in SHARED | REMEMBERED or alone or cache == _ONCE)


def generators() -> list[Generator]:
    """Those that this machine has, the best first."""
    wrk = find_wrk()
    return [*([wrk] if wrk is not None else []), OwnGenerator()]


def generator_named(name: str) -> Generator | None:
    """The best one for "best"; None when there is none of that name."""
    return next((each for each in generators() if name in ("best", each.name)), None)
