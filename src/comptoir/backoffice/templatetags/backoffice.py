"""What the back office's templates may say beyond Django's own words."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, Textarea
from django.forms.widgets import CheckboxSelectMultiple, FileInput, RadioSelect, Select
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from comptoir.backoffice.formats import day_text, moment_full, moment_text, money_text, number_text, short_day_text
from comptoir.backoffice.icons import icon_svg
from comptoir.kernel.money import Money

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    return icon_svg(name)


@register.filter
def money(value: Money | None) -> str:
    return money_text(value) if value is not None else "–"


@register.filter
def number(value: int | Decimal) -> str:
    return number_text(value)


@register.filter
def day(value: date | None) -> str:
    return day_text(value) if value is not None else "–"


@register.filter
def short_day(value: date | None) -> str:
    return short_day_text(value) if value is not None else "–"


@register.simple_tag(takes_context=True)
def moment(context: Context, value: datetime | None) -> str:
    """The moment in few words, seen from the request's; in full, with its time zone, on hover."""
    if value is None:
        return "–"
    words = moment_text(value, now=context["shell"].now)
    return format_html('<time datetime="{}" title="{}">{}</time>', value.isoformat(), moment_full(value), words)


@register.inclusion_tag("backoffice/parts/field.html")
def field(bound: BoundField, unit: str = "", optional: bool = True, language: bool = False) -> dict[str, Any]:
    """A field with its label, hint and error.

    ``optional`` says so where the field may stay empty, ``language`` in which one a text is written.
    """
    widget = bound.field.widget
    kind = "input"
    if isinstance(widget, CheckboxInput):
        kind = "check"
    elif isinstance(widget, RadioSelect):
        kind = "choices"
    written_in = str(widget.attrs.get("lang", "")) if language else ""
    # Of radio buttons one is always pressed; tick boxes, which Django derives from them, may all stay empty.
    one_of = isinstance(widget, RadioSelect) and not isinstance(widget, CheckboxSelectMultiple)
    optional = optional and not bound.field.required and not one_of
    return {"field": bound, "kind": kind, "unit": unit, "optional": optional, "written_in": written_in}


@register.filter
def control(bound: BoundField, extra: str = "") -> SafeString:
    """Only the control, dressed: for rows of a table, whose column heads are the labels."""
    widget = bound.field.widget
    dress = "input"
    if isinstance(widget, CheckboxInput | FileInput):
        dress = ""
    elif isinstance(widget, Textarea):
        dress = "textarea"
    elif isinstance(widget, Select):
        dress = "select"
    own = str(widget.attrs.get("class", ""))
    attributes: dict[str, str | bool] = {"class": " ".join(word for word in (dress, own, extra) if word)}
    shown = bound.as_hidden(only_initial=True) if bound.field.show_hidden_initial else ""
    return format_html("{}{}", bound.as_widget(attrs=attributes), shown)
