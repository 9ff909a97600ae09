"""Measuring what is read: pages, searches, products by API, each against the bare server."""

import math
import random
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass

from comptoir.operations.bench.bare_server import bare_server
from comptoir.operations.bench.generator.line import Answer
from comptoir.operations.bench.generator.load import AS_A_BROWSER, Generator, Load
from comptoir.operations.bench.generator.own import OwnGenerator
from comptoir.operations.bench.generator.tally import Tally
from comptoir.operations.bench.generator.wire import Unmeasurable
from comptoir.operations.bench.pages import CONNECTIONS, SHARED, Operation, fault_of
from comptoir.operations.bench.place import HOST
from comptoir.operations.bench.processor import Groups
from comptoir.operations.bench.shop import Shop
from comptoir.operations.bench.statements import commonest, statement_log
from comptoir.operations.bench.turns import Facts, Side, measured, taken_in_turns
from comptoir.operations.bench.values import Cache, Ceiling, Measured, Options

WALK_SECONDS = 300.0
WARM_SECONDS = 2.0
COUNTED = 20
MOST_TARGETS = 2_000
# Of the requests of a walk: below that, what still misses is what somebody else has purged meanwhile.
FEW_MISSES = 0.002


@dataclass(frozen=True, kw_only=True)
class Reading:
    """The shop, the generator, and how."""

    shop: Shop
    generator: Generator
    options: Options
    cache: Cache
    said: Callable[[str], None]

    def measure(self, operations: Iterable[Operation]) -> list[Measured]:
        """Warm up, have the bare server learn the answers, and measure each."""
        prepared = [(operation, *self._prepare(operation)) for operation in operations]
        answers = {target: answer for _, _, known in prepared for target, answer in known.items()}
        found = []
        with bare_server(self.shop.plan, port=self.shop.bare_port, answers=answers) as bare:
            for operation, warm_up, known in prepared:
                self.said(f"{operation.label}: {self.options.seconds:.0f} s")
                found.append(self._measure(operation, warm_up, tuple(known), bare))
        return found

    def ceilings(self, operation: Operation, generators: Iterable[Generator]) -> list[Ceiling]:
        """What each generator gets out of the bare server with the pages of this operation."""
        known = self._answers(operation)
        found = []
        with bare_server(self.shop.plan, port=self.shop.bare_port, answers=known):
            for generator in generators:
                load = self._load(self.shop.bare_port, tuple(known), self.options.turn_seconds)
                generator.run(self._load(self.shop.bare_port, tuple(known), 1.0))
                tally = generator.run(load)
                found.append(
                    Ceiling(
                        name=generator.name,
                        used=generator.name == self.generator.name,
                        rate=tally.rate,
                        ceiling=tally.ceiling,
                    )
                )
        return found

    def _kept(self, operation: Operation) -> bool:
        return operation.name in SHARED and self.cache == "kept"

    def _prepare(self, operation: Operation) -> tuple[str, Mapping[str, Answer]]:
        """How it was warmed up, and the answers that the bare server will give."""
        known = self._answers(operation)
        if self._kept(operation):
            self.said(f"{operation.label}: warming up {len(known):,} pages")
            return self._walk(operation, tuple(known)), known
        return f"{WARM_SECONDS:.0f} s", known

    def _answers(self, operation: Operation) -> dict[str, Answer]:
        """
        :raises Unmeasurable: when the shop answers with anything but the page.
        """
        answers: dict[str, Answer] = {}
        with self.shop.line() as line:
            for target in operation.drawn(self.options.pages, seed=self.options.seed).targets:
                answers[target] = line.ask("GET", target, headers=AS_A_BROWSER)
                if fault := fault_of(operation, answers[target]):
                    raise Unmeasurable(f"{operation.label}: GET {target} gives {fault}")
        return answers

    def _walk(self, operation: Operation, targets: tuple[str, ...]) -> str:
        """Have every process keep every page: each connection asks for all of them, until no statement is needed."""
        walk = self._load(self.shop.port, targets, WALK_SECONDS, walk=True)
        asked, sent = 0, [2**62]
        with statement_log(self.shop.plan.home) as log:
            missing = True
            while missing:
                tally = OwnGenerator().run(walk)
                if tally.errors:
                    raise Unmeasurable(f"{operation.label}: {tally.errors} errors while warming up: {_errors(tally)}")
                asked += tally.answered
                sent.append(len(log.taken()))
                # Not for ever: where a walk helps little, the pages are not kept, and the measurement will show it.
                missing = sent[-1] > tally.answered * FEW_MISSES and sent[-1] * 2 < sent[-2]
        return (
            f"{len(sent) - 1} walks through {len(targets):,} pages on {CONNECTIONS} connections, {asked:,} requests, "
            f"the last walk with {sent[-1]:,} statements"
        )

    def _measure(self, operation: Operation, warm_up: str, known: tuple[str, ...], bare: Groups) -> Measured:
        shop, options = self.shop, self.options
        kept = self._kept(operation)
        targets = known if kept else operation.targets
        facts = Facts(
            operation=operation.name,
            label=operation.label,
            cache=self.cache,
            warm_up=warm_up,
            connections=CONNECTIONS,
            limit="bare server",
        )
        with ExitStack() as stack:
            # A kept page needs no statement, so counting costs nothing; others are counted apart.
            log = stack.enter_context(statement_log(shop.plan.home)) if kept else None
            if not kept:
                self.generator.run(self._load(shop.port, targets, WARM_SECONDS))
            own, bound = taken_in_turns(
                options.turns,
                self._side(shop.port, targets, shop.groups),
                self._side(shop.bare_port, known, bare),
            )
            sent = len(log.taken()) if log is not None else 0
        answered = sum(turn.tally.answered for turn in own)
        each = sent / answered if answered else 0.0
        return measured(facts, own, bound, statements=round(each, 4) if kept else self._counted(targets))

    def _side(self, port: int, targets: tuple[str, ...], groups: Groups) -> Side:
        seconds = self.options.turn_seconds

        def take(turn: int) -> Tally:
            # Others in every turn: a generator that got ready for all of a large catalogue would work more at that.
            dice = random.Random(f"{self.options.seed}-{turn}")  # noqa: S311 - a draw, no secret
            drawn = tuple(dice.sample(targets, min(len(targets), MOST_TARGETS)))
            return self.generator.run(self._load(port, drawn, seconds, turn=turn))

        return Side(take=take, groups=groups)

    def _counted(self, targets: tuple[str, ...]) -> float:
        """What most of a few requests need, one after the other."""
        step = math.ceil(len(targets) / COUNTED)
        with statement_log(self.shop.plan.home) as log, self.shop.line() as line:
            counts = []
            for target in targets[::step]:
                line.ask("GET", target, headers=AS_A_BROWSER)
                counts.append(len(log.taken()))
        return commonest(counts)

    def _load(self, port: int, targets: tuple[str, ...], seconds: float, *, turn: int = 0, walk: bool = False) -> Load:
        return Load(
            host=HOST,
            port=port,
            targets=targets,
            connections=CONNECTIONS,
            seconds=seconds,
            seed=self.options.seed + turn,
            walk=walk,
        )


def _errors(tally: Tally) -> str:
    bad = {str(status): count for status, count in tally.by_status.items() if status // 100 != 2}
    return ", ".join(f"{count} x {what}" for what, count in {**bad, **tally.faults}.items())
