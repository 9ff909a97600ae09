"""How long the pages take to render and how much they weigh.

    python -m comptoir.storefront.tests.measure [SECONDS]

Times are of one thread, the best of several rounds: what the machine does when it is not asked something else.
"""

import gzip
import sys
from pathlib import Path
from time import perf_counter, process_time

HERE = Path(__file__).parent.parent


def say(*lines: str) -> None:
    sys.stdout.write("\n".join(lines) + "\n")


def _milliseconds(name: str, seconds: float) -> float:
    from django.utils import translation

    from comptoir.storefront.frame import Frame, document
    from comptoir.storefront.tests.samples.goods import chrome
    from comptoir.storefront.tests.samples.register import SAMPLES

    sample = SAMPLES[name]
    page = sample.build()
    best = float("inf")
    with translation.override(sample.language):
        frame = Frame.of(chrome(sample.language, sample.kind))
        document(page, frame=frame)
        until = perf_counter() + seconds
        while perf_counter() < until:
            started = process_time()
            for _ in range(20):
                document(page, frame=frame, query="miel", current=getattr(page, "current", ""))
            best = min(best, (process_time() - started) / 20)
    return best * 1000


def main() -> None:
    from comptoir.domains.content.values import Theme
    from comptoir.storefront.bundle import sheet
    from comptoir.storefront.tests.alone import set_up

    set_up()
    from comptoir.storefront.tests.samples.register import rendered

    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    say(f"{'page':<12} {'ms':>6} {'bytes':>7} {'gzip':>6}")
    for name in ("home", "category", "search", "product", "basket", "checkout", "tracking", "content"):
        html = rendered(name).encode()
        say(f"{name:<12} {_milliseconds(name, seconds):6.2f} {len(html):7} {len(gzip.compress(html, 6)):6}")
    weigh = {
        "style sheet": [sheet(Theme())],
        "htmx": [(HERE / "static/vendor/htmx/htmx.min.js").read_bytes()],
        "our scripts": [path.read_bytes() for path in (HERE / "static/storefront/js").glob("*.js")],
    }
    for label, contents in weigh.items():
        say(f"{label:<12} {'':6} {sum(map(len, contents)):7} {sum(len(gzip.compress(each, 6)) for each in contents):6}")
    fonts = [path.stat().st_size for path in HERE.glob("static/vendor/*/*-latin-wght-normal.woff2")]
    say(f"{'fonts':<12} {'':6} {sum(fonts):7}")


if __name__ == "__main__":
    main()
