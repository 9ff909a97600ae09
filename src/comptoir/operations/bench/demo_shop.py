"""What is measured in the demo shop, with its own goods and pictures: pages before a buyer's eyes, and freshness."""

from collections.abc import Callable
from pathlib import Path

from comptoir.operations.bench.fresh import fresh_verdicts, freshness
from comptoir.operations.bench.gate import Verdict
from comptoir.operations.bench.paint import paint, painted_verdicts
from comptoir.operations.bench.place import Place
from comptoir.operations.bench.shop import running_shop


def measured_demo(
    what: str, *, beside: Path, web_processes: int, web_threads: int, keep: bool, said: Callable[[str], None]
) -> list[Verdict]:
    """Open the demo shop in a home of its own, measure ("pages", "freshness"), and close it.

    :raises NotMade: (or ``Unmeasurable``) with what could not be measured, and why.
    """
    place = Place(home=beside / "bench-demo", products=0, seed=0, web_processes=web_processes, web_threads=web_threads)
    try:
        if not (keep and place.is_made):
            said(f"making the demo shop in {place.home}")
            place.make()
        with running_shop(place, page_cache_mb=None) as shop:
            said("waiting until all events are delivered")
            shop.wait_until_quiet()
            base = f"http://localhost:{shop.port}"
            if what == "pages":
                return painted_verdicts(paint(base, said=said))
            return fresh_verdicts(freshness(base, said=said))
    finally:
        if not keep:
            place.remove()
