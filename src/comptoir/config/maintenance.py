"""The shop closed for a while: a file in the home says so, and every process of this machine heeds it at once.

The desk with its previews and the API stay open. Upgrades need none of this: they run while the shop sells.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from comptoir.config.values import MAINTENANCE
from comptoir.storefront.views.away import closed_page

type Environ = dict[str, Any]
type Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

_OPEN = ("/back-office/", "/api/", "/static/", "/media/", "/look/", "/preview/", "/healthz", "/readyz", "/metrics")


class ClosedForMaintenance:
    """In front of everything, kept pages included."""

    def __init__(self, application: Application, *, home: Path) -> None:
        self._application = application
        self._sign = home / MAINTENANCE

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path.startswith(_OPEN) or not self._sign.exists():
            return self._application(environ, start_response)
        body = closed_page(path, environ.get("HTTP_ACCEPT_LANGUAGE", "")).encode()
        start_response(
            "503 Service Unavailable",
            [
                ("Content-Type", "text/html; charset=utf-8"),
                ("Content-Length", str(len(body))),
                ("Cache-Control", "no-store"),
                ("Retry-After", "600"),
            ],
        )
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
