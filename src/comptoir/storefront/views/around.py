"""What surrounds every view: the place, the language, the origin of forms, the visitor's basket, and refusals."""

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from comptoir.domains.markets.errors import NotSetUp
from comptoir.kernel.errors import BusinessError
from comptoir.kernel.requests import Request
from comptoir.storefront.here import Here, here_at
from comptoir.storefront.origin import check_origin
from comptoir.storefront.policy import as_preview
from comptoir.storefront.previews import OnlyAPreview
from comptoir.storefront.respond import join_own
from comptoir.storefront.views.refused import not_set_up, refused

type View = Callable[..., HttpResponseBase]

READ = ("GET", "HEAD")
POST = ("POST",)
READ_AND_POST = (*READ, *POST)


def shop_page(methods: Collection[str] = READ) -> Callable[[View], View]:
    """Makes a view of ``def view(request, here, …)``. Forms are judged by their origin, so they need no token."""

    def surround(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def answer(
            request: Request, *, language: str, segment: str = "", preview: str = "", **captured: Any
        ) -> HttpResponseBase:
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            with translation.override(language):
                response = _answered(view, request, Where(segment, language, preview), captured)
            return as_preview(response) if preview else response

        return answer

    return surround


class Where(NamedTuple):
    """What an address says of the place: see ``here_at``."""

    segment: str
    language: str
    preview: str


def _answered(view: View, request: Request, where: Where, captured: dict[str, Any]) -> HttpResponseBase:
    here: Here | None = None
    try:
        here = here_at(segment=where.segment, language=where.language, now=request.now, preview=where.preview)
        check_origin(request)
        if here.previewed and request.method not in READ:
            raise OnlyAPreview
        response: HttpResponseBase = view(request, here, **captured)
    except NotSetUp:
        return not_set_up()
    except BusinessError as error:
        response = refused(request, error, here)
    # A file that is sent part by part is no page.
    if here is not None and isinstance(response, HttpResponse):
        join_own(request, response, here)
    return response


def asked(request: HttpRequest, name: str) -> str:
    """A parameter of the address; PostgreSQL's texts hold no NUL, so neither does any of ours."""
    return request.GET.get(name, "").replace("\0", "")


def said(request: HttpRequest, name: str) -> str:
    """A field of the form as it was typed."""
    return request.POST.get(name, "").replace("\0", "")
