"""Pure rules of services: what one must say of itself before visitors can be asked about it."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from comptoir.domains.visitors.errors import (
    BadDuration,
    BadServiceCode,
    FieldNeeded,
    NotAnAddress,
    NotAnOrigin,
    ServiceCodeTaken,
)
from comptoir.domains.visitors.values import Service
from comptoir.kernel.errors import Invalid

LONGEST_KEPT_MONTHS = 25
_CODE = re.compile(r"[a-z][a-z0-9-]{0,31}")
# What may stand in a policy: a name and a port, of letters that end no directive and start no other.
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?", re.IGNORECASE)
_NOT_IN_ADDRESSES = re.compile(r"[\s;,'\"<>\\^`{|}]")


def services_errors(services: Sequence[Service]) -> Iterator[Invalid]:
    """What is wrong with a list, by field of the service."""
    codes = [service.code for service in services]
    for service in services:
        yield from _service_errors(service)
        if codes.count(service.code) > 1:
            yield ServiceCodeTaken(field="code")


def _service_errors(service: Service) -> Iterator[Invalid]:
    if not _CODE.fullmatch(service.code):
        yield BadServiceCode(field="code")
    for field in ("name", "provider"):
        if not getattr(service, field).strip():
            yield FieldNeeded(field=field)
    if not any(text.strip() for text in service.descriptions.values()):
        yield FieldNeeded(field="descriptions")
    for field in ("policy_url", "script_url"):
        if not is_address(getattr(service, field)):
            yield NotAnAddress(field=field)
    if wrong := [origin for origin in service.origins if not is_origin(origin)]:
        yield NotAnOrigin(field="origins", value=wrong[0])
    if not 1 <= service.keeps_months <= LONGEST_KEPT_MONTHS:
        yield BadDuration(field="keeps_months")


def is_address(text: str) -> bool:
    """A page or file of another site, by HTTPS."""
    if _NOT_IN_ADDRESSES.search(text) or not text.isascii() or len(text) > 500:
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(_HOST.fullmatch(parts.netloc))


def is_origin(text: str) -> bool:
    """A site and nothing more: ``https://stats.example.org``; ``https://*.example.org`` stands for all below it."""
    return is_address(text.replace("https://*.", "https://any.", 1)) and text.count("/") == 2
