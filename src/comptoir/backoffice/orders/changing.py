"""Changing what was agreed: a page of its own."""

from collections.abc import Mapping, Sequence
from enum import Enum, auto
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comptoir.backoffice.countries import country_name
from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.formats import money_text, number_text
from comptoir.backoffice.inventory.picking import article_choices, found_articles
from comptoir.backoffice.orders.change_forms import (
    BILLING,
    SHIPPING,
    AddedFormSet,
    ChangeForm,
    added_pieces,
    added_rows,
    over_today,
)
from comptoir.backoffice.orders.change_screens import CallOffRow, ChangePage, NewTotal
from comptoir.backoffice.orders.known import seen_by_staff
from comptoir.backoffice.orders.parcels import article_name
from comptoir.backoffice.parts import Link, Words
from comptoir.backoffice.refusals import refusals_in
from comptoir.domains.catalogue.errors import UnknownSku
from comptoir.domains.catalogue.queries import variants_by_sku
from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.delivery.queries import options_for
from comptoir.domains.inventory.errors import InsufficientStock
from comptoir.domains.orders.errors import NotRevisable, OrderChangedMeanwhile, TotalChanged
from comptoir.domains.orders.permissions import ORDERS_EDIT
from comptoir.domains.orders.queries import countries_to_change_to
from comptoir.domains.orders.values import OPEN_STATES, Order, OrderChange, OrderId, OrderState, revision_cause
from comptoir.domains.payments.queries import refunds_for
from comptoir.domains.payments.values import OperationState
from comptoir.domains.pricing.errors import NotPriced
from comptoir.flows.edit_order import edit_order
from comptoir.flows.preview_edit import EditPreview, preview_edit
from comptoir.kernel.money import Money, total_of
from comptoir.kernel.texts import text_in

_ROWS = "added"
_MOST_NEW_ROWS = 50
_FIELDS = {"shipping_address": SHIPPING, "billing_address": BILLING}


class Pressed(Enum):
    """What somebody wants of the page: an article to add, the total that a change would come to, or the change."""

    LOOK = auto()
    TOTAL = auto()
    CHANGE = auto()


def pressed_in(sent: Mapping[str, str]) -> Pressed:
    """Enter presses the first button, which looks for an article: where none is named, the total is shown."""
    if sent.get("pick") or ("look" in sent and sent.get("find", "").strip()):
        return Pressed.LOOK
    return Pressed.TOTAL if "look" in sent or sent.get("do") == "total" else Pressed.CHANGE


@require_http_methods(["GET", "POST"])
@desk("orders", ORDERS_EDIT)
def change(at: Desk, id: UUID) -> HttpResponse:
    found = seen_by_staff(at, OrderId(id))
    if found.state not in OPEN_STATES:
        raise NotRevisable(state=str(found.state))
    if at.request.method != "POST":
        return at.show(_page(at, found, _form(at, found), _rows(at)))
    pressed = pressed_in(at.request.POST)
    if pressed is Pressed.LOOK:
        return at.show(_page(at, found, *_with_article(at, found), revision=_seen_revision(at)))
    form = _form(at, found, over_today(at.request.POST, found))
    rows = AddedFormSet(at.request.POST, prefix=_ROWS)
    if pressed is Pressed.TOTAL:
        form.fields["because"].required = False
    done = _change(at, found, form, rows, pressed) if form.is_valid() and rows.is_valid() else None
    form.fields["because"].required = True  # to be shown again: the change itself needs it
    if isinstance(done, EditPreview):
        new_total = _new_total(found, done)
        if pressed is Pressed.CHANGE:
            words = _("The new total is %(total)s. Press again to change the order.")
            messages.warning(at.request, words % {"total": money_text(new_total.after)})
        status = 422 if pressed is Pressed.CHANGE else 200
        return at.show(_page(at, found, form, rows, new_total=new_total), status=status)
    if done is None:
        if any(row.errors for row in rows.forms):
            form.add_error(None, _("The items to add need your attention."))
        # Shown again for the order as it was read now: whoever was told that it changed can look and save.
        return at.show(_page(at, found, form, rows), status=422)
    at.said(_told(found, done))
    return at.to("order", id)


