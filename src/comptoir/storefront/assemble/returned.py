"""Returns on the order's own page, and the page of a return."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comptoir.domains.catalogue.queries import variants_for
from comptoir.domains.catalogue.values import VariantCard, Withdrawal
from comptoir.domains.fulfilment.values import Arrival
from comptoir.domains.markets.values import ReturnPostage
from comptoir.domains.network.queries import place
from comptoir.domains.orders.queries import states_of
from comptoir.domains.orders.values import Order, OrderLine, OrderState
from comptoir.domains.returns.queries import (
    refund_due_on,
    return_replaced_by,
    returns_of,
    swap_choices,
    withdrawable_lines,
    withdrawal_period,
)
from comptoir.domains.returns.values import AWAITED, REASONS, Reason, Return, Returnable, ReturnKind, ReturnState
from comptoir.kernel.formats import date_label, day_label, money_label
from comptoir.kernel.texts import text_in
from comptoir.storefront.assemble.heads import page_head
from comptoir.storefront.assemble.orders import on_date
from comptoir.storefront.here import Here
from comptoir.storefront.order_keys import order_key, order_key_beside
from comptoir.storefront.pages.order import Document, Returns, Row
from comptoir.storefront.pages.parts import Link, Notice
from comptoir.storefront.pages.returns import ReturnPage, SentBack


def order_returns(order: Order, arrivals: Sequence[Arrival], here: Here) -> Returns | None:
    """What was sent back of an order, and what may be, as its parcels arrived; None when there is nothing to say."""
    key, known, left = order_key(order), returns_of(order.id), withdrawable_lines(order)
    if not known and not left:
        return None
    period = withdrawal_period(order, now=here.now, arrivals=arrivals)
    may_change = period.is_open and any(each.line.withdrawal is Withdrawal.ALLOWED for each in left)
    with_them = [each for each in left if each.pieces > each.unsent]
    withdraw = Link(_("Withdraw from the contract here"), here.at.returning(key, ReturnKind.WITHDRAWAL))
    swap = Link(_("Exchange it for another"), here.at.returning(key, ReturnKind.EXCHANGE))
    complain = Link(_("Something is wrong with the items"), here.at.returning(key, ReturnKind.COMPLAINT))
    return Returns(
        known=tuple(_listed(each, key, here) for each in known),
        withdraw=withdraw if may_change else None,
        swap=swap if period.is_open and _can_be_swapped(order, with_them, here) else None,
        complain=complain if with_them else None,
        note=_("You may change your mind until %(day)s, without saying why.")
        % {"day": day_label(period.last_day, here.language)}
        if may_change and period.last_day
        else "",
    )


def replacing_notice(order: Order, here: Here) -> tuple[Notice, ...]:
    """On the page of what is sent instead: the way to the return of what comes back."""
    found = return_replaced_by(order.id) if order.replaces else None
    key = order_key_beside(order, found.order_id) if found else None
    if found is None or key is None:
        return ()
    back = Link(_("Return %(number)s") % {"number": found.number}, here.at.returned(key, found.number))
    return (Notice("info", _("Sent in exchange for a return"), "", back),)


def _can_be_swapped(order: Order, left: Sequence[Returnable], here: Here) -> bool:
    positions = {each.line.position for each in left if each.line.withdrawal is Withdrawal.ALLOWED}
    return any(swap_choices(order, positions, kind=ReturnKind.EXCHANGE, now=here.now).values())


def _listed(found: Return, key: str, here: Here) -> Document:
    title, _text = state_words(found, here)
    return Document(_("Return %(number)s") % {"number": found.number}, title, here.at.returned(key, found.number))


def state_words(found: Return, here: Here) -> tuple[str, str]:
    """How the return stands, and what that means."""
    refund = money_label(found.refund, here.language) if found.refund else ""
    if found.swapped or (found.state is ReturnState.ACCEPTED and _waits(found)):
        return _swap_words(found, refund)
    match found.state:
        case ReturnState.REQUESTED:
            return _("We are looking into it"), _("We will write to you as soon as it is decided.")
        case ReturnState.ACCEPTED:
            return _("Please send the items back"), _("We refund you when they arrive.")
        case ReturnState.RECEIVED if refund:
            return _("Your items have arrived"), _("%(refund)s is refunded to your original payment method.") % {
                "refund": refund
            }
        case ReturnState.CLOSED if refund:
            return _("Your refund is on its way"), _("%(refund)s was refunded to your original payment method.") % {
                "refund": refund
            }
        case ReturnState.RECEIVED | ReturnState.CLOSED:
            return _("Your items have arrived"), ""
        case ReturnState.REFUSED:
            return _("We cannot take this back"), found.because
        case ReturnState.STOPPED:
            return _("The items have not shipped"), _(
                "You have nothing to send back. What you paid for them is refunded the same way."
            )
    return _("You keep the items"), _("This return was cancelled.")


def _waits(found: Return) -> bool:
    """Whether something is to be sent instead that waits for these goods; paid otherwise, it is an order like any."""
    id = found.replacement_id
    return id is not None and states_of([id])[id] is OrderState.AWAITING_PAYMENT


def _swap_words(found: Return, refund: str) -> tuple[str, str]:
    if found.state is ReturnState.ACCEPTED:
        return _("Please send the items back"), _("We reserve what you chose, and send it when they arrive.")
    if refund:
        text = _("They pay for your replacement; %(refund)s is refunded to your original payment method.") % {
            "refund": refund
        }
    else:
        text = _("They pay for your replacement.")
    return _("Your items have arrived"), text


def return_page(found: Return, order: Order, here: Here, *, notices: tuple[Notice, ...] = ()) -> ReturnPage:
    """What became of a return, where to send the goods, the slip to print."""
    key = order_key(order)
    title, text = state_words(found, here)
    awaited = found.state is ReturnState.ACCEPTED
    target = place(found.place_code)
    return ReturnPage(
        head=page_head(here, _("Your return"), lambda at: at.returned(key, found.number), indexed=False),
        notices=notices,
        title=title,
        text=text,
        rows=_rows(found, order, here),
        lines=sent_back(found, order, here),
        instead=_instead(found, order, here),
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
        due = (Row(_("Refund due by"), date_label(refund_due_on(found), here.language)),)
    return (
        Row(_("Return"), found.number, copy=True),
        Row(_("Declared on"), on_date(found.requested_at, here)),
        Row(_("Declared by"), found.name),
        Row(_("Acknowledgement sent to"), found.email),
        *due,
    )


def _instead(found: Return, order: Order, here: Here) -> Link | None:
    """The order of what is sent instead."""
    key = order_key_beside(order, found.replacement_id) if found.replacement_id else None
    return Link(_("See your replacement"), here.at.tracking(key)) if key else None


def sent_back(found: Return, order: Order, here: Here) -> tuple[SentBack, ...]:
    lines = {line.position: line for line in order.lines}
    wanted = {line.swapped_for for line in found.lines if line.swapped_for}
    instead = variants_for(wanted) if wanted else {}

    def told(position: int, quantity: int, note: str) -> SentBack:
        return SentBack(lines[position].title, note, pieces_words(quantity))

    to_send = (
        told(
            each.position,
            each.quantity,
            detail_words(
                lines[each.position], each.reason, instead[each.swapped_for] if each.swapped_for else None, here
            ),
        )
        for each in found.lines
    )
    not_sent = _("Cancelled before it shipped")
    called_off = (
        told(
            each.position,
            each.quantity,
            f"{words} · {not_sent}"
            if (words := detail_words(lines[each.position], each.reason, None, here))
            else not_sent,
        )
        for each in found.called_off
    )
    return (*to_send, *called_off)


def detail_words(line: OrderLine, reason: Reason, instead: VariantCard | None, here: Here) -> str:
    """Which variant of it, why, and what is sent instead."""
    swapped = ""
    if instead:
        name = text_in(instead.options, here.language) or text_in(instead.title, here.language)
        swapped = _("instead: %(name)s") % {"name": name}
    return " · ".join(filter(None, (line.options, swapped, reason_words(reason))))


def reason_words(reason: Reason) -> str:
    return "" if reason is Reason.UNSAID else str(REASONS[reason])


def pieces_words(count: int) -> str:
    return ngettext("%(count)s unit", "%(count)s units", count) % {"count": count}


def postage_words(kind: ReturnKind, here: Here) -> str:
    """Who pays for the way back, and by when the goods are to leave (article L221-23 code de la consommation)."""
    if kind is ReturnKind.COMPLAINT:
        return _("We pay for the return.")
    if here.market.return_postage is ReturnPostage.MERCHANT:
        return _("Within 14 days, please. We pay for the return.")
    return _("Within 14 days, please. You pay for the return.")
