"""Places: the list and one in full, in the settings."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.history.telling import history_told
from comptoir.backoffice.markets.layout import group
from comptoir.backoffice.markets.screens import Group, SettingsForm, SettingsLine, SettingsList
from comptoir.backoffice.markets.sections import sections_for
from comptoir.backoffice.network.forms import KIND_NAMES, PlaceForm, written_hours
from comptoir.backoffice.parts import Link, Pill, Tone
from comptoir.backoffice.refusals import refusals_in
from comptoir.backoffice.texts import gathered, spread
from comptoir.domains.network.actions import save_place
from comptoir.domains.network.errors import UnknownPlace
from comptoir.domains.network.permissions import NETWORK_EDIT, NETWORK_VIEW
from comptoir.domains.network.queries import all_places
from comptoir.domains.network.values import DAYS, Place, PlaceKind
from comptoir.kernel.addresses import Address
from comptoir.kernel.texts import text_in

_ADDRESS = ("line1", "line2", "postal_code", "city", "country", "phone")


@require_GET
@desk("settings", NETWORK_VIEW)
def places(at: Desk) -> HttpResponse:
    new = Link(_("Add a location"), reverse("backoffice:settings-place-new"))
    screen = SettingsList(
        title=_("Locations"),
        context=_("Where items are kept, and where customers collect them."),
        sections=sections_for(at.actor, "places"),
        rows=tuple(_line(at, place) for place in all_places()),
        new=new if at.can(NETWORK_EDIT) else None,
    )
    return at.show(screen)


def _line(at: Desk, place: Place) -> SettingsLine:
    return SettingsLine(
        href=reverse("backoffice:settings-place", args=[place.code]),
        name=text_in(place.name, at.language),
        note=f"{KIND_NAMES[place.kind]} · {place.address.city}",
        state=_state(place),
    )


def _state(place: Place) -> Pill:
    if not place.active:
        return Pill(_("Closed"), Tone.NEUTRAL)
    return Pill(_("Open"), Tone.POSITIVE) if place.sells else Pill(_("Set aside"), Tone.WARNING)


@require_http_methods(["GET", "POST"])
@desk("settings", NETWORK_VIEW)
def place(at: Desk, code: str) -> HttpResponse:
    known = next((one for one in all_places() if one.code == code), None)
    if known is None:
        raise UnknownPlace(place=code)
    return _edit(at, known)


@require_http_methods(["GET", "POST"])
@desk("settings", NETWORK_EDIT)
def place_new(at: Desk) -> HttpResponse:
    return _edit(at, None)


def _edit(at: Desk, known: Place | None) -> HttpResponse:
    if at.request.method != "POST":
        return at.show(_page(at, known, _form(at, known)))
    at.actor.must(NETWORK_EDIT)
    form = _form(at, known, at.request.POST)
    if form.is_valid():
        written = _written(at, known, form)
        with refusals_in(form, {"opening_hours": f"hours_{DAYS[0]}"}):
            save_place(place=written, actor=at.actor, now=at.now)
        if form.is_valid():
            at.said(_("The location is saved."))
            return at.to("settings-place", written.code)
    return at.show(_page(at, known, form), status=422)


def _form(at: Desk, known: Place | None, data: QueryDict | None = None) -> PlaceForm:
    initial: dict[str, Any] = {}
    if known:
        initial = {
            **{name: getattr(known.address, name) for name in _ADDRESS},
            **{name: getattr(known, name) for name in ("priority", "offers_pickup", "partner", "active")},
            "territory": " ".join(known.territory),
            "kind": known.kind.value,
            **spread("name", known.name, at.languages),
            **written_hours(known.opening_hours),
        }
    return PlaceForm(data, initial=initial, languages=at.languages, is_new=known is None)


def _written(at: Desk, known: Place | None, form: PlaceForm) -> Place:
    values = form.cleaned_data
    return Place(
        code=known.code if known else values["code"],
        kind=PlaceKind(values["kind"]),
        name={**(known.name if known else {}), **gathered("name", values, at.languages)},
        address=Address(**{name: values[name] for name in _ADDRESS}),
        opening_hours=form.opening_hours(known.opening_hours if known else {}),
        time_zone=known.time_zone if known else at.market.time_zone,
        territory=tuple(dict.fromkeys(values["territory"].replace(",", " ").upper().split())),
        **{name: values[name] for name in ("priority", "offers_pickup", "partner", "active")},
    )


def _page(at: Desk, known: Place | None, form: PlaceForm) -> SettingsForm:
    address = (
        reverse("backoffice:settings-place", args=[known.code]) if known else reverse("backoffice:settings-place-new")
    )
    return SettingsForm(
        title=text_in(known.name, at.language) if known else _("New location"),
        context=_("Code “%(code)s”.") % {"code": known.code} if known else "",
        back=Link(_("Locations"), reverse("backoffice:settings-places")),
        sections=sections_for(at.actor, "places"),
        read_only=not at.can(NETWORK_EDIT),
        form=form,
        groups=_groups(form),
        action=address,
        save_label=_("Save the location"),
        history=history_told("network.place", known.code) if known else (),
    )


def _groups(form: PlaceForm) -> tuple[Group, ...]:
    names = tuple(f"name_{code}" for code in form.languages)
    week = tuple(f"hours_{day}" for day in DAYS)
    code = (("code",),) if "code" in form.fields else ()
    return (
        group(form, _("Location"), "", names, *code, ("kind",), ("priority",), ("offers_pickup",), ("active",)),
        group(form, _("Partner"), "", ("partner",), ("territory",)),
        group(form, _("Address"), "", ("line1",), ("line2",), ("postal_code", "city"), ("country", "phone")),
        group(
            form,
            _("Opening hours"),
            _("For example 9:00-12:30, 14:00-19:00. Leave blank when closed."),
            week,
            optional=False,
        ),
    )
