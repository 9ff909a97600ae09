"""Measuring the checkout against pgbench, which writes the rows of an order and nothing else."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import psycopg

from comptoir.operations.bench.checkout import CLIENTS, LINES, STEPS, Buyer, Buying, Sales, delivery_of, sell
from comptoir.operations.bench.generator.tally import Tally
from comptoir.operations.bench.goods import Goods
from comptoir.operations.bench.limits.pgbench import Paced, Pgbench, find_pgbench
from comptoir.operations.bench.limits.sample import Sample, sample_of
from comptoir.operations.bench.limits.script import SCHEMA, copy_tables, order_script
from comptoir.operations.bench.pages import CONNECTIONS
from comptoir.operations.bench.shop import Shop
from comptoir.operations.bench.statements import StatementLog, commonest, statement_log
from comptoir.operations.bench.turns import Facts, Side, measured, taken_in_turns
from comptoir.operations.bench.values import Cache, Limit, Measured, Options

NAME, LABEL = "checkout", f"guest checkout, {LINES} articles"
# So many that every connection of the pool has its statements prepared and their plans kept.
WARM_ORDERS, WARM_SECONDS, MOST_WARM_SECONDS = 150, 2.0, 20.0
COUNTED, QUIET_SECONDS = 5, 0.5


@dataclass(frozen=True, kw_only=True)
class Checkout:
    """The shop, what it sells, and how."""

    shop: Shop
    goods: Goods
    options: Options
    cache: Cache
    said: Callable[[str], None]

    def measure(self) -> tuple[Measured, list[Limit]]:
        """Checkouts in turns with pgbench, during whose turns the worker stands still."""
        shop, options, pgbench = self.shop, self.options, find_pgbench()
        with shop.line() as line:
            delivery = delivery_of(line, self.goods.skus[0])
        buying = Buying(skus=self.goods.skus, delivery=delivery, mark="warm", seed=options.seed)
        self.said(f"{LABEL}: looking at the rows of an order")
        warm_up = self._warm_up(buying)
        shop.wait_until_quiet()
        by_step = self._statements(replace(buying, mark="count"))
        shop.wait_until_quiet()
        script, sample, statements = self._script(replace(buying, mark="sample"))
        self.said(f"{LABEL}: {options.seconds:.0f} s")
        sales = Sales()

        def buy(turn: int) -> Tally:
            sold = sell(shop.line, replace(buying, mark=f"turn{turn}"), seconds=options.turn_seconds)
            sales.add(sold)
            return sold.orders

        def write(_turn: int) -> Tally:
            with shop.worker_paused():
                return _tally(pgbench.run(shop.database(), script, clients=CLIENTS, seconds=options.turn_seconds))

        facts = Facts(
            operation=NAME,
            label=LABEL,
            cache=self.cache,
            warm_up=warm_up,
            connections=CLIENTS,
            limit="pgbench",
        )
        own, bound = taken_in_turns(
            options.turns, Side(take=buy, groups=shop.groups), Side(take=write, groups=shop.groups)
        )
        found = measured(
            facts, own, bound, statements=sum(by_step.values()), statements_by_step=by_step, steps=sales.steps
        )
        order = Limit(
            name="pgbench",
            label="rows of an order written",
            rate=found.limit_rate,
            about=f"{sample.rows} rows in {len(sample.tables)} tables by {statements} statements in one transaction, "
            f"{CLIENTS} clients, {pgbench.version}",
        )
        return found, [order, self._one_row(pgbench)]

    def _warm_up(self, buying: Buying) -> str:
        began, orders = time.monotonic(), 0
        while orders < WARM_ORDERS and time.monotonic() - began < MOST_WARM_SECONDS:
            again = replace(buying, mark=f"warm{orders}")
            orders += sell(self.shop.line, again, seconds=WARM_SECONDS).orders.answered
        return f"{orders} orders in {time.monotonic() - began:.0f} s"

    def _statements(self, buying: Buying) -> dict[str, float]:
        """For each kind of call, what one checkout needs: both lines, the bank’s message with the order."""
        with statement_log(self.shop.plan.home) as log, self.shop.line() as line:
            counts: dict[str, list[int]] = {step: [] for step in STEPS}
            for number in range(COUNTED):
                once = dict.fromkeys(STEPS, 0)
                current = STEPS[0]

                def calling(step: str, once: dict[str, int] = once) -> None:
                    nonlocal current
                    once[current] += len(log.taken())
                    current = step

                Buyer(line, buying, number, calling=calling).buy()
                once[current] += _last(log)
                for step, count in once.items():
                    counts[step].append(count)
        return {step: float(commonest(found)) for step, found in counts.items()}

    def _script(self, buying: Buying) -> tuple[str, Sample, int]:
        """What pgbench is to write, from the rows of a checkout made while the worker stands still."""
        conninfo = self.shop.database()
        with self.shop.worker_paused(), self.shop.line() as line:
            sample = sample_of(conninfo, Buyer(line, buying, 0).buy)
            copy_tables(conninfo, sample)
        with psycopg.connect(conninfo) as connection:
            existing = {name: _count(connection, name) for name in sample.changed}
            version = connection.info.server_version
        script = order_script(sample, existing=existing, server_version=version)
        return script.text, sample, script.statements

    def _one_row(self, pgbench: Pgbench) -> Limit:
        """One row read by its key, statement prepared: the least that a page with anything of its own can cost."""
        conninfo = self.shop.database()
        with psycopg.connect(conninfo, autocommit=True) as connection:
            connection.execute(f"DROP TABLE IF EXISTS {SCHEMA}.one_row")
            connection.execute(
                f"CREATE TABLE {SCHEMA}.one_row AS "
                "SELECT place, gen_random_uuid() AS id, repeat(md5(place::text), 40) AS story "
                "FROM generate_series(1, 50000) AS place"
            )
            connection.execute(f"ALTER TABLE {SCHEMA}.one_row ADD PRIMARY KEY (place)")
            connection.execute(f"VACUUM ANALYZE {SCHEMA}.one_row")
            many = _count(connection, "one_row")
        script = f"\\set place random(1, {many})\nSELECT * FROM {SCHEMA}.one_row WHERE place = :place;\n"
        with self.shop.worker_paused():
            paced = pgbench.run(conninfo, script, clients=CONNECTIONS, seconds=self.options.turn_seconds)
        return Limit(
            name="one row",
            label="one row read by key",
            rate=paced.rate,
            about=f"{CONNECTIONS} clients, statement prepared, {pgbench.version}",
        )


def _last(log: StatementLog) -> int:
    """What is still sent after the last answer: the bank's message is heard while the buyer is answered, or later."""
    found = len(log.taken())
    while True:
        time.sleep(QUIET_SECONDS)
        more = len(log.taken())
        if not more:
            return found
        found += more


def _count(connection: psycopg.Connection, name: str) -> int:
    found = connection.execute(f"SELECT count(*) FROM {SCHEMA}.{name}").fetchone()
    return int(found[0]) if found else 0


def _tally(paced: Paced) -> Tally:
    """pgbench tells an average: it stands for every time."""
    seconds = paced.transactions / paced.rate if paced.rate else 0.0
    tally = Tally(answered=paced.transactions, seconds=seconds, cpu_seconds=paced.cpu_seconds)
    tally.by_status.update({200: paced.transactions})
    tally.note_many(round(paced.average_ms * 1000), paced.transactions)
    return tally