def _form(at: Desk, found: Order, data: Any = None, *, filling: dict[str, Any] | None = None) -> ChangeForm:
    countries = countries_to_change_to(found, now=at.now)
    weight = sum(line.weight_grams * line.wanted for line in found.lines)
    offered = options_for(
        market=found.market,
        country=(data or filling or {}).get(f"{SHIPPING}_country") or found.shipping_address.country,
        weight_grams=weight,
        goods_total=found.goods_total,
        now=at.now,
    )
    ways = {found.delivery.code: f"{found.delivery.label} ({money_text(found.delivery.price)})"}
    for option in offered:
        ways.setdefault(option.code, f"{text_in(option.labels, at.language)} ({money_text(option.price)})")
    return ChangeForm(data, order=found, ways=list(ways.items()), countries=countries, filling=filling)


def _with_article(at: Desk, found: Order) -> tuple[ChangeForm, Any]:
    """The form as it was sent, with the article that was looked for in its rows, or those that it may be."""
    sent = over_today(at.request.POST, found)
    words, picked = sent.get("find", "").strip(), sent.get("pick", "")
    cards = [] if picked else found_articles(at, words)
    if len(cards) == 1:
        picked = cards[0].sku
    form = _form(at, found, filling={"same_billing": "", **sent, "find": "" if picked else words})
    if not picked:
        form.choices, form.none_found = article_choices(at, cards), not cards
    form.fields["find"].widget.attrs["autofocus"] = True
    return form, AddedFormSet(initial=added_rows(sent, _ROWS, more=picked), prefix=_ROWS)


def _change(at: Desk, found: Order, form: ChangeForm, rows: Any, pressed: Pressed) -> Order | EditPreview | None:
    """The order as it is agreed now, or what would be agreed, or None with what was refused beside its field.

    A total that nobody was shown is shown first.
    """
    wanted = OrderChange(
        builds_on=_seen_revision(at),
        called_off=form.called_off,
        added=added_pieces(rows.forms),
        shipping_address=form.shipping_address,
        billing_address=form.billing_address,
        email=form.new_email,
        delivery_method=form.new_delivery_method,
    )
    if wanted.builds_on != found.revision:
        form.add_error(None, str(OrderChangedMeanwhile(revision=found.revision)))
    elif wanted == OrderChange(builds_on=wanted.builds_on):
        form.add_error(None, _("Nothing was changed. Change something, or go back to the order."))
    else:
        # What is wrong with the one address is told beside it, though it is both.
        fields = _FIELDS | ({"billing_address": SHIPPING} if form.cleaned_data["same_billing"] else {})
        with refusals_in(form, fields):
            try:
                if pressed is Pressed.TOTAL:
                    return preview_edit(order_id=found.id, change=wanted, actor=at.actor, now=at.now)
                return edit_order(
                    order_id=found.id,
                    change=wanted,
                    because=form.cleaned_data["because"],
                    shown=_seen_total(at, found),
                    actor=at.actor,
                    now=at.now,
                )
            except TotalChanged:
                return preview_edit(order_id=found.id, change=wanted, actor=at.actor, now=at.now)
            except UnknownSku as error:
                _refuse(rows.forms, {str(error.facts["sku"]): str(error)})
            except NotPriced as error:
                words = _("This item has no price in this market.")
                _refuse(rows.forms, _by_sku(wanted, dict.fromkeys(error.variant_ids, words)))
            except InsufficientStock as error:
                left = {each.variant_id: _left(each.available) for each in error.shortages}
                _refuse(rows.forms, _by_sku(wanted, left))
                _refuse_known(form, found, left)
    return None


def _seen_revision(at: Desk) -> int:
    """Of the order that somebody had before them."""
    sent = at.request.POST.get("revision", "")
    return int(sent) if sent.isdecimal() and len(sent) < 9 else 0


def _seen_total(at: Desk, found: Order) -> Money:
    """The total that was shown last; before any was, the one that was agreed."""
    sent = at.request.POST.get("shown", "")
    return Money(int(sent), found.total.currency) if sent.isdecimal() and len(sent) < 16 else found.total


def _left(available: int) -> str:
    return _("Only %(count)s left.") % {"count": number_text(max(available, 0))}


