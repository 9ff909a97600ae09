"""Gift cards and store credit as lines and as a page."""

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comptoir.backoffice.desk import Desk
from comptoir.backoffice.formats import day_text
from comptoir.backoffice.history.telling import history_told
from comptoir.backoffice.messages.rows import message_row
from comptoir.backoffice.narrowing import Narrowing
from comptoir.backoffice.offering import offering_tabs
from comptoir.backoffice.parts import Act, Link, Pill, Tone, Words
from comptoir.backoffice.stored_value.forms import KINDS, BlockForm, CorrectForm
from comptoir.backoffice.stored_value.screens import CardLine, CardList, CardPage, Movement
from comptoir.domains.messages.permissions import MESSAGES_SEND, MESSAGES_VIEW
from comptoir.domains.messages.queries import messages_of_account
from comptoir.domains.stored_value.permissions import STORED_VALUE_ADJUST, STORED_VALUE_ISSUE
from comptoir.domains.stored_value.queries import accounts, card_to_send, entries_of
from comptoir.domains.stored_value.values import Account, AccountFilter, AccountKind, AccountState, EntryKind
from comptoir.kernel.clock import local_day
from comptoir.kernel.ids import new_id

_WHAT: dict[EntryKind, Words] = {
    EntryKind.ISSUED: gettext_lazy("Issued"),
    EntryKind.REDEEMED: gettext_lazy("Spent on an order"),
    EntryKind.GIVEN_BACK: gettext_lazy("Credited back from an order"),
    EntryKind.EXPIRED: gettext_lazy("Expired"),
    EntryKind.ADJUSTED: gettext_lazy("Correction"),
    EntryKind.PASSED_ON: gettext_lazy("Refunded to the original payment method"),
}


def card_list(at: Desk) -> CardList:
    wanted = Narrowing.read(at.request, "kind")
    kind = AccountKind(wanted.get("kind")) if wanted.get("kind") in list(AccountKind) else None
    page = accounts(AccountFilter(text=wanted.text, kind=kind), actor=at.actor, cursor=wanted.cursor)
    new = reverse("backoffice:card-new")
    return CardList(
        title=_("Gift cards and store credit"),
        context=_("What customers hold and have not spent yet."),
        tabs=offering_tabs(at, "cards"),
        actions=(Act(label=_("Issue one"), href=new, icon="plus", primary=True),) if at.can(STORED_VALUE_ISSUE) else (),
        listing=wanted.listing(
            search_label=_("Last four characters, or e-mail"),
            shown=len(page.items),
            next_cursor=page.next_cursor,
            filters=(wanted.filter("kind", _("Type"), (("", _("all")), *KINDS)),),
            chips=wanted.chip("kind", _("Type"), KINDS),
        ),
        rows=tuple(_line(at, each) for each in page.items),
        new_href=new if at.can(STORED_VALUE_ISSUE) else "",
    )


def _line(at: Desk, account: Account) -> CardLine:
    return CardLine(
        href=reverse("backoffice:card", args=[account.id]),
        name=card_name(account),
        email=account.email,
        market=at.market_name(account.market),
        issued_at=account.issued_at,
        balance=account.balance,
        state=_state(at, account),
    )


def card_name(account: Account) -> str:
    """By its kind and the end of its code, which is all that is known of it."""
    return f"{dict(KINDS)[account.kind.value]} …{account.last_four}"


def _state(at: Desk, account: Account) -> Pill:
    if account.state is AccountState.BLOCKED:
        return Pill(_("Blocked"), Tone.DANGER)
    if account.expires_on is not None and account.expires_on < local_day(at.now, at.market.time_zone):
        return Pill(_("Expired"), Tone.NEUTRAL)
    return Pill(_("Usable"), Tone.POSITIVE) if account.balance else Pill(_("Used up"), Tone.NEUTRAL)


def card_page(
    at: Desk, account: Account, *, correct: forms.Form | None = None, block: forms.Form | None = None
) -> CardPage:
    return CardPage(
        title=card_name(account),
        context=_("Market %(market)s.") % {"market": at.market_name(account.market)},
        pills=(_state(at, account),),
        back=Link(_("Gift cards and store credit"), reverse("backoffice:cards")),
        read_only=not at.actor.can(STORED_VALUE_ADJUST, market=account.market),
        balance=account.balance,
        email=account.email,
        expires=_("Valid until %(day)s") % {"day": day_text(account.expires_on)} if account.expires_on else "",
        movements=tuple(
            Movement(
                what=_WHAT[entry.kind],
                who=entry.actor_label,
                why=entry.because,
                at=entry.at,
                amount=entry.amount,
                after=entry.balance_after,
            )
            for entry in entries_of(account.id, actor=at.actor)
        ),
        correct_form=correct or CorrectForm(initial={"key": new_id()}, currency=account.balance.currency),
        correct_action=reverse("backoffice:card-correct", args=[account.id]),
        block_form=block or BlockForm(),
        block_action=reverse("backoffice:card-block", args=[account.id]),
        blocked=account.state is AccountState.BLOCKED,
        letters=tuple(message_row(one) for one in messages_of_account(account.id, actor=at.actor))
        if at.actor.can(MESSAGES_VIEW, market=account.market)
        else (),
        resend_action=_resend(at, account),
        history=history_told("stored_value.account", account.id),
    )


def _resend(at: Desk, account: Account) -> str:
    may = at.actor.can(MESSAGES_SEND, market=account.market)
    return reverse("backoffice:card-resend", args=[account.id]) if may and card_to_send(account.id, now=at.now) else ""
