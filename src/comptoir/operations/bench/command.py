"""`comptoir bench`."""

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

import click

from comptoir.kernel import clock
from comptoir.operations.bench.checkout import Refused
from comptoir.operations.bench.demo_shop import measured_demo
from comptoir.operations.bench.gate import verdicts
from comptoir.operations.bench.generator.wire import Unmeasurable
from comptoir.operations.bench.limits.pgbench import NoPgbench
from comptoir.operations.bench.limits.script import Unwritable
from comptoir.operations.bench.place import NotMade
from comptoir.operations.bench.report import as_json, as_text, told_verdict
from comptoir.operations.bench.story import OPERATIONS, Measurement, generator_named
from comptoir.operations.bench.values import Cache, Options, Report
from comptoir.operations.installation import Installation

ORDERS, PAGES_SEEN, FRESHNESS = "orders", "pages", "freshness"
SIZES = (1_000, 50_000)
QUICK_SIZES, QUICK_SECONDS = (1_000,), 3.0
SECONDS, TURNS, PAGES, SEED = 10.0, 5, 1_000, 7
_REFUSALS = (NotMade, Unmeasurable, Refused, NoPgbench, Unwritable)


@click.command()
@click.argument("what", type=click.Choice([ORDERS, PAGES_SEEN, FRESHNESS]), required=False)
@click.option("--products", type=click.IntRange(1, 1_000_000), multiple=True, help="How many; may be given repeatedly.")
@click.option("--seconds", type=click.FloatRange(1, 600), help=f"For each operation. Default {SECONDS:.0f}.")
@click.option("--only", type=click.Choice(OPERATIONS), multiple=True, help="Only this; may be given repeatedly.")
@click.option("--quick", is_flag=True, help="1,000 products, 3 seconds each.")
@click.option("--no-page-cache", is_flag=True, help="Only with the page cache off. Default: pages with and without.")
@click.option("--gate", is_flag=True, help="Exit with 1 when a figure that must be reached is not.")
@click.option("--json", "target", type=click.Path(dir_okay=False, writable=True, path_type=Path), help="Also as JSON.")
@click.option("--generator", "name", type=click.Choice(["best", "wrk", "own"]), default="best", help="Who asks.")
@click.option("--turns", type=click.IntRange(1, 20), help=f"Turns with the limit. Default {TURNS}.")
@click.option("--pages", type=click.IntRange(10, 100_000), help=f"Addresses that are kept warm. Default {PAGES:,}.")
@click.option("--seed", type=click.IntRange(0, 2**31), default=SEED, show_default=True, help="The same asks the same.")
@click.option("--keep", is_flag=True, help="Leave the goods in COMPTOIR_HOME/bench-… and use them again.")
@click.pass_obj
def bench(
    installation: Installation,
    *,
    what: str | None,
    products: tuple[int, ...],
    seconds: float | None,
    only: tuple[str, ...],
    quick: bool,
    no_page_cache: bool,
    gate: bool,
    target: Path | None,
    name: str,
    turns: int | None,
    pages: int | None,
    seed: int,
    keep: bool,
) -> None:
    """Measure pages, searches and checkouts over HTTP against what this machine can do at all.

    `comptoir bench orders` measures only how orders are placed: the statements that one takes, and how many a second
    against pgbench, which writes the same rows and does nothing else. `comptoir bench pages` opens the six pages of a
    purchase in a browser on a slow line; `comptoir bench freshness` tells how soon a change at the desk is seen. Both
    look at the demo shop.

    Runs in a home of its own beside yours, with generated goods, on loopback; your shop is not touched. Let the machine
    do nothing else meanwhile. What the figures mean: docs/run/bench.md.
    """
    if what in (PAGES_SEEN, FRESHNESS):
        _judge_demo(installation, what, target=target, gate=gate, keep=keep)
        return
    generator = generator_named(name)
    if generator is None:
        raise click.ClickException(f"{name} is not installed here.")
    caches: tuple[Cache, ...] = ("off",) if no_page_cache else ("kept",) if what else ("kept", "off")
    options = Options(
        products=tuple(sorted(set(products))) or (QUICK_SIZES if quick or what else SIZES),
        seconds=seconds or (QUICK_SECONDS if quick else SECONDS),
        turns=turns or (1 if quick else TURNS),
        operations=frozenset({"checkout"} if what else only or OPERATIONS),
        caches=caches,
        pages=pages or PAGES,
        seed=seed,
        keep=keep,
    )
    measurement = Measurement(
        options=options,
        generator=generator,
        beside=installation.home,
        web_processes=_number("COMPTOIR_WEB_PROCESSES", max(1, min(4, os.cpu_count() or 1))),
        web_threads=_number("COMPTOIR_WEB_THREADS", 4),
        made_at=f"{clock.real_now():%Y-%m-%d %H:%M} UTC",
        said=lambda words: click.echo(f"  {words}", err=True),
    )
    report = _report_of(measurement)
    judged = verdicts(report)
    click.echo(as_text(report, judged))
    if target is not None:
        target.write_text(as_json(report, judged))
    if gate:
        _hold([each.what for each in judged if not each.reached])


def _report_of(measurement: Measurement) -> Report:
    try:
        return measurement.run()
    except _REFUSALS as error:
        raise click.ClickException(str(error)) from error


def _hold(missed: list[str]) -> None:
    """Exit with 1 where a figure is missed."""
    if missed:
        click.echo("Missed: " + "; ".join(missed), err=True)
        sys.exit(1)


def _judge_demo(installation: Installation, what: str, *, target: Path | None, gate: bool, keep: bool) -> None:
    """Measure the demo shop, tell what came of it, and with the gate exit with 1 where a figure is missed."""
    try:
        judged = measured_demo(
            what,
            beside=installation.home,
            web_processes=_number("COMPTOIR_WEB_PROCESSES", max(1, min(4, os.cpu_count() or 1))),
            web_threads=_number("COMPTOIR_WEB_THREADS", 4),
            keep=keep,
            said=lambda words: click.echo(f"  {words}", err=True),
        )
    except _REFUSALS as error:
        raise click.ClickException(str(error)) from error
    click.echo("\n".join(map(told_verdict, judged)))
    if target is not None:
        target.write_text(json.dumps([asdict(each) for each in judged], indent=2, ensure_ascii=False) + "\n")
    if gate:
        _hold([each.what for each in judged if not each.reached])


def _number(name: str, otherwise: int) -> int:
    given = os.environ.get(name, "")
    return int(given) if given.isdigit() and int(given) else otherwise
