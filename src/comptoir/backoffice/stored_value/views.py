"""Gift cards and store credit: the list, issuing one, one in full, putting it right, blocking it."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.parts import Link
from comptoir.backoffice.refusals import refusals_in
from comptoir.backoffice.stored_value.forms import UP, BlockForm, CorrectForm, IssueForm
from comptoir.backoffice.stored_value.reading import card_list, card_page
from comptoir.backoffice.stored_value.screens import IssuePage
from comptoir.domains.messages.actions import resend_card_message
from comptoir.domains.messages.permissions import MESSAGES_SEND
from comptoir.domains.stored_value.actions import block_account, unblock_account
from comptoir.domains.stored_value.permissions import STORED_VALUE_ADJUST, STORED_VALUE_ISSUE, STORED_VALUE_VIEW
from comptoir.domains.stored_value.queries import account
from comptoir.domains.stored_value.values import AccountDraft, AccountId, AccountKind, AccountState, Issued, Origin
from comptoir.flows.correct_card import correct_card
from comptoir.flows.issue_card import issue_card
from comptoir.kernel.ids import new_id


@require_GET
@desk("payments", STORED_VALUE_VIEW)
def cards(at: Desk) -> HttpResponse:
    return at.show(card_list(at))


@require_http_methods(["GET", "POST"])
@desk("payments", STORED_VALUE_ISSUE)
def card_new(at: Desk) -> HttpResponse:
    """The form; by POST, the card with its code, which no other page ever shows."""
    currency = at.market.currency
    if at.request.method != "POST":
        return at.show(_issue_page(IssueForm(initial={"key": new_id()}, currency=currency)))
    form = IssueForm(at.request.POST, currency=currency)
    if form.is_valid():
        issued = None
        with refusals_in(form):
            issued = _issue(at, form)
        if issued is not None:
            return at.show(_issued_page(issued))
    return at.show(_issue_page(form), status=422)


def _issue(at: Desk, form: IssueForm) -> Issued:
    values = form.cleaned_data
    draft = AccountDraft(
        kind=AccountKind(values["kind"]),
        market=at.market.code,
        amount=values["amount"],
        origin=Origin(values["origin"]),
        email=values["email"],
        expires_on=values["expires_on"],
    )
    return issue_card(draft=draft, key=str(values["key"]), because=values["because"], actor=at.actor, now=at.now)


def _back() -> Link:
    return Link(_("Gift cards and store credit"), reverse("backoffice:cards"))


def _issue_page(form: IssueForm) -> IssuePage:
    return IssuePage(
        title=_("Issue a gift card or store credit"),
        context=_("The code is shown once, when it is issued."),
        back=_back(),
        form=form,
        action=reverse("backoffice:card-new"),
    )


def _issued_page(issued: Issued) -> IssuePage:
    return IssuePage(
        title=_("It is issued"),
        context=_("Anyone holding the code can spend it."),
        back=_back(),
        form=None,
        action="",
        code=issued.code,
        card_href=reverse("backoffice:card", args=[issued.account_id]),
    )


@require_GET
@desk("payments", STORED_VALUE_VIEW)
def card(at: Desk, id: UUID) -> HttpResponse:
    return at.show(card_page(at, account(AccountId(id), actor=at.actor)))


@require_POST
@desk("payments", MESSAGES_SEND)
def resend(at: Desk, id: UUID) -> HttpResponse:
    """The letter with its code, to whom it belongs; nobody at the desk sees the code."""
    known = account(AccountId(id), actor=at.actor)
    resend_card_message(account_id=known.id, actor=at.actor, now=at.now)
    at.said(_("The e-mail with the code is on its way to %(email)s.") % {"email": known.email})
    return at.to("card", id)


@require_POST
@desk("payments", STORED_VALUE_ADJUST)
def correct(at: Desk, id: UUID) -> HttpResponse:
    known = account(AccountId(id), actor=at.actor)
    form = CorrectForm(at.request.POST, currency=known.balance.currency)
    if form.is_valid():
        values = form.cleaned_data
        amount = values["amount"] if values["way"] == UP else -values["amount"]
        with refusals_in(form):
            correct_card(
                account_id=known.id,
                amount=amount,
                because=values["because"],
                key=str(values["key"]),
                actor=at.actor,
                now=at.now,
            )
        if form.is_valid():
            at.said(_("The balance is corrected."))
            return at.to("card", id)
    return at.show(card_page(at, known, correct=form), status=422)


@require_POST
@desk("payments", STORED_VALUE_ADJUST)
def block(at: Desk, id: UUID) -> HttpResponse:
    """Block it, or open it again when it is blocked."""
    known, form = account(AccountId(id), actor=at.actor), BlockForm(at.request.POST)
    if form.is_valid():
        change = unblock_account if known.state is AccountState.BLOCKED else block_account
        with refusals_in(form):
            change(account_id=known.id, because=form.cleaned_data["because"], actor=at.actor, now=at.now)
        if form.is_valid():
            unblocked = known.state is AccountState.BLOCKED
            at.said(_("It can be spent again.") if unblocked else _("It can no longer be spent."))
            return at.to("card", id)
    return at.show(card_page(at, known, block=form), status=422)
