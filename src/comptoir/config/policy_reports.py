"""What browsers report that our policy kept from running: told in the log and counted, so that a hole or a service that
somebody forgot to name is seen on the day it appears."""

import logging
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import orjson
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from prometheus_client import Counter

from comptoir.kernel.limits import Limit, LimitReached
from comptoir.kernel.requests import Request, limited

log = logging.getLogger(__name__)

REPORTS = Limit("policy.reports", burst=30, per_minute=30)
COUNTED = Counter(
    "comptoir_policy_reports", "Breaches of the content security policy that browsers report", ("directive",)
)
_DIRECTIVES = frozenset({
    "base-uri", "connect-src", "default-src", "font-src", "form-action", "frame-ancestors", "frame-src", "img-src",
    "object-src", "script-src", "script-src-attr", "script-src-elem", "style-src", "style-src-attr", "style-src-elem",
})  # fmt: skip
_LARGEST_BYTES = 16_384


@csrf_exempt
def policy_reports(request: HttpRequest) -> HttpResponse:
    """Takes a report and answers nothing. Only what helps to find the place is kept: neither the visitor nor the
    address of an order, which is a secret."""
    if request.method != "POST":
        return HttpResponse(status=HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": "POST"})
    try:
        limited(_as_ours(request), REPORTS)
        body = request.read(_LARGEST_BYTES + 1)
    except LimitReached:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    report = _report(body)
    if report is not None:
        directive = str(report.get("effective-directive") or report.get("violated-directive") or "").split(" ")[0]
        named = directive if directive in _DIRECTIVES else "other"
        COUNTED.labels(named).inc()
        log.warning(
            "policy breached",
            extra={
                "directive": named,
                "blocked": _site(report.get("blocked-uri")),
                "page": _place(report.get("document-uri")),
            },
        )
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _as_ours(request: HttpRequest) -> Request:
    return request  # type: ignore[return-value]  # the edge has noted its instant


def _report(body: bytes) -> dict[str, Any] | None:
    try:
        sent = orjson.loads(body) if len(body) <= _LARGEST_BYTES else None
    except orjson.JSONDecodeError:
        return None
    report = sent.get("csp-report") if isinstance(sent, dict) else None
    return report if isinstance(report, dict) else None


def _site(address: Any) -> str:
    """Whose it was, or the browser's own word for it ("inline", "eval")."""
    parts = _parts(address)
    return f"{parts[0]}://{parts[1]}" if parts and parts[1] else str(address or "")[:40]


def _place(address: Any) -> str:
    """The kind of page: language and first word."""
    parts = _parts(address)
    return "/".join(parts[2].split("/")[:3])[:60] if parts else ""


def _parts(address: Any) -> tuple[str, str, str] | None:
    try:
        found = urlsplit(str(address or ""))
    except ValueError:
        return None
    return found.scheme[:20], found.netloc[:100], found.path
