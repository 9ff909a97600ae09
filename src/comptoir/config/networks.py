"""Networks that may be asked although they are not public."""

from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Network, ip_network

from comptoir.config.values import BadSetting

type Network = IPv4Network | IPv6Network

_THIS_MACHINE: tuple[Network, ...] = (ip_network("127.0.0.0/8"), ip_network("::1/128"))


def inner_networks(written: Iterable[str], *, this_machine: bool) -> tuple[Network, ...]:
    """The networks as written (``10.20.0.0/16``), and with ``this_machine`` the machine itself.

    :raises BadSetting: for what is no network.
    """
    try:
        named = tuple(ip_network(each) for each in written)
    except ValueError as error:
        raise BadSetting(f"COMPTOIR_WEBHOOK_NETWORKS: {error}; write networks such as 10.20.0.0/16") from None
    return (*named, *_THIS_MACHINE) if this_machine else named
