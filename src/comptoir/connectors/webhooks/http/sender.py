"""Messages to addresses that somebody else wrote down: posted with little patience and less trust.

Only the public internet is asked, and what ``WEBHOOK_NETWORKS`` names; the connection goes to the number that was
checked. No redirect is followed, and of the answer no more is read than is kept.
"""

import asyncio
import ssl
from collections.abc import Mapping
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from ipaddress import ip_address

import httpx
from django.conf import settings

from comptoir.connectors.internet import is_public, looked_up
from comptoir.domains.integrations.values import Answer, Failure
from comptoir.kernel import clock

MOST_SECONDS = 10.0
MOST_BYTES = 4096
_CONNECT_SECONDS = 5.0
_HEADERS = {"User-Agent": "Comptoir (webhooks)", "Content-Type": "application/json", "Accept-Encoding": "identity"}


class _RefusedAddress(Exception):
    """Not for us to ask."""


class HttpWebhooks:
    """Port ``webhooks`` over HTTP: ten seconds for all of it, from the name's look-up to the end of the answer."""

    def post(self, *, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        # A loop of its own: the caller is a thread that does nothing else meanwhile.
        return asyncio.run(_post(url, headers, body))


async def _post(url: str, headers: Mapping[str, str], body: bytes) -> Answer:
    try:
        async with asyncio.timeout(MOST_SECONDS):
            return await _asked(httpx.URL(url), headers, body)
    except _RefusedAddress:
        return Answer(failure=Failure.REFUSED_ADDRESS)
    except (TimeoutError, httpx.TimeoutException):
        return Answer(failure=Failure.TOO_SLOW)
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, UnicodeError):
        return Answer(failure=Failure.UNREACHABLE)


async def _asked(url: httpx.URL, headers: Mapping[str, str], body: bytes) -> Answer:
    timeout = httpx.Timeout(MOST_SECONDS, connect=_CONNECT_SECONDS)
    async with httpx.AsyncClient(verify=_certificates(), timeout=timeout, trust_env=False) as client:
        request = client.build_request(
            "POST",
            url.copy_with(host=await _number_of(url)),
            headers={**_HEADERS, **headers, "Host": url.netloc.decode("ascii")},
            content=body,
            extensions={"sni_hostname": url.raw_host.decode("ascii")},
        )
        response = await client.send(request, stream=True, follow_redirects=False)
        try:
            text = await _beginning(response)
        finally:
            await response.aclose()
        return Answer(
            status=response.status_code, text=text, retry_after=_retry_after(response.headers.get("retry-after", ""))
        )


async def _number_of(url: httpx.URL) -> str:
    """An address of the host that may be asked. One that may not, among several, is reason enough to ask none."""
    numbers = await looked_up(url.host, url.port or (443 if url.scheme == "https" else 80))
    if not numbers or not all(_may_be_asked(number) for number in numbers):
        raise _RefusedAddress
    return numbers[0]


def _may_be_asked(number: str) -> bool:
    return is_public(number) or any(ip_address(number) in network for network in settings.WEBHOOK_NETWORKS)


async def _beginning(response: httpx.Response) -> str:
    """The beginning of the answer; one that breaks off or drips after its status has still been given."""
    read = bytearray()
    try:
        async for part in response.aiter_raw():
            read += part
            if len(read) >= MOST_BYTES:
                break
    except httpx.HTTPError:
        pass
    return bytes(read[:MOST_BYTES]).decode("utf-8", errors="replace").replace("\0", "")


def _retry_after(told: str) -> timedelta | None:
    """Seconds or a date (RFC 9110, 10.2.3); anything else is as if nothing had been said."""
    if told.isascii() and told.isdigit() and len(told) < 10:
        return timedelta(seconds=int(told))
    try:
        at = parsedate_to_datetime(told)
    except ValueError:
        return None
    return max(at.replace(tzinfo=at.tzinfo or UTC) - clock.real_now(), timedelta(0))


@cache
def _certificates() -> ssl.SSLContext:
    # Loading them takes a tenth of a second: once a process, not once a message.
    return ssl.create_default_context()
