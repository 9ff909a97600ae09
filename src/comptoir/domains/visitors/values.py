"""What visitors gives and takes: the services of others on the shop's pages, and who agreed to them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType
from urllib.parse import urlsplit
from uuid import UUID

from comptoir.kernel.texts import Texts

ConsentId = NewType("ConsentId", UUID)

KEPT = timedelta(days=180)
"""As long as a choice holds; then visitors are asked again (CNIL, recommendation of 17 September 2020: six months)."""


class Purpose(StrEnum):
    """What a service is for, in the order in which visitors are asked."""

    AUDIENCE = "audience"  # counts visits
    COMFORT = "comfort"  # shows something of others: videos, maps, a chat
    MARKETING = "marketing"  # advertising, and measuring it


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """Something of somebody else that runs on the shop's pages once a visitor agrees.

    ``provider`` is who receives what is measured; ``descriptions`` say what it does with it. ``script_url`` is what is
    loaded; ``origins`` are where else it fetches from and sends to. What it keeps in the browser goes after
    ``keeps_months``.
    """

    code: str
    name: str
    provider: str
    purpose: Purpose
    descriptions: Texts
    policy_url: str
    script_url: str
    origins: tuple[str, ...] = ()
    keeps_months: int = 13

    @property
    def script_origin(self) -> str:
        parts = urlsplit(self.script_url)
        return f"{parts.scheme}://{parts.netloc}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceList:
    """The services that visitors are asked about now. ``number`` is 0 while the merchant has never added one."""

    number: int
    services: tuple[Service, ...]

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(service.code for service in self.services)

    def held(self, number: int, accepted: Collection[str]) -> tuple[str, ...] | None:
        """What of a visitor's choice holds for this list; None when they have to be asked (again)."""
        return tuple(sorted(self.codes.intersection(accepted))) if number == self.number else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a visitor chose, of which version of the list, and the sentences that were before their eyes."""

    number: int
    accepted: Collection[str]
    language: str
    wording: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """The proof of a choice."""

    id: ConsentId
    number: int
    accepted: tuple[str, ...]
    refused: tuple[str, ...]
    language: str
    wording: str
    given_at: datetime
