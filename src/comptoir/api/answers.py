"""What every answer of the interface has in common."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from comptoir.api.problems import method_not_allowed


class ApiAnswers:
    """Refusals are problem documents, and nothing that a token opened is kept by anybody on the way."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        if not request.path_info.startswith("/api/"):
            return response
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            response = method_not_allowed(response.get("Allow", ""))
        if request.method != "GET" or "Authorization" in request.headers:
            response.setdefault("Cache-Control", "no-store")
        return response
