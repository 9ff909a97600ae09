"""Who wants the shop's letters: the list, the same as a file, and writing down that somebody wants them no more."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from comptoir.backoffice.customers.forms import WithdrawForm
from comptoir.backoffice.customers.screens import ConsentLine, SubscriberLine, SubscriberList
from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.narrowing import Narrowing
from comptoir.backoffice.orders.screens import ReasonPage
from comptoir.backoffice.parts import Act, Link, Tab, Words
from comptoir.backoffice.sheets import harmless, moment_cell, sheet
from comptoir.domains.content.permissions import CONTENT_VIEW
from comptoir.domains.customers.actions import withdraw_consent
from comptoir.domains.customers.permissions import CUSTOMERS_NEWS, CUSTOMERS_NEWS_EXPORT, CUSTOMERS_VIEW
from comptoir.domains.customers.queries import consents_of, subscriber_counts, subscriber_rows
from comptoir.domains.customers.queries import customer as customer_of
from comptoir.domains.customers.values import (
    BY_ACCOUNT,
    BY_LETTER,
    BY_STAFF,
    Customer,
    CustomerId,
    Purpose,
    Subscriber,
    standing,
)

VIEW = "view"
LETTERS: Mapping[Purpose, Words] = {
    Purpose.NEWSLETTER: gettext_lazy("Newsletter"),
    Purpose.ADVICE: gettext_lazy("Advice on purchases"),
}
_ABOUT: Mapping[Purpose, Words] = {
    Purpose.NEWSLETTER: gettext_lazy("Everyone who agreed to receive news by e-mail, most recent first."),
    Purpose.ADVICE: gettext_lazy("Everyone who agreed to receive advice on their purchases, most recent first."),
}
_TEACHING: Mapping[Purpose, Words] = {
    Purpose.NEWSLETTER: gettext_lazy(
        "Add the Invitation block to your home page. Whoever signs up there confirms by e-mail, then appears here."
    ),
    Purpose.ADVICE: gettext_lazy("Customers can agree to it in their account, under “News and consent”."),
}
_WHERE: Mapping[str, Words] = {
    BY_ACCOUNT: gettext_lazy("In their account"),
    BY_LETTER: gettext_lazy("By the link in a letter"),
    BY_STAFF: gettext_lazy("Told to your team"),
}
_AT_ONCE = 1_000


def customer_tabs(
    at: Desk, purpose: Purpose | None = None, counts: Mapping[Purpose, int] | None = None
) -> tuple[Tab, ...]:
    """From the customers to who may be written to and back; nothing for whoever may see only one of them."""
    if not at.actor.can(CUSTOMERS_NEWS) or not at.actor.can(CUSTOMERS_VIEW):
        return ()
    everyone = Tab(label=_("All customers"), href=reverse("backoffice:customers"), current=purpose is None)
    return (everyone, *_tabs(Narrowing(reverse("backoffice:news")), purpose, counts))


def _tabs(wanted: Narrowing, purpose: Purpose | None, counts: Mapping[Purpose, int] | None) -> tuple[Tab, ...]:
    return tuple(
        Tab(label=label, href=wanted.href(view=_view(one)), current=one is purpose, count=(counts or {}).get(one))
        for one, label in LETTERS.items()
    )


def _view(purpose: Purpose) -> str:
    """As an address says it: the newsletter is the list that opens."""
    return "" if purpose is Purpose.NEWSLETTER else purpose.value


def _purpose(wanted: Narrowing) -> Purpose:
    return next((one for one in Purpose if one.value == wanted.get(VIEW)), Purpose.NEWSLETTER)


@require_GET
@desk("customers", CUSTOMERS_NEWS)
def subscribers(at: Desk) -> HttpResponse:
    wanted = Narrowing.read(at.request, VIEW)
    purpose = _purpose(wanted)
    page = subscriber_rows(purpose=purpose, actor=at.actor, q=wanted.text, cursor=wanted.cursor)
    export = Narrowing(reverse("backoffice:news-export"), wanted.without("cursor").values).href()
    may_take = at.actor.can(CUSTOMERS_NEWS_EXPORT) and page.items
    counts = subscriber_counts(actor=at.actor, q=wanted.text)
    listing = wanted.listing(
        search_label=_("Part of an e-mail address or name"), shown=len(page.items), next_cursor=page.next_cursor
    )
    return at.show(
        SubscriberList(
            title=LETTERS[purpose],
            context=_ABOUT[purpose],
            tabs=customer_tabs(at, purpose, counts) or _tabs(wanted, purpose, counts),
            actions=(Act(label=_("Export"), href=export, icon="download"),) if may_take else (),
            listing=replace(listing, narrowed=bool(wanted.text)),  # the two lists are neither part of the other
            rows=tuple(_line(at, one) for one in page.items),
            everyone=wanted.without("q").href(),
            teaching=_TEACHING[purpose],
            design=_design(at) if purpose is Purpose.NEWSLETTER else None,
        )
    )


def _design(at: Desk) -> Link | None:
    if not at.can(CONTENT_VIEW):
        return None
    return Link(_("Design the home page"), reverse("backoffice:design", args=["home"]))


def _line(at: Desk, one: Subscriber) -> SubscriberLine:
    may_open = at.actor.can(CUSTOMERS_VIEW, market=one.market)
    return SubscriberLine(
        href=reverse("backoffice:customer", args=[one.customer_id]) if may_open else "",
        stop_href=_stop_href(one.customer_id, one.consent.purpose),
        email=one.email,
        name=one.name,
        language=_language(one.language),
        market=at.market_name(one.market),
        since=one.consent.at,
        where=_where(one.consent.given_on),
    )


def _stop_href(customer_id: CustomerId, purpose: Purpose) -> str:
    return Narrowing(reverse("backoffice:news-stop", args=[customer_id])).href(view=_view(purpose))


def _language(code: str) -> str:
    return dict(settings.LANGUAGES).get(code, code)


def _where(given_on: str) -> Words:
    """In words, or the page of the shop by its address."""
    return _WHERE.get(given_on, given_on)


@require_GET
@desk("customers", CUSTOMERS_NEWS_EXPORT)
def subscribers_export(at: Desk) -> HttpResponse:
    """What the list shows, all pages of it, with what proves each consent."""
    wanted = Narrowing.read(at.request, VIEW)
    heads = [
        _("E-mail"), _("Name"), _("Language"), _("Market"), _("Purpose of the consent"), _("Agreed on"), _("Given on"),
        _("Words shown"), _("Language of the words"), _("Source (hash)"),
    ]  # fmt: skip
    return sheet(at, _purpose(wanted).value, heads, _exported(at, wanted))


def _exported(at: Desk, wanted: Narrowing) -> Iterator[list[str]]:
    cursor = None
    while True:
        page = subscriber_rows(
            purpose=_purpose(wanted), actor=at.actor, q=wanted.text, cursor=cursor, page_size=_AT_ONCE
        )
        yield from (_cells(one) for one in page.items)
        cursor = page.next_cursor
        if cursor is None:
            return


def _cells(one: Subscriber) -> list[str]:
    proof = one.consent
    cells = (
        one.email, one.name, one.language, one.market, proof.purpose.value, moment_cell(proof.at), proof.given_on,
        proof.wording, proof.language, proof.source,
    )  # fmt: skip
    return [harmless(cell) for cell in cells]


@require_http_methods(["GET", "POST"])
@desk("customers", CUSTOMERS_NEWS)
def stop(at: Desk, id: UUID) -> HttpResponse:
    """What will happen, and then that it has: somebody asked by telephone not to be written to any more."""
    purpose = _purpose(Narrowing.read(at.request, VIEW))
    known = customer_of(CustomerId(id))
    at.actor.must(CUSTOMERS_NEWS, market=known.market)
    form = WithdrawForm(at.request.POST if at.request.method == "POST" else None)
    if at.request.method != "POST" or not form.is_valid():
        return at.show(_stop_page(known, purpose, form), status=422 if form.is_bound else 200)
    ended = withdraw_consent(
        customer_id=known.id, purpose=purpose, because=form.cleaned_data["because"], actor=at.actor, now=at.now
    )
    told = _("%(email)s is off the list.") if ended else _("%(email)s was off the list already.")
    at.said(told % {"email": known.email})
    return at.to("news", **({VIEW: view} if (view := _view(purpose)) else {}))


def _stop_page(known: Customer, purpose: Purpose, form: WithdrawForm) -> ReasonPage:
    back = Narrowing(reverse("backoffice:news")).href(view=_view(purpose))
    return ReasonPage(
        title=_("Take off the list"),
        back=Link(LETTERS[purpose], back),
        form=form,
        lead=_("%(email)s receives no more letters of this kind: %(kind)s.")
        % {"email": known.email, "kind": LETTERS[purpose]},
        consequences=(
            _("The withdrawal is kept with your name and today’s date, as proof."),
            _("Messages about orders are still sent."),
            _("Only they can sign up again, from the shop."),
        ),
        action=_stop_href(known.id, purpose),
        do=_("Take off the list"),
        leave=_("Leave as is"),
    )


def consent_lines(at: Desk, known: Customer) -> tuple[ConsentLine, ...] | None:
    """What somebody said about letters, newest first; None for staff whose business it is not."""
    if not at.actor.can(CUSTOMERS_NEWS, market=known.market):
        return None
    history = consents_of(known.id)
    stands = standing(history)
    return tuple(
        ConsentLine(
            purpose=LETTERS[one.purpose],
            granted=one.granted,
            wording=one.wording,
            language=one.language,
            where=_where(one.given_on),
            at=one.at,
            stop_href=_stop_href(known.id, one.purpose) if one.granted and stands[one.purpose] is one else "",
        )
        for one in history
    )
