"""The colours of values: a disc beside each, where customers choose it or narrow a list by it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.formats import number_text
from comptoir.backoffice.history.telling import history_told
from comptoir.backoffice.parts import Link, Screen, Told
from comptoir.domains.catalogue.actions import set_swatches
from comptoir.domains.catalogue.errors import BadColour, UnknownAttribute
from comptoir.domains.catalogue.permissions import CATALOGUE_EDIT, CATALOGUE_VIEW
from comptoir.domains.catalogue.queries import properties_in_use
from comptoir.domains.catalogue.values import LONGEST_NAME, PropertyInUse, ValueInUse
from comptoir.kernel.texts import text_in

MOST_VALUES = 100
"""On one page: the commonest, and all that have a colour already."""
_DISCS = 8
# What the colour field of a browser shows before anything was chosen: it cannot be empty.
_GREY = "#808080"
_TONES = (
    ("0", gettext_lazy("No colour")),
    ("1", gettext_lazy("One colour")),
    ("2", gettext_lazy("Two colours")),
)


class ColourForm(forms.Form):
    """One value. What was shown travels along: a page that was opened long ago changes only what was changed on it."""

    value = forms.CharField(max_length=LONGEST_NAME, widget=forms.HiddenInput)
    tones = forms.ChoiceField(label=gettext_lazy("Colours"), choices=_TONES, show_hidden_initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (("first", gettext_lazy("First colour")), ("second", gettext_lazy("Second colour"))):
            self.fields[name] = forms.RegexField(
                r"^#[0-9a-fA-F]{6}$",
                label=label,
                error_messages={"invalid": BadColour.message, "required": BadColour.message},
                show_hidden_initial=True,
                widget=forms.TextInput(attrs={"type": "color"}),
            )

    @property
    def colours(self) -> tuple[str, ...]:
        values = self.cleaned_data
        return (values["first"], values["second"])[: int(values["tones"])]


ColourFormSet = forms.formset_factory(ColourForm, extra=0, max_num=400, absolute_max=400)


@dataclass(frozen=True, slots=True, kw_only=True)
class ColourLine:
    href: str
    name: str
    note: str
    discs: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True)
class ColourList(Screen):
    TEMPLATE: ClassVar[str] = "backoffice/catalogue/colours.html"

    rows: tuple[ColourLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ColourRow:
    name: str
    form: forms.Form


@dataclass(frozen=True, kw_only=True)
class ColourPage(Screen):
    """``left_out`` tells that there are more values than are shown."""

    TEMPLATE: ClassVar[str] = "backoffice/catalogue/colour.html"
    SCRIPTS: ClassVar[tuple[str, ...]] = ("backoffice/js/fields.js",)

    forms: Any  # the formset, a class that Django makes at run time
    rows: tuple[ColourRow, ...]
    left_out: str
    action: str
    history: tuple[Told, ...]


@require_GET
@desk("products", CATALOGUE_VIEW)
def colours(at: Desk) -> HttpResponse:
    screen = ColourList(
        title=_("Colours"),
        context=_("A disc of colour beside the values that customers choose from or filter by."),
        back=Link(_("Products"), reverse("backoffice:products")),
        rows=tuple(
            ColourLine(
                href=reverse("backoffice:colours-of", args=[each.key]),
                name=text_in(each.name, at.language),
                note=_note(each),
                discs=tuple(value.colours for value in each.coloured[:_DISCS]),
            )
            # Those that have colours first: most options never will.
            for each in sorted(properties_in_use(actor=at.actor), key=lambda each: not each.coloured)
        ),
    )
    return at.show(screen)


def _note(known: PropertyInUse) -> str:
    counts = {"values": number_text(len(known.values)), "coloured": number_text(len(known.coloured))}
    if not known.coloured:
        return _("Values: %(values)s") % counts
    return _("Values: %(values)s, with a colour: %(coloured)s") % counts


@require_http_methods(["GET", "POST"])
@desk("products", CATALOGUE_VIEW)
def colours_of(at: Desk, key: str) -> HttpResponse:
    known = next((each for each in properties_in_use(actor=at.actor) if each.key == key), None)
    if known is None:
        raise UnknownAttribute(attribute=key)
    if at.request.method != "POST":
        return at.show(_page(at, known, _forms(_shown(known))))
    at.actor.must(CATALOGUE_EDIT)
    sent = _forms(_shown(known), at.request.POST)
    if not sent.is_valid():
        return at.show(_page(at, known, sent), status=422)
    changed = {row.cleaned_data["value"]: row.colours for row in sent.forms if row.has_changed()}
    set_swatches(name=_name(known), colours=changed, actor=at.actor, now=at.now)
    at.said(_("The colours are saved."))
    return at.to("colours-of", key)


def _shown(known: PropertyInUse) -> tuple[ValueInUse, ...]:
    return tuple(each for number, each in enumerate(known.values) if number < MOST_VALUES or each.colours)


def _name(known: PropertyInUse | ValueInUse) -> str:
    """By which it is known, whatever the language of the page."""
    return text_in(known.name, settings.LANGUAGE_CODE)


def _forms(shown: Sequence[ValueInUse], data: QueryDict | None = None) -> Any:
    return ColourFormSet(data, prefix="colours", initial=[_initial(each) for each in shown])


def _initial(value: ValueInUse) -> dict[str, str]:
    first, second = (*value.colours, _GREY, _GREY)[:2]
    return {"value": _name(value), "tones": str(len(value.colours)), "first": first, "second": second}


def _page(at: Desk, known: PropertyInUse, sent: Any) -> ColourPage:
    named = {_name(each): each for each in known.values}
    return ColourPage(
        title=text_in(known.name, at.language),
        context=_("Every product with such a value shows its colour. A picture of its own comes before it."),
        read_only=not at.can(CATALOGUE_EDIT),
        back=Link(_("Colours"), reverse("backoffice:colours")),
        forms=sent,
        rows=tuple(_row(at, row, named.get(str(row["value"].value()))) for row in sent.forms),
        left_out=_("The %(most)s most used values are shown.") % {"most": number_text(MOST_VALUES)}
        if len(_shown(known)) < len(known.values)
        else "",
        action=reverse("backoffice:colours-of", args=[known.key]),
        history=history_told("catalogue.swatch", known.key),
    )


def _row(at: Desk, form: forms.Form, value: ValueInUse | None) -> ColourRow:
    """By the name that was sent where nothing has that value any more."""
    return ColourRow(name=text_in(value.name, at.language) if value else str(form["value"].value()), form=form)