def _refuse_known(form: forms.Form, found: Order, left: dict[VariantId, str]) -> None:
    """Goods of an unpaid order were let go, and have been sold since."""
    for line in found.lines:
        if line.variant_id in left:
            form.add_error(None, f"{article_name(line)}: {left[line.variant_id]}")


def _by_sku(wanted: OrderChange, words: dict[VariantId, str]) -> dict[str, str]:
    return {sku: words[card.id] for sku, card in variants_by_sku(list(wanted.added)).items() if card.id in words}


def _refuse(rows: Sequence[forms.Form], words: dict[str, str]) -> None:
    for row in rows:
        if told := words.get(row.cleaned_data.get("sku", "")):
            row.add_error("sku", told)


def _told(before: Order, agreed: Order) -> Words:
    done: Words = _("The order is changed.")
    if agreed.due:
        due = _("%(due)s must be paid before anything ships.") % {"due": money_text(agreed.due)}
        return f"{done} {due}"
    if agreed.paid_at and not before.paid_at:
        done = f"{done} {_('Nothing is left to pay.')}"
    refunds = refunds_for(agreed.id, revision_cause(agreed.revision))
    asked = (each.amount for each in refunds if each.state is not OperationState.FAILED)
    if back := total_of(asked, agreed.total.currency):
        words = _("The overpayment of %(amount)s is refunded.") % {"amount": money_text(back)}
        return f"{done} {words}"
    return done


def _new_total(found: Order, seen: EditPreview) -> NewTotal:
    way = seen.revision.delivery
    return NewTotal(found.total, seen.revision.total, way.label, way.price, _money_moves(found, seen))


def _money_moves(found: Order, seen: EditPreview) -> Words:
    left, back = {"due": money_text(seen.left)}, {"amount": money_text(seen.back)}
    if found.waits_for_goods:
        return _("Nothing is asked before the return arrives: it pays for this order.")
    if seen.pays:
        words = _("Nothing is left to pay: the order is paid.")
        more = _("%(amount)s goes back where it came from.") % back
        return f"{words} {more}" if seen.back else words
    if found.state is OrderState.AWAITING_PAYMENT:
        partly = seen.left != seen.revision.total
        return (
            _("%(due)s is left to be paid by the customer.") % left
            if partly
            else _("The customer is asked for the new total.")
        )
    if seen.left:
        return _("%(due)s is to be paid by the customer before anything leaves.") % left
    if seen.back:
        return _("%(amount)s goes back where it came from.") % back
    if seen.untaken:
        return _("%(amount)s less is taken from the customer.") % {"amount": money_text(seen.untaken)}
    return _("Nothing is to be paid on top, and nothing goes back.")


def _rows(at: Desk) -> Any:
    rows = AddedFormSet(prefix=_ROWS)
    asked = at.asked("rows")
    if asked.isdecimal():
        rows.extra = max(1, min(_MOST_NEW_ROWS, int(asked)))
    return rows


def _page(
    at: Desk,
    found: Order,
    form: ChangeForm,
    rows: Any,
    *,
    revision: int | None = None,
    new_total: NewTotal | None = None,
) -> ChangePage:
    """``revision`` is the one that was looked at, where that is to stay."""
    return ChangePage(
        title=_("Change order %(number)s") % {"number": found.number},
        back=Link(_("Order %(number)s") % {"number": found.number}, reverse("backoffice:order", args=[found.id])),
        revision=found.revision if revision is None else revision,
        form=form,
        call_off=tuple(
            CallOffRow(
                name=article_name(line), sku=line.sku, to_ship=line.to_ship, unit_price=line.unit_price, field=field
            )
            for line, field in form.call_off_fields
        ),
        added=rows,
        add_row_href=f"?rows={len(rows.forms) + 1}",
        country=country_name(found.shipping_address.country),
        note=_consequence(found),
        action=reverse("backoffice:order-change", args=[found.id]),
        new_total=new_total,
        shown=str((new_total.after if new_total else _seen_total(at, found)).minor),
    )


def _consequence(found: Order) -> Words:
    if found.state is OrderState.AWAITING_PAYMENT:
        return _("The customer is notified by e-mail and must pay the new total: a payment in progress is cancelled.")
    return _(
        "The customer is notified by e-mail. What is removed becomes available at once, and its price is refunded. "
        "What is added costs today’s price and must be paid before anything ships."
    )
