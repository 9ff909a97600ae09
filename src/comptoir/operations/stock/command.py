import click

from comptoir.domains.catalogue.queries import variants_by_sku
from comptoir.domains.inventory.actions import record_counts
from comptoir.domains.inventory.queries import levels_for
from comptoir.domains.inventory.values import Count
from comptoir.domains.network.queries import places
from comptoir.kernel import clock
from comptoir.kernel.access import job_actor


@click.group()
def stock() -> None:
    """Count stock."""


@stock.command("set")
@click.argument("sku")
@click.argument("quantity", type=click.IntRange(0, 1_000_000_000))
@click.option("--place", "place_code", default="", help="Code of the place; the first one if left out.")
def set_stock(sku: str, quantity: int, place_code: str) -> None:
    """Set what stands on the shelf: a count that writes the difference as a movement."""
    variant = variants_by_sku([sku]).get(sku)
    if variant is None:
        raise click.ClickException(f"there is no article with the SKU {sku}")
    known = [place.code for place in sorted(places(), key=lambda each: not each.sells)]
    code = place_code or (known[0] if known else "")
    if code not in known:
        raise click.ClickException(f"there is no place {code or 'yet'}; known: {', '.join(known) or 'none'}")
    counted = Count(variant_id=variant.id, place_code=code, quantity=quantity)
    changed = record_counts(
        counts=[counted], reference="command line", actor=job_actor("command line"), now=clock.now()
    )
    level = next(level for level in levels_for([variant.id])[variant.id] if level.place_code == code)
    told = "set" if changed else "was already so"
    click.echo(
        f"{variant.sku} at {code}: {level.on_hand} on hand ({told}), {level.reserved} reserved, "
        f"{level.claimed} claimed, {level.available} available"
    )
