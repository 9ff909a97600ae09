"""What visitors are asked before anything of others runs, in the words that are kept as proof."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comptoir.domains.content.values import PRIVACY
from comptoir.domains.visitors.queries import services
from comptoir.domains.visitors.values import KEPT, Purpose, Service, ServiceList
from comptoir.kernel.texts import text_in
from comptoir.storefront import carts, consents, sessions
from comptoir.storefront.addresses import Addresses
from comptoir.storefront.assemble.heads import page_head
from comptoir.storefront.assemble.leading import to_known_page
from comptoir.storefront.consents import Chosen
from comptoir.storefront.here import Here
from comptoir.storefront.pages.chrome import Asking
from comptoir.storefront.pages.consenting import AskedService, CookiesPage, Purposes, Stored
from comptoir.storefront.pages.fields import Check
from comptoir.storefront.pages.parts import Link, Notice

_PURPOSES: dict[Purpose, Promise] = {
    Purpose.AUDIENCE: gettext_lazy("Counting visits"),
    Purpose.COMFORT: gettext_lazy("Content of other sites"),
    Purpose.MARKETING: gettext_lazy("Advertising"),
}
_IN_SENTENCE: dict[Purpose, Promise] = {
    Purpose.AUDIENCE: gettext_lazy("to count visits"),
    Purpose.COMFORT: gettext_lazy("to show content of other sites"),
    Purpose.MARKETING: gettext_lazy("for advertising"),
}
SEEN = "comptoir.seen"
"""Where js/seen.js keeps them, beside the cookies."""
BOX = "service-"
"""Before the code of a service in the name of its box."""


def asking(listed: ServiceList, at: Addresses) -> Asking | None:
    """The banner; None where nothing needs consent."""
    if not listed.services:
        return None
    names = ", ".join(dict.fromkeys(service.provider for service in listed.services))
    purposes = {service.purpose for service in listed.services}
    aims = ", ".join(str(_IN_SENTENCE[one]) for one in Purpose if one in purposes)
    return Asking(
        title=_("Your choice about cookies"),
        text=_("With your agreement, %(names)s store information in your browser and read it, %(aims)s. You can change "
               "your mind at any time, at the bottom of each page.")
        % {"names": names, "aims": aims},
        action=at.cookies(),
        accept=_("Accept all"),
        refuse=_("Refuse all"),
        more=Link(_("Choose one by one"), at.cookies()),
    )  # fmt: skip


def banner_wording(listed: ServiceList, here: Here) -> str:
    """Everything that the banner says, as a visitor reads it."""
    shown = asking(listed, here.at)
    if shown is None:
        return ""
    return f"{shown.title}\n{shown.text}\n{shown.more.label}\n{shown.refuse}\n{shown.accept}"


def page_wording(listed: ServiceList, here: Here) -> str:
    """Everything that the page says about the services, as a visitor reads it."""
    return "\n".join((_text(listed), *(line for group in _purposes(listed, None, here) for line in _lines(group))))


def _lines(group: Purposes) -> Iterator[str]:
    yield group.title
    for one in group.services:
        yield f"{one.check.label} {one.text} {one.detail} {one.policy.href}"


def cookies_page(here: Here, choice: Chosen | None) -> CookiesPage:
    """What is stored in a visitor's browser, and their choice about the rest."""
    listed, title = services(), _("Cookies")
    return CookiesPage(
        head=page_head(here, title, Addresses.cookies),
        crumbs=(Link(_("Home"), here.at.home()), Link(title, "")),
        notices=(_noted(choice),) if choice and listed.services else (),
        title=title,
        text=_text(listed),
        stored=stored(asks=bool(listed.services)),
        purposes=tuple(_purposes(listed, choice, here)),
        action=here.at.cookies(),
        accept=_("Accept all"),
        refuse=_("Refuse all"),
        privacy=to_known_page(PRIVACY, here.at),
    )


def _text(listed: ServiceList) -> str:
    if not listed.services:
        return _("The shop stores only what it needs to work. Nothing else, so there is nothing to ask you.")
    return _("The shop stores what it needs to work. Anything else is stored only if you agree, and refusing changes "
             "nothing about your order.")  # fmt: skip


def _noted(choice: Chosen) -> Notice:
    return Notice(
        "positive",
        _("Your choice is noted"),
        _("Reference: %(reference)s. We will ask you again in six months.") % {"reference": choice.proof},
    )


def stored(*, asks: bool) -> tuple[Stored, ...]:
    """All that the shop's own pages keep in a browser without asking (CNIL, guidelines of 17 September 2020, 47-49):
    each for something that a visitor has asked for."""
    own = (
        Stored(carts.COOKIE, _("The basket, the order in progress and their confirmation."), _days(carts.KEPT)),
        Stored(sessions.COOKIE, _("Your account, while you are signed in."), _days(sessions.KEPT)),
        Stored(
            carts.WISHES_COOKIE,
            _("Your wish list, once you have put something on it."),
            _months(carts.WISHES_KEPT.days // 30),
        ),
        Stored(
            SEEN, _("The products you viewed last, if you asked for them to be remembered."), _("Until you remove it.")
        ),
        Stored(consents.COOKIE, _("Your choice on this page."), _months(KEPT.days // 30)),
    )
    return own if asks else own[:-1]


def _purposes(listed: ServiceList, choice: Chosen | None, here: Here) -> Iterator[Purposes]:
    for purpose in Purpose:
        of_purpose = [service for service in listed.services if service.purpose is purpose]
        if of_purpose:
            shown = tuple(_asked(service, choice, here) for service in of_purpose)
            yield Purposes(str(_PURPOSES[purpose]), shown)


def _asked(service: Service, choice: Chosen | None, here: Here) -> AskedService:
    return AskedService(
        check=Check(
            f"{BOX}{service.code}",
            _("I accept %(name)s, by %(provider)s") % {"name": service.name, "provider": service.provider},
            checked=choice is not None and service.code in choice.accepted,
        ),
        text=text_in(service.descriptions, here.language),
        detail=_("Kept for %(duration)s.") % {"duration": _months(service.keeps_months)},
        policy=Link(_("What %(provider)s does with it") % {"provider": service.provider}, service.policy_url),
    )


def _days(kept: timedelta) -> str:
    return ngettext("%(count)s day", "%(count)s days", kept.days) % {"count": kept.days}


def _months(count: int) -> str:
    return ngettext("%(count)s month", "%(count)s months", count) % {"count": count}
