"""Addresses that only take what a page's form sends."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve

_NOTHING = "nothing"  # what the storefront calls all that is not there


class FormAddresses:
    """Leads a person who comes to such an address otherwise, by signing in anew or going back to it, to the page above:
    a browser would show them an error of its own. Machines are told that it is not allowed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and _is_a_person(request):
            return HttpResponseRedirect(_page_above(request.path), headers={"Cache-Control": "no-store"})
        return response


def _is_a_person(request: HttpRequest) -> bool:
    looks = request.method == "GET" and "text/html" in request.headers.get("Accept", "")
    return looks and not request.path_info.startswith("/api/")


def _page_above(path: str) -> str:
    """The nearest address above that exists, ending as this one does: the back office's end with a slash."""
    end = "/" if path.endswith("/") else ""
    while path := path.rstrip("/").rpartition("/")[0]:
        if _exists(path + end):
            return path + end
    return "/"


def _exists(path: str) -> bool:
    try:
        return resolve(path).url_name != _NOTHING
    except Resolver404:
        return False
