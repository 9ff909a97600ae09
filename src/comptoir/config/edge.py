"""The edge of every request: its instant, its id, its measure."""

import time
from collections.abc import Callable
from typing import cast

import structlog
from django.http import HttpRequest, HttpResponse

from comptoir.config.metrics import REQUEST_SECONDS
from comptoir.kernel import clock
from comptoir.kernel.ids import new_id
from comptoir.kernel.requests import Request


class RequestEdge:
    """Gives each request the instant it came at, and an id that its log lines and its answer carry."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        request_id = str(new_id())
        cast(Request, request).now = clock.now()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self._get_response(request)
        response["X-Request-Id"] = request_id
        match = request.resolver_match
        route = (match.view_name or match.route) if match else "none"
        family = f"{response.status_code // 100}xx"
        REQUEST_SECONDS.labels(route, request.method, family).observe(time.perf_counter() - started)
        return response
