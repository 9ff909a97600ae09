"""The browser of the journeys: the machine's own Chromium, or whatever COMPTOIR_CHROMIUM names."""

import os
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    # A container has no user name spaces to build its sandbox from; what is opened here is our own shop.
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MISSING = """No Chromium was found, and a shop that nobody has walked through in a browser is not tested.
  Debian, Ubuntu:  apt-get install chromium
  elsewhere:       https://www.chromium.org/getting-involved/download-chromium
Or name one: COMPTOIR_CHROMIUM=/path/to/chromium"""


def chromium() -> Path:
    """Where it is.

    :raises AssertionError: saying how to install it.
    """
    named = os.environ.get("COMPTOIR_CHROMIUM")
    found = named or next(filter(None, map(shutil.which, NAMES)), None)
    assert found is not None, MISSING
    assert Path(found).exists(), MISSING
    return Path(found)
