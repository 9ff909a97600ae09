"""Who reacts to what is read in a review, not guessed: the map is committed, and compared with the code."""

from pathlib import Path

from comptoir.operations.events.command import event_map

COPY = Path(__file__).parents[5] / "docs" / "events.txt"


def test_the_committed_map_is_what_the_code_does():
    assert COPY.read_text("utf-8").splitlines() == event_map(), "run: comptoir events > docs/events.txt"
