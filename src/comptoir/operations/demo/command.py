"""`comptoir demo`: the demo shop, and bigger ones."""

import click

from comptoir.kernel import clock
from comptoir.kernel.access import job_actor
from comptoir.operations.demo.content.merchant import load_merchant
from comptoir.operations.demo.history.years import NothingToSell, YearsOfTrade
from comptoir.operations.demo.loading.many import ManyProducts
from comptoir.operations.demo.opening import has_other_merchant, open_demo, settle_in
from comptoir.operations.installation import Installation

_ACTOR = job_actor("demo")


@click.command()
@click.option("--products", type=click.IntRange(0, 1_000_000), help="Have this many generated products on sale.")
@click.option("--orders", type=click.IntRange(0, 1_000_000), help="Add this many orders of the past two years.")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="The same seed makes the same shop.")
@click.pass_obj
def demo(installation: Installation, *, products: int | None, orders: int | None, seed: int) -> None:
    """Fill the shop with demo goods and orders.

    Without options: the demo shop, as `comptoir up --demo` opens it. With --products or --orders: generated goods, as
    many as a load test wants, and two years of trade with growth and seasons, in an empty installation or on top of
    the demo shop.
    """
    if installation.mode == "production":
        raise click.ClickException("COMPTOIR_ENV=production has no demo data. Use another home.")
    if has_other_merchant():
        raise click.ClickException("This shop has a merchant of its own. Demo data goes into an empty installation.")
    if products is None and orders is None:
        open_demo(said=click.echo)
        return
    settle_in(said=click.echo, now=clock.now())
    if products:
        _add_products(products, seed)
    if orders:
        _add_orders(orders, seed)


def _add_products(count: int, seed: int) -> None:
    many = ManyProducts(count=count, seed=seed, merchant=load_merchant(), actor=_ACTOR, now=clock.now())
    with click.progressbar(length=count, label="products") as bar:
        for done in many.add():
            bar.update(done)


def _add_orders(count: int, seed: int) -> None:
    years = YearsOfTrade(count=count, seed=seed, merchant=load_merchant(), actor=_ACTOR, now=clock.now())
    try:
        with click.progressbar(length=count, label="orders") as bar:
            for done in years.add():
                bar.update(done)
    except NothingToSell as nothing:
        raise click.ClickException(str(nothing)) from nothing
