"""The public internet, told from our own network: for connections to addresses that somebody else wrote down.

A name is looked up, every number it stands for is checked, and the connection goes to the very number that was checked,
so that the name cannot mean another one a moment later.
"""

import asyncio
import ipaddress
import socket
import threading
from contextlib import suppress

_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # IPv4 addresses of any kind behind an IPv6 prefix


async def looked_up(host: str, port: int) -> list[str]:
    """The numbers a name stands for, at this moment.

    :raises OSError: when it stands for none, or nobody can say.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[str]] = loop.create_future()

    def tell(numbers: list[str] | None, error: OSError | None) -> None:
        if answer.done():
            return
        if error is not None:
            answer.set_exception(error)
        else:
            answer.set_result(numbers or [])

    def look_up() -> None:
        numbers, failed = None, None
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            numbers = [str(entry[4][0]).partition("%")[0] for entry in found]
        except (OSError, UnicodeError) as error:
            failed = error if isinstance(error, OSError) else OSError(str(error))
        with suppress(RuntimeError):  # the loop has closed: nobody waits for this answer any more
            loop.call_soon_threadsafe(tell, numbers, failed)

    # Looking up a name cannot be called off. In a daemon thread it holds up nobody, not even the program's end.
    threading.Thread(target=look_up, daemon=True).start()
    return await answer


def is_public(number: str) -> bool:
    """Whether anybody may ask there: no address of this machine, of its network, or for special use."""
    address = ipaddress.ip_address(number)
    if isinstance(address, ipaddress.IPv6Address):
        if address in _TRANSLATED or address.sixtofour or address.teredo or address.is_site_local:
            return False
        if address.ipv4_mapped:
            return is_public(str(address.ipv4_mapped))
    return address.is_global and not address.is_multicast and not address.is_reserved
