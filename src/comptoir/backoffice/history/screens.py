"""What the audit trail shows."""

from dataclasses import dataclass
from typing import ClassVar

from comptoir.backoffice.markets.screens import SettingsScreen
from comptoir.backoffice.parts import Listing, Tab, Told


@dataclass(frozen=True, kw_only=True)
class AuditTrail(SettingsScreen):
    TEMPLATE: ClassVar[str] = "backoffice/history/trail.html"

    views: tuple[Tab, ...]
    listing: Listing
    lines: tuple[Told, ...]
