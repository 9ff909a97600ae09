"""Errors are named facts: a code, the facts, and a sentence for people. No HTTP in here.

Each surface translates once, by family: ``NotFound``, ``Invalid``, ``Conflict``, ``Forbidden``, ``TooMany``, ``Busy``.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from comptoir.kernel.formats import money_label
from comptoir.kernel.money import Money


class BusinessError(Exception):
    """A rule said no. ``code`` names the fact for machines, ``facts`` hold its values, ``message`` speaks to people.

    ``message`` is a translatable template that is filled with the facts: "Only %(available)s left."
    """

    code: ClassVar[str] = "kernel.error"
    message: ClassVar[str | Promise] = _("This could not be done.")

    def __init__(self, **facts: Any) -> None:
        super().__init__(self.code)
        self.facts = facts

    def __str__(self) -> str:
        return str(self.message) % {name: _spoken(value) for name, value in self.facts.items()}


def _spoken(value: Any) -> Any:
    """As people read it in the language of the moment; machines read the facts."""
    return money_label(value, get_language() or settings.LANGUAGE_CODE) if isinstance(value, Money) else value


class NotFound(BusinessError):
    """There is no such thing, or the asker may not know of it."""

    code = "kernel.not_found"
    message = _("We could not find this.")


class Invalid(BusinessError):
    """The input cannot be taken. ``field`` names the input field, in the caller's own words."""

    code = "kernel.invalid"
    message = _("This value cannot be used.")

    def __init__(self, *, field: str = "", **facts: Any) -> None:
        super().__init__(field=field, **facts)
        self.field = field


class ManyInvalid(Invalid):
    """Several fields are wrong; told all at once so that nobody corrects them one by one."""

    code = "kernel.invalid"
    message = _("Some fields need your attention.")

    def __init__(self, *, errors: tuple[Invalid, ...]) -> None:
        super().__init__(field=errors[0].field)
        self.errors = errors


class Conflict(BusinessError):
    """The world has moved on: the request was fine, the moment is not."""

    code = "kernel.conflict"
    message = _("This has changed in the meantime.")


class Forbidden(BusinessError):
    """The actor may not do this."""

    code = "kernel.forbidden"
    message = _("You are not allowed to do this.")


class TooMany(BusinessError):
    """Asked too often. ``retry_after`` is in seconds."""

    code = "kernel.too_many"
    message = _("Too many requests. Please try again in %(retry_after)s seconds.")


class Busy(BusinessError):
    """Something is under way or out of reach for a moment. ``retry_after`` is in seconds."""

    code = "kernel.busy"
    message = _("This is being worked on. Please try again in %(retry_after)s seconds.")
