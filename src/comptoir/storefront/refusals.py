"""What the business refuses, in the buyer's words, as a page or beside a field: the only place where that is told."""

from collections.abc import Mapping
from http import HTTPStatus

from django.utils.translation import gettext as _

from comptoir.domains.messages.errors import UnknownAlert
from comptoir.domains.orders.errors import OrderLinkReplaced, UnknownOrder
from comptoir.domains.reviews.errors import NotBought
from comptoir.kernel.errors import BusinessError, Busy, Conflict, Forbidden, Invalid, ManyInvalid, NotFound, TooMany

_STATUS: tuple[tuple[type[BusinessError], HTTPStatus], ...] = (
    (NotFound, HTTPStatus.NOT_FOUND),
    (Forbidden, HTTPStatus.FORBIDDEN),
    (Invalid, HTTPStatus.UNPROCESSABLE_ENTITY),
    (TooMany, HTTPStatus.TOO_MANY_REQUESTS),
    (Busy, HTTPStatus.SERVICE_UNAVAILABLE),
    (Conflict, HTTPStatus.CONFLICT),
)


def status_of(error: BusinessError) -> HTTPStatus:
    return next((status for kind, status in _STATUS if isinstance(error, kind)), HTTPStatus.CONFLICT)


def words_of(error: BusinessError) -> tuple[str, str]:
    """Title and text for a page about the error: what happened, and what to do next."""
    match error:
        case UnknownOrder():
            return (
                _("This link does not lead to an order"),
                _("Part of it may be missing. Open it from our message, or copy it as a whole."),
            )
        case OrderLinkReplaced():
            return (
                _("This link no longer opens the order"),
                _("Its e-mail address was corrected, and a new link was sent there. Ask us if you need it again."),
            )
        case NotBought():
            return _("There is nothing to review here yet"), str(error)
        case UnknownAlert():
            return (
                _("This link does not lead to an alert"),
                _("Part of it may be missing. Open it from our message, or copy it as a whole."),
            )
        case NotFound():
            return (
                _("This page does not exist, or no longer does"),
                _("The product may no longer be sold, or the address has a typing error."),
            )
        case Forbidden():
            return _("This request was refused"), str(error)
        case TooMany():
            return _("One moment, please"), str(error)
        case Busy():
            return _("This is not ready yet"), str(error)
        case Invalid():
            return _("We did not understand this request"), str(error)
    return _("This could not be done"), str(error)


def field_errors(error: Invalid) -> Mapping[str, str]:
    """The sentence for each field, by the name the business gives it: ``email``, ``shipping_address.city``…"""
    errors = error.errors if isinstance(error, ManyInvalid) else (error,)
    return {each.field: str(each) for each in reversed(errors)}
