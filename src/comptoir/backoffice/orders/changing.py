"""Changing what was agreed: a page of its own."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comptoir.backoffice.countries import country_name
from comptoir.backoffice.desk import Desk, desk
from comptoir.backoffice.formats import money_text, number_text
from comptoir.backoffice.orders.change_forms import BILLING, SHIPPING, AddedFormSet, ChangeForm, added_pieces
from comptoir.backoffice.orders.known import seen_by_staff
from comptoir.backoffice.orders.parcels import article_name
from comptoir.backoffice.orders.screens import CallOffRow, ChangePage
from comptoir.backoffice.parts import Link, Words
from comptoir.backoffice.refusals import refusals_in
from comptoir.domains.catalogue.errors import UnknownSku
from comptoir.domains.catalogue.queries import variants_by_sku
from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.errors import InsufficientStock
from comptoir.domains.orders.errors import NotRevisable, OrderChangedMeanwhile
from comptoir.domains.orders.permissions import ORDERS_EDIT
from comptoir.domains.orders.values import OPEN_STATES, Order, OrderId, OrderState
from comptoir.domains.pricing.errors import NotPriced
from comptoir.flows.edit_order import OrderChange, edit_order

_ROWS = "added"
_MOST_NEW_ROWS = 50
_FIELDS = {"shipping_address": SHIPPING, "billing_address": BILLING}


@require_http_methods(["GET", "POST"])
@desk("orders", ORDERS_EDIT)
def change(at: Desk, id: UUID) -> HttpResponse:
    found = seen_by_staff(at, OrderId(id))
    if found.state not in OPEN_STATES:
        raise NotRevisable(state=str(found.state))
    if at.request.method != "POST":
        return at.show(_page(at, found, ChangeForm(order=found), _rows(at)))
    form, rows = ChangeForm(at.request.POST, order=found), AddedFormSet(at.request.POST, prefix=_ROWS)
    agreed = _change(at, found, form, rows) if form.is_valid() and rows.is_valid() else None
    if agreed is None:
        if any(row.errors for row in rows.forms):
            form.add_error(None, _("The articles to add need your attention."))
        # Shown again for the order as it was read now: whoever was told that it changed can look and save.
        return at.show(_page(at, found, form, rows), status=422)
    at.said(_told(found, agreed))
    return at.to("order", id)


def _change(at: Desk, found: Order, form: ChangeForm, rows: Any) -> Order | None:
    """The order as it is agreed now, or None with what was refused beside its field."""
    revision = at.request.POST.get("revision", "")
    wanted = OrderChange(
        builds_on=int(revision) if revision.isdecimal() and len(revision) < 9 else 0,
        called_off=form.called_off,
        added=added_pieces(rows.forms),
        shipping_address=form.shipping_address,
        billing_address=form.billing_address,
    )
    if wanted.builds_on != found.revision:
        form.add_error(None, str(OrderChangedMeanwhile(revision=found.revision)))
    elif wanted == OrderChange(builds_on=wanted.builds_on):
        form.add_error(None, _("Nothing is other than it was. Change something, or go back to the order."))
    else:
        with refusals_in(form, _FIELDS):
            try:
                return edit_order(
                    order_id=found.id,
                    change=wanted,
                    because=form.cleaned_data["because"],
                    actor=at.actor,
                    now=at.now,
                )
            except UnknownSku as error:
                _refuse(rows.forms, {str(error.facts["sku"]): str(error)})
            except NotPriced as error:
                words = _("This article has no price in this market.")
                _refuse(rows.forms, _by_sku(wanted, dict.fromkeys(error.variant_ids, words)))
            except InsufficientStock as error:
                left = {each.variant_id: _left(each.available) for each in error.shortages}
                _refuse(rows.forms, _by_sku(wanted, left))
                _refuse_known(form, found, left)
    return None


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
    done = _("The order is changed.")
    if agreed.due:
        due = _("%(due)s is still to be paid before anything leaves.") % {"due": money_text(agreed.due)}
        return f"{done} {due}"
    back = before.total - agreed.total - before.due
    if before.paid_at and back.minor > 0:
        words = _("%(amount)s that was paid too much goes back where it came from.") % {"amount": money_text(back)}
        return f"{done} {words}"
    return done


def _rows(at: Desk) -> Any:
    rows = AddedFormSet(prefix=_ROWS)
    asked = at.asked("rows")
    if asked.isdecimal():
        rows.extra = max(1, min(_MOST_NEW_ROWS, int(asked)))
    return rows


def _page(at: Desk, found: Order, form: ChangeForm, rows: Any) -> ChangePage:
    return ChangePage(
        title=_("Change order %(number)s") % {"number": found.number},
        back=Link(_("Order %(number)s") % {"number": found.number}, reverse("backoffice:order", args=[found.id])),
        revision=found.revision,
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
    )


def _consequence(found: Order) -> Words:
    if found.state is OrderState.AWAITING_PAYMENT:
        return _("The customer is told by e-mail, and is to pay the new total: a payment under way is called off.")
    return _(
        "The customer is told by e-mail. What is called off is free for others at once, and its money goes back. What"
        " is added costs today’s price, and is to be paid before anything leaves."
    )
