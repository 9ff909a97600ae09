"""Doors to the outside: a port is a Protocol in a domain's ``values.py``, its implementations live in ``connectors``.

``settings.PORTS`` is the one dictionary that lists them:
``{"payments": {"stripe": "comptoir.connectors.…:StripeProvider"}}``.
"""

from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from comptoir.kernel.errors import NotFound


class UnknownConnector(NotFound):
    """No implementation of that kind is listed for the port."""

    code = "ports.unknown_connector"


@cache
def load(port: str, kind: str) -> Any:
    """The one instance of the implementation, made on first use; the caller annotates it with the port's Protocol.

    :raises UnknownConnector: when the settings list no such port or kind.
    """
    try:
        path = settings.PORTS[port][kind]
    except KeyError:
        raise UnknownConnector(port=port, kind=kind) from None
    return import_string(path.replace(":", "."))()


def kinds(port: str) -> tuple[str, ...]:
    """The kinds listed for a port, in the order of the settings."""
    return tuple(settings.PORTS.get(port, {}))
