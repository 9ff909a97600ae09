"""Pictures from addresses that somebody else wrote down: fetched with little patience and less trust.

Only the public internet is asked, never this machine's own network: names are looked up first, every answer is checked,
and the connection goes to the very address that was checked, so that a name cannot mean another one a moment later.
"""

import asyncio
import ssl
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import httpx

from comptoir.connectors.internet import is_public, looked_up
from comptoir.domains.imports.values import NotFetched, Patience

MOST_BYTES = 10_000_000
MOST_SECONDS = 15.0
_CONNECT_SECONDS = 4.0
_AT_ONCE = 8
_MOST_REDIRECTS = 3
_PATIENCE_WITH_A_HOST = 3
_PORTS = frozenset({80, 443})
_HEADERS = {"User-Agent": "Comptoir (product import)", "Accept": "image/*", "Accept-Encoding": "identity"}


class _Refused(Exception):
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class WebPictures:
    """Port ``pictures`` over HTTP: at most 10 MB and 15 seconds each; a host that fails three times is given up."""

    def fetch(self, *, addresses: Sequence[str], patience: Patience) -> Mapping[str, bytes | NotFetched]:
        began = time.monotonic()
        # A thread of its own, so that it does not matter whether the caller's runs a loop already.
        with ThreadPoolExecutor(max_workers=1) as pool:
            fetched = pool.submit(asyncio.run, _fetch_all(addresses, patience)).result()
        patience.spent += time.monotonic() - began
        return fetched


async def _fetch_all(addresses: Sequence[str], patience: Patience) -> dict[str, bytes | NotFetched]:
    gate = asyncio.Semaphore(_AT_ONCE)
    timeout = httpx.Timeout(MOST_SECONDS, connect=_CONNECT_SECONDS)
    found: dict[str, bytes | NotFetched] = {address: NotFetched("time_up") for address in addresses}

    async with httpx.AsyncClient(verify=_certificates(), timeout=timeout, trust_env=False, headers=_HEADERS) as client:

        async def fetch(address: str) -> None:
            async with gate:
                found[address] = await _fetch(address, client, patience)

        tasks = [asyncio.create_task(fetch(address)) for address in found]
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=patience.left)
            for task in late:
                task.cancel()
            for ended in await asyncio.gather(*tasks, return_exceptions=True):
                if isinstance(ended, Exception):  # not one of those that were called off: a mistake of ours
                    raise ended
    return found


def _certificates() -> ssl.SSLContext:
    return ssl.create_default_context()


async def _fetch(address: str, client: httpx.AsyncClient, patience: Patience) -> bytes | NotFetched:
    host = ""
    try:
        url = _checked(f"https:{address}" if address.startswith("//") else address)
        host = url.host
        if patience.failures[host] >= _PATIENCE_WITH_A_HOST:
            return NotFetched("unreachable")
        async with asyncio.timeout(MOST_SECONDS):
            content = await _follow(url, client)
    except _Refused as refused:
        return NotFetched(refused.reason)
    except TimeoutError:
        patience.failures[host] += 1
        return NotFetched("too_slow")
    except (httpx.HTTPError, httpx.StreamError, OSError):
        patience.failures[host] += 1
        return NotFetched("unreachable")
    patience.failures[host] = 0
    return content


def _checked(address: str) -> httpx.URL:
    try:
        url = httpx.URL(address)
        port = url.port
    except (httpx.InvalidURL, ValueError, UnicodeError):
        raise _Refused("bad_address") from None
    if url.scheme not in ("http", "https") or not url.host:
        raise _Refused("bad_address")
    if url.userinfo or (port is not None and port not in _PORTS):
        raise _Refused("private_address")
    return url


async def _follow(url: httpx.URL, client: httpx.AsyncClient) -> bytes:
    for _ in range(_MOST_REDIRECTS + 1):
        response = await client.send(await _request(url, client), stream=True)
        try:
            if response.has_redirect_location:
                url = _checked(str(url.join(response.headers["location"])))
                continue
            if response.status_code != httpx.codes.OK:
                raise _Refused("answered")
            return await _body(response)
        finally:
            await response.aclose()
    raise _Refused("too_many_redirects")


async def _request(url: httpx.URL, client: httpx.AsyncClient) -> httpx.Request:
    """A request to the checked number of the host, which still calls the host by its name."""
    port = url.port or (443 if url.scheme == "https" else 80)
    number = await _number_of(url.host, port)
    return client.build_request(
        "GET",
        url.copy_with(host=number),
        headers={"Host": url.netloc.decode("ascii")},
        extensions={"sni_hostname": url.raw_host.decode("ascii")},
    )


async def _body(response: httpx.Response) -> bytes:
    parts, size = [], 0
    async for part in response.aiter_raw():
        size += len(part)
        if size > MOST_BYTES:
            raise _Refused("too_large")
        parts.append(part)
    return b"".join(parts)


async def _number_of(host: str, port: int) -> str:
    """A public address of the host. One that is not public among several is reason enough to ask none of them."""
    numbers = await looked_up(host, port)
    if not numbers or not all(is_public(number) for number in numbers):
        raise _Refused("private_address")
    return numbers[0]
