"""Renders every sample page, takes its picture at two widths in light and dark, and asks axe about each.

    python -m comptoir.storefront.tests.gallery [NAME …] [--widths 1440,390] [--schemes light,dark] [--no-axe]

The pictures and the HTML land in ``.cache/storefront/``.
"""

import argparse
import sys
from pathlib import Path

from comptoir.storefront.tests.alone import set_up

OUT = Path(".cache/storefront")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--widths", default="1440,390")
    parser.add_argument("--preset", default="halle")
    parser.add_argument("--schemes", default="light,dark")
    parser.add_argument("--no-axe", action="store_true")
    return parser.parse_args()


def main() -> int:
    """0 when axe has nothing to say, the console stayed silent and nothing scrolls sideways."""
    set_up()
    from comptoir.storefront.tests.looking import SCHEMES, listen, new_page
    from comptoir.storefront.tests.samples.register import SAMPLES, rendered
    from comptoir.storefront.tests.server import serving
    from tests.browser import launched, lines, overflow, violations

    arguments = _arguments()
    names = arguments.names or list(SAMPLES)
    OUT.mkdir(parents=True, exist_ok=True)
    for name in names:
        (OUT / f"{name}.html").write_text(rendered(name), encoding="utf-8")
    broken = 0
    with serving() as server, launched() as browser:
        for scheme in arguments.schemes.split(","):
            for width in map(int, arguments.widths.split(",")):
                page = new_page(browser, width=width, scheme=SCHEMES[scheme])
                said = listen(page)
                for name in names:
                    page.goto(f"{server.base}/sample/{arguments.preset}/{name}", wait_until="load")
                    page.screenshot(path=OUT / f"{arguments.preset}-{name}-{width}-{scheme}.png", full_page=True)
                    found = [] if arguments.no_axe else lines(violations(page))
                    for line in (*found, *said, *overflow(page, width)):
                        sys.stdout.write(f"{name} {width} {scheme}: {line}\n")
                        broken += 1
                    said.clear()
                page.context.close()
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
