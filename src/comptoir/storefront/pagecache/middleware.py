"""Hands a view's ``surrogate_keys`` to whoever stands in front: our own cache, or one at the edge of the network."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from comptoir.storefront.pagecache.kept import header_of

HEADER = "Surrogate-Key"


class SurrogateKeys:
    """Writes the header of shared pages that came out well and are not personal."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        keys = getattr(response, "surrogate_keys", None)
        if keys and response.status_code == 200 and not response.cookies:
            response[HEADER] = header_of(keys)
        return response
