"""Who reacts to what is read in a review, not guessed: the map is committed, and compared with the code."""

import subprocess
import sys
from pathlib import Path

COPY = Path(__file__).parents[5] / "docs" / "events.txt"


def test_the_committed_map_is_what_the_code_does():
    # A process of its own: in this one other tests have declared events of theirs.
    command = [sys.executable, "-m", "comptoir.config.cli", "events"]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert COPY.read_text("utf-8") == printed, "run: comptoir events > docs/events.txt"
