"""What is to be asked, whoever asks it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from comptoir.operations.bench.generator.tally import Tally

# As a browser asks: without it, the server would have to unpack what it keeps packed.
AS_A_BROWSER: Mapping[str, str] = {"Accept-Encoding": "gzip", "Accept": "*/*"}


@dataclass(frozen=True, kw_only=True)
class Load:
    """GET requests drawn at random from ``targets`` over so many connections that stay open, each asking again as soon
    as it is answered. With ``walk`` every connection asks each target once instead."""

    host: str
    port: int
    targets: Sequence[str]
    connections: int
    seconds: float
    seed: int
    headers: Mapping[str, str] = field(default_factory=lambda: AS_A_BROWSER)
    walk: bool = False


class Generator(Protocol):
    """Makes a load and counts what comes back."""

    name: str

    def run(self, load: Load) -> Tally:
        """
        :raises Unmeasurable: when the answers cannot be counted, or the server is not there.
        """
