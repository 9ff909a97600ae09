"""The edge of every request: its instant, its id, its measure."""

import time
from collections.abc import Callable
from http import HTTPStatus
from typing import cast

import structlog
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from comptoir.api.problems import on_database_away, problem
from comptoir.config.metrics import REQUEST_SECONDS
from comptoir.kernel import clock
from comptoir.kernel.ids import new_id
from comptoir.kernel.requests import Request
from comptoir.storefront.views.away import database_away


class RequestEdge:
    """Gives each request the instant it came at, and an id that its log lines and its answer carry."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        request_id = str(new_id())
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = _without_an_instant(request) or _impossible(request) or self._get_response(request)
        response["X-Request-Id"] = request_id
        match = request.resolver_match
        route = (match.view_name or match.route) if match else "none"
        family = f"{response.status_code // 100}xx"
        REQUEST_SECONDS.labels(route, request.method, family).observe(time.perf_counter() - started)
        return response


def _without_an_instant(request: HttpRequest) -> HttpResponse | None:
    """Note the instant. A clock that is set for tests is a row: while the database is away it cannot be read."""
    try:
        cast(Request, request).now = clock.now()
    except (OperationalError, InterfaceError) as error:
        return on_database_away(request, error) if _of_machine(request) else database_away(request)
    return None


def _of_machine(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")


def _impossible(request: HttpRequest) -> HttpResponse | None:
    """A NUL in an address is nobody's typing: no text in the database can hold one, so nothing can be looked up."""
    if "\0" not in request.path_info and "%00" not in request.META.get("QUERY_STRING", ""):
        return None
    return problem(HTTPStatus.BAD_REQUEST, "request.malformed", "The address holds a NUL character.")
