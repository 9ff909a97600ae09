"""Returns on the order's own page, and the page of a return."""

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comptoir.domains.markets.values import ReturnPostage
from comptoir.domains.network.queries import place
from comptoir.domains.orders.values import Order
from comptoir.domains.returns.queries import refund_due_on, returnable_lines, returns_of, withdrawal_period
from comptoir.domains.returns.values import AWAITED, REASONS, Reason, Return, ReturnKind, ReturnState
from comptoir.kernel.formats import date_label, day_label, money_label
from comptoir.kernel.texts import text_in
from comptoir.storefront.assemble.heads import page_head
from comptoir.storefront.assemble.orders import on_date
from comptoir.storefront.carts import key_of
from comptoir.storefront.here import Here
from comptoir.storefront.pages.order import Document, Returns, Row
from comptoir.storefront.pages.parts import Link, Notice
from comptoir.storefront.pages.returns import ReturnPage, SentBack


def order_returns(order: Order, here: Here) -> Returns | None:
    """What was sent back of an order, and what may be; None when there is nothing to say."""
    if not any(line.shipped for line in order.lines):
        return None
    key, known, left = key_of("order", order.id), returns_of(order.id), returnable_lines(order)
    if not known and not left:
        return None
    period = withdrawal_period(order, now=here.now)
    withdraw = Link(_("Withdraw from the contract here"), here.at.returning(key, ReturnKind.WITHDRAWAL))
    complain = Link(_("Something is wrong with the goods"), here.at.returning(key, ReturnKind.COMPLAINT))
    return Returns(
        known=tuple(_listed(each, key, here) for each in known),
        withdraw=withdraw if left and period.is_open else None,
        complain=complain if left else None,
        note=_("You may change your mind until %(day)s, without saying why.")
        % {"day": day_label(period.last_day, here.language)}
        if left and period.is_open and period.last_day
        else "",
    )


def _listed(found: Return, key: str, here: Here) -> Document:
    title, _text = state_words(found, here)
    return Document(_("Return %(number)s") % {"number": found.number}, title, here.at.returned(key, found.number))


def state_words(found: Return, here: Here) -> tuple[str, str]:
    """How the return stands, and what that means."""
    refund = money_label(found.refund, here.language) if found.refund else ""
    match found.state:
        case ReturnState.REQUESTED:
            return _("We are looking into it"), _("We write to you as soon as it is decided.")
        case ReturnState.ACCEPTED:
            return _("Please send the goods"), _("We give you your money back when they are here.")
        case ReturnState.RECEIVED if refund:
            return _("Your goods are here"), _("%(refund)s go back by the way you paid.") % {"refund": refund}
        case ReturnState.CLOSED if refund:
            return _("Your money is on its way"), _("%(refund)s went back by the way you paid.") % {"refund": refund}
        case ReturnState.RECEIVED | ReturnState.CLOSED:
            return _("Your goods are here"), ""
        case ReturnState.REFUSED:
            return _("We cannot take this back"), found.because
    return _("You keep the goods"), _("This return was called off.")


def return_page(found: Return, order: Order, here: Here, *, notices: tuple[Notice, ...] = ()) -> ReturnPage:
    """What became of a return, where to send the goods, the slip to print."""
    key = key_of("order", order.id)
    title, text = state_words(found, here)
    awaited = found.state is ReturnState.ACCEPTED
    target = place(found.place_code)
    return ReturnPage(
        head=page_head(here, _("Your return"), lambda at: at.returned(key, found.number), indexed=False),
        notices=notices,
        title=title,
        text=text,
        rows=_rows(found, order, here),
        lines=sent_back(found, order),
        statement=found.statement,
        back=Link(_("Order %(number)s") % {"number": order.number}, here.at.tracking(key)),
        send_to=(text_in(target.name, here.language), *replace(target.address, name="").lines) if awaited else (),
        send_note=postage_words(found.kind, here),
        slip=Link(_("Return slip, PDF"), here.at.return_slip(key, found.number)) if awaited else None,
        keep=here.at.returned(key, found.number) if found.state in AWAITED else "",
    )


def _rows(found: Return, order: Order, here: Here) -> tuple[Row, ...]:
    due: tuple[Row, ...] = ()
    if found.kind is ReturnKind.WITHDRAWAL and found.state is ReturnState.ACCEPTED:
        due = (Row(_("Your money goes back by"), date_label(refund_due_on(found), here.language)),)
    return (
        Row(_("Return"), found.number, copy=True),
        Row(_("Declared on"), on_date(found.requested_at, here)),
        Row(_("By"), found.name),
        Row(_("Acknowledged to"), found.email),
        *due,
    )


def sent_back(found: Return, order: Order) -> tuple[SentBack, ...]:
    lines = {line.position: line for line in order.lines}
    return tuple(
        SentBack(
            lines[each.position].title,
            " · ".join(filter(None, (lines[each.position].options, reason_words(each.reason)))),
            pieces_words(each.quantity),
        )
        for each in found.lines
    )


def reason_words(reason: Reason) -> str:
    return "" if reason is Reason.UNSAID else str(REASONS[reason])


def pieces_words(count: int) -> str:
    return ngettext("%(count)s piece", "%(count)s pieces", count) % {"count": count}


def postage_words(kind: ReturnKind, here: Here) -> str:
    """Who pays for the way back, and by when the goods are to leave (article L221-23 code de la consommation)."""
    if kind is ReturnKind.COMPLAINT:
        return _("We pay for the way back.")
    if here.market.return_postage is ReturnPostage.MERCHANT:
        return _("Within 14 days, please. We pay for the way back.")
    return _("Within 14 days, please. You pay for the way back.")
