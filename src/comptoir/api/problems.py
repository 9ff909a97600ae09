"""Errors as machines read them: problem details (RFC 9457), from every error in one place."""

import logging
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja.errors import HttpError

from comptoir.domains.catalogue.queries import variants_for
from comptoir.domains.inventory.errors import InsufficientStock
from comptoir.kernel.errors import (
    BusinessError,
    Busy,
    Conflict,
    Forbidden,
    Invalid,
    ManyInvalid,
    NotFound,
    TooMany,
)
from comptoir.kernel.sql import to_json

log = logging.getLogger(__name__)

_STATUS: tuple[tuple[type[BusinessError], HTTPStatus], ...] = (
    (NotFound, HTTPStatus.NOT_FOUND),
    (Forbidden, HTTPStatus.FORBIDDEN),
    (Invalid, HTTPStatus.UNPROCESSABLE_ENTITY),
    (TooMany, HTTPStatus.TOO_MANY_REQUESTS),
    (Busy, HTTPStatus.CONFLICT),
    (Conflict, HTTPStatus.CONFLICT),
)


def problem(
    status: int, code: str, detail: str, *, errors: Iterable[dict[str, Any]] = (), **facts: Any
) -> HttpResponse:
    """A problem document. ``code`` names the fact for machines, ``detail`` says it in the reader's language."""
    body: dict[str, Any] = {
        "type": f"urn:comptoir:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
        **facts,
    }
    if listed := list(errors):
        body["errors"] = listed
    return HttpResponse(to_json(body), status=status, content_type="application/problem+json")


def on_business_error(request: HttpRequest, error: Any) -> HttpResponse:
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), HTTPStatus.CONFLICT)
    facts = {name: value for name, value in error.facts.items() if name not in ("field", "retry_after")}
    if isinstance(error, InsufficientStock):
        facts["shortages"] = _shortages(error)
    answer = problem(status, error.code, str(error), errors=_field_errors(error), **facts)
    if "retry_after" in error.facts:
        answer["Retry-After"] = str(error.facts["retry_after"])
    return answer


def _shortages(error: InsufficientStock) -> list[dict[str, Any]]:
    variants = variants_for([shortage.variant_id for shortage in error.shortages])
    return [
        {"sku": variants[each.variant_id].sku, "wanted": each.wanted, "available": max(0, each.available)}
        for each in error.shortages
    ]


def _field_errors(error: BusinessError) -> list[dict[str, Any]]:
    if isinstance(error, ManyInvalid):
        return [told for each in error.errors for told in _field_errors(each)]
    if isinstance(error, Invalid) and error.field:
        return [{"field": error.field, "code": error.code, "message": str(error)}]
    return []


def on_validation_error(request: HttpRequest, error: Any) -> HttpResponse:
    listed = [
        {"field": _field(each["loc"]), "code": f"request.{each['type']}", "message": each["msg"]}
        for each in error.errors
    ]
    detail = _("Some fields need your attention.")
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "request.invalid", detail, errors=listed)


def _field(location: tuple[Any, ...]) -> str:
    # ("body", "body", "payment", "method"): where it was, the name of our argument, then the caller's own path.
    return ".".join(str(part) for part in location[2:] or location[1:])


def on_http_error(request: HttpRequest, error: Any) -> HttpResponse:
    code = {400: "request.malformed", 401: "access.unauthorised"}.get(error.status_code, "request.refused")
    return problem(error.status_code, code, str(error))


def on_not_authenticated(request: HttpRequest, error: Any) -> HttpResponse:
    detail = _("This needs a token: Authorization: Bearer …")
    answer = problem(HTTPStatus.UNAUTHORIZED, "access.unauthorised", detail)
    answer["WWW-Authenticate"] = "Bearer"
    return answer


def on_not_found(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(HTTPStatus.NOT_FOUND, "kernel.not_found", _("There is nothing at this address."))


def on_database_away(request: HttpRequest, error: Any) -> HttpResponse:
    """The database is restarting, or too busy to answer in time: nothing was done, and soon it can be."""
    log.warning("database away", extra={"path": request.path}, exc_info=error)
    detail = _("We cannot answer at this moment; nothing was lost. Please try again in a few seconds.")
    answer = problem(HTTPStatus.SERVICE_UNAVAILABLE, "kernel.database_away", detail)
    answer["Retry-After"] = "3"
    return answer


def on_anything_else(request: HttpRequest, error: Any) -> HttpResponse:
    """A fault of ours: logged with its trace, told without it."""
    log.error("request failed", extra={"path": request.path}, exc_info=error)
    detail = _("Something went wrong on our side; nothing was lost. Please try again.")
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "kernel.fault", detail)


def parsed(body: bytes) -> Any:
    """A JSON body.

    :raises HttpError: 400, for what is not JSON or holds a character that no text may hold.
    """
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise HttpError(400, _("The body is not valid JSON.")) from None
    if b"\\u0000" in body:
        raise HttpError(400, _("The body holds a NUL character."))
    return value
