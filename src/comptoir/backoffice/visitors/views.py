"""Services of others: the list, one in full, and the proof of a consent."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.formats import number_text
from comptoir.backoffice.markets.layout import group
from comptoir.backoffice.markets.screens import Group
from comptoir.backoffice.markets.sections import sections_for
from comptoir.backoffice.parts import Link
from comptoir.backoffice.refusals import refusals_in
from comptoir.backoffice.texts import gathered, spread
from comptoir.backoffice.visitors.forms import PURPOSES, ProofForm, ServiceForm
from comptoir.backoffice.visitors.screens import Proof, ServiceLine, ServicePage, ServicesPage
from comptoir.domains.visitors.actions import publish_services
from comptoir.domains.visitors.errors import UnknownConsent
from comptoir.domains.visitors.permissions import VISITORS_EDIT, VISITORS_VIEW
from comptoir.domains.visitors.queries import consent, count_consents, services
from comptoir.domains.visitors.values import ConsentId, Purpose, Service
from comptoir.kernel.errors import NotFound

_PLAIN = ("name", "provider", "policy_url", "script_url", "keeps_months")


@require_GET
@desk("settings", VISITORS_VIEW)
def service_list(at: Desk) -> HttpResponse:
    listed, counts = services(), count_consents(services().number, actor=at.actor)
    new = Link(_("Add a service"), reverse("backoffice:settings-service-new"))
    form, proof = _proof_asked(at)
    screen = ServicesPage(
        title=_("Cookies"),
        context=_("Services of others that visitors are asked about. With none, the shop shows no banner."),
        sections=sections_for(at.actor, "cookies"),
        rows=tuple(_line(service, counts) for service in listed.services),
        choices=counts.get("", 0),
        new=new if at.can(VISITORS_EDIT) else None,
        proof_form=form,
        proof=proof,
    )
    return at.show(screen)


def _line(service: Service, counts: dict[str, int]) -> ServiceLine:
    accepted = counts.get(service.code, 0)
    words = ngettext("%(count)s visitor accepted it", "%(count)s visitors accepted it", accepted)
    return ServiceLine(
        href=reverse("backoffice:settings-service", args=[service.code]),
        name=service.name,
        note=f"{PURPOSES[service.purpose]} · {service.provider}",
        accepted=words % {"count": number_text(accepted)},
    )


def _proof_asked(at: Desk) -> tuple[ProofForm, Proof | None]:
    if not at.asked("reference"):
        return ProofForm(), None
    form = ProofForm({"reference": at.asked("reference")})
    if not form.is_valid():
        return form, None
    try:
        found = consent(ConsentId(form.cleaned_data["reference"]), actor=at.actor)
    except UnknownConsent as error:
        form.add_error("reference", str(error))
        return form, None
    return form, Proof(
        given_at=found.given_at,
        number=found.number,
        accepted=", ".join(found.accepted) or _("no service"),
        refused=", ".join(found.refused) or _("no service"),
        language=found.language,
        wording=found.wording,
    )


@require_http_methods(["GET", "POST"])
@desk("settings", VISITORS_VIEW)
def service(at: Desk, code: str) -> HttpResponse:
    return _edit(at, _known(code))


@require_http_methods(["GET", "POST"])
@desk("settings", VISITORS_EDIT)
def service_new(at: Desk) -> HttpResponse:
    return _edit(at, None)


@require_POST
@desk("settings", VISITORS_EDIT)
def service_remove(at: Desk, code: str) -> HttpResponse:
    gone, listed = _known(code), services()
    rest = [one for one in listed.services if one != gone]
    publish_services(services=rest, based_on=listed.number, actor=at.actor, now=at.now)
    at.said(_("The service is removed. It runs for nobody any more."))
    return at.to("settings-services")


def _known(code: str) -> Service:
    """:raises NotFound: when no service of the present list has that code."""
    found = next((one for one in services().services if one.code == code), None)
    if found is None:
        raise NotFound
    return found


def _edit(at: Desk, known: Service | None) -> HttpResponse:
    if at.request.method != "POST":
        return at.show(_page(at, known, _form(at, known)))
    at.actor.must(VISITORS_EDIT)
    form = _form(at, known, at.request.POST)
    if form.is_valid():
        written = _written(at, known, form)
        listed = services().services
        others = [written if one == known else one for one in listed] if known else [*listed, written]
        with refusals_in(form, {"descriptions": f"description_{at.languages[0]}"}):
            publish_services(services=others, based_on=form.cleaned_data["based_on"], actor=at.actor, now=at.now)
        if form.is_valid():
            at.said(_("The service is saved. Every visitor is asked again."))
            return at.to("settings-service", written.code)
    return at.show(_page(at, known, form), status=422)


def _form(at: Desk, known: Service | None, data: QueryDict | None = None) -> ServiceForm:
    initial: dict[str, Any] = {"based_on": services().number, "purpose": Purpose.AUDIENCE.value}
    if known:
        initial |= {
            **{name: getattr(known, name) for name in _PLAIN},
            "purpose": known.purpose.value,
            "origins": " ".join(known.origins),
            **spread("description", known.descriptions, at.languages),
        }
    return ServiceForm(data, initial=initial, languages=at.languages, is_new=known is None)


def _written(at: Desk, known: Service | None, form: ServiceForm) -> Service:
    values = form.cleaned_data
    return Service(
        code=known.code if known else values["code"],
        purpose=Purpose(values["purpose"]),
        descriptions={
            **(known.descriptions if known else {}),
            **gathered("description", values, at.languages),
        },
        origins=tuple(dict.fromkeys(values["origins"].replace(",", " ").split())),
        **{name: values[name] for name in _PLAIN},
    )


def _page(at: Desk, known: Service | None, form: ServiceForm) -> ServicePage:
    address = (
        reverse("backoffice:settings-service", args=[known.code])
        if known
        else reverse("backoffice:settings-service-new")
    )
    may = known is not None and at.can(VISITORS_EDIT)
    return ServicePage(
        title=known.name if known else _("New service"),
        context=_("Code “%(code)s”.") % {"code": known.code} if known else "",
        back=Link(_("Cookies"), reverse("backoffice:settings-services")),
        sections=sections_for(at.actor, "cookies"),
        read_only=not at.can(VISITORS_EDIT),
        form=form,
        groups=_groups(form),
        action=address,
        save_label=_("Save the service"),
        remove=reverse("backoffice:settings-service-remove", args=[known.code]) if known and may else "",
    )


def _groups(form: ServiceForm) -> tuple[Group, ...]:
    code = (("code",),) if "code" in form.fields else ()
    words = tuple((f"description_{one}",) for one in form.languages)
    return (
        group(form, _("Service"), "", ("name",), *code, ("provider",), ("purpose",)),
        group(form, _("What visitors read"), "", *words, ("policy_url",), ("keeps_months",), optional=False),
        group(form, _("What browsers load"), "", ("script_url",), ("origins",)),
    )
