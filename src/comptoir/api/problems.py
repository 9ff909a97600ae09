"""Errors as machines read them: problem details (RFC 9457), from every error in one place."""

import json
import logging
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja.errors import HttpError

from comptoir.api.words import plain_words
from comptoir.domains.catalogue.queries import variants_for
from comptoir.domains.inventory.errors import InsufficientStock
from comptoir.domains.orders.errors import TermsNotAccepted, TotalChanged
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

# Where the world has moved on under what the caller said: the field that said it.
_OUTDATED: dict[type[BusinessError], str] = {TotalChanged: "shown_total", TermsNotAccepted: "terms_version"}


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
    facts = {name: value for name, value in error.facts.items() if name not in ("field", "line", "retry_after")}
    errors = _field_errors(error)
    if isinstance(error, InsufficientStock):
        facts["shortages"] = short = _shortages(error)
        errors = [_told(error, f"lines.{each['sku']}") for each in short]
    answer = problem(status, error.code, str(error), errors=errors, **facts)
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
    field = error.field if isinstance(error, Invalid) else _OUTDATED.get(type(error)) or error.facts.get("field")
    return [_told(error, field)] if field else []


def _told(error: BusinessError, field: str) -> dict[str, Any]:
    return {"field": field, "code": error.code, "message": str(error)}


def on_validation_error(request: HttpRequest, error: Any) -> HttpResponse:
    listed = [
        {"field": _field(each["loc"]), "code": f"request.{each['type']}", "message": plain_words(each)}
        for each in error.errors
    ]
    detail = _("Some fields need your attention.")
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "request.invalid", detail, errors=listed)


def _field(location: tuple[Any, ...]) -> str:
    # ("body", "body", "payment", "method"): where it was, the name of our argument, then the caller's own path.
    return ".".join(str(part) for part in location[2:] or location[1:])


def on_http_error(request: HttpRequest, error: Any) -> HttpResponse:
    if isinstance(error.__cause__, HttpError):
        # The framework says of every body that it "cannot parse" it; what ``parsed`` said of this one is the cause.
        error = error.__cause__
    code = {400: "request.malformed", 401: "access.unauthorised"}.get(error.status_code, "request.refused")
    return problem(error.status_code, code, str(error))


def on_too_large(request: HttpRequest, error: Any) -> HttpResponse:
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024**2
    detail = _("The body is larger than %(most)s MB.") % {"most": most}
    return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "request.too_large", detail)


def on_broken_off(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(HTTPStatus.BAD_REQUEST, "request.malformed", _("The body ended early."))


def method_not_allowed(allowed: str) -> HttpResponse:
    """The address exists, and is not for this verb. ``allowed`` lists those it is for."""
    detail = _("This address accepts %(methods)s only.") % {"methods": allowed}
    answer = problem(HTTPStatus.METHOD_NOT_ALLOWED, "request.method_not_allowed", detail)
    answer["Allow"] = allowed
    return answer


def on_not_authenticated(request: HttpRequest, error: Any) -> HttpResponse:
    detail = _("A token is required: Authorization: Bearer …")
    answer = problem(HTTPStatus.UNAUTHORIZED, "access.unauthorised", detail)
    answer["WWW-Authenticate"] = "Bearer"
    return answer


def on_not_found(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(HTTPStatus.NOT_FOUND, "kernel.not_found", _("There is nothing at this address."))


def on_database_away(request: HttpRequest, error: Any) -> HttpResponse:
    """The database is restarting, or too busy to answer in time: nothing was done, and soon it can be."""
    log.warning("database away", extra={"path": request.path}, exc_info=error)
    detail = _("We cannot answer right now; nothing was lost. Please try again in a few seconds.")
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

    :raises HttpError: 400, for what is not JSON, says a field twice or holds a character that no text may hold.
    """
    try:
        orjson.loads(body)  # stricter than the standard library: no NaN, no lone surrogate, no bottomless nesting
    except orjson.JSONDecodeError:
        raise HttpError(400, _("The body is not valid JSON.")) from None
    if b"\\u0000" in body:
        raise HttpError(400, _("The body holds a NUL character."))
    return json.loads(body, object_pairs_hook=_each_once)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # Which of two values is meant, readers of JSON decide differently (RFC 8259, 4): a guess is no order.
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in found if names.count(name) > 1)
        raise HttpError(400, _("The body says “%(field)s” twice.") % {"field": twice})
    return found
