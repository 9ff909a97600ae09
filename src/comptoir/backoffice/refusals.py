"""What a rule said no to, told beside the field it is about. The one place that does this."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language

from comptoir.domains.network.queries import places_for
from comptoir.kernel.errors import BusinessError, Forbidden, Invalid, ManyInvalid
from comptoir.kernel.texts import text_in


@contextmanager
def refusals_in(form: forms.Form, fields: Mapping[str, str] | None = None) -> Iterator[None]:
    """Write what the action inside refuses into the form; afterwards ``form.is_valid()`` tells whether it was done.

    ``fields`` maps the names the domain uses to those of the form, where they differ. What somebody may not do at all
    is not a matter of what they wrote: it is passed on.
    """
    try:
        yield
    except Forbidden:
        raise
    except BusinessError as error:
        for one in told(error):
            _add(form, one, fields or {})


def told(error: BusinessError) -> tuple[BusinessError, ...]:
    """One by one."""
    return error.errors if isinstance(error, ManyInvalid) else (error,)


def field_of(error: BusinessError) -> str:
    """The field the error names, in the domain's words; "" for none."""
    return error.field if isinstance(error, Invalid) else str(error.facts.get("field", ""))


def _add(form: forms.Form, error: BusinessError, fields: Mapping[str, str]) -> None:
    """Once: two addresses that share a field may be refused alike."""
    name, words = _name_in(form, field_of(error), fields), sentence(error)
    if words not in (form.errors.get(name, ()) if name else form.non_field_errors()):
        form.add_error(name, ValidationError(words, code=error.code))


def sentence(error: BusinessError) -> str:
    """What the error says, with places by the names that people know them by."""
    code = str(error.facts.get("place_code", ""))
    if code and (known := places_for([code]).get(code)):
        return str(error.message) % {**error.facts, "place_code": text_in(known.name, _language())}
    return str(error)


def _language() -> str:
    return (get_language() or "en").split("-")[0]


def _name_in(form: forms.Form, named: str, fields: Mapping[str, str]) -> str | None:
    """The form's field: as mapped, by the same name, by its language (``titles.fr`` is ``title_fr``), or none."""
    head, _, tail = named.partition(".")
    for name in (fields.get(named), named, f"{fields.get(head, head)}_{tail}" if tail else "", fields.get(head)):
        if name and name in form.fields:
            return name
    return None
