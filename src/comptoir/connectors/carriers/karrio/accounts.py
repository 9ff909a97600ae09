"""The merchant's accounts with carriers: a JSON file, by the names that people call the carriers.

``{"Colissimo": {"gateway": "colissimo", "service": "colissimo_home_without_signature", "settings": {…}}}``; ``gateway``
and ``settings`` are karrio's. ``"follow": false`` is for an account that cannot tell where parcels are, ``"time_zone"``
for one that tells the time by another clock than that of the market.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Account:
    """``settings`` hold passwords: never printed."""

    gateway: str
    service: str
    settings: Mapping[str, Any]
    follow: bool
    time_zone: str

    def __repr__(self) -> str:
        return f"Account(gateway={self.gateway!r})"


@cache
def accounts_in(path: str) -> Mapping[str, Account]:
    """The accounts by the carrier's name in small letters; none where no file is named."""
    if not path:
        return {}
    found = json.loads(Path(path).read_text())
    return {
        name.strip().casefold(): Account(
            gateway=each["gateway"],
            service=each["service"],
            settings=each["settings"],
            follow=each.get("follow", True),
            time_zone=each.get("time_zone", ""),
        )
        for name, each in found.items()
    }
