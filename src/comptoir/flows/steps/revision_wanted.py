from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from comptoir.domains.delivery.queries import options_for
from comptoir.domains.delivery.values import Awaited, DeliveryOption, MethodKind
from comptoir.domains.inventory.queries import availability_for, awaited_for
from comptoir.domains.markets.queries import market
from comptoir.domains.orders.errors import ElsewhereNow, NotDeliveredSo, PartlyLeft
from comptoir.domains.orders.queries import revision_of, taxed_alike
from comptoir.domains.orders.values import ChosenDelivery, Order, OrderChange, OrderRevision
from comptoir.domains.payments.queries import payments_of
from comptoir.flows.steps.goes_otherwise import goes_otherwise
from comptoir.flows.steps.lines_added import lines_added
from comptoir.kernel.addresses import Address, check_address
from comptoir.kernel.clock import local_day
from comptoir.kernel.emails import BadEmail, normalised_email
from comptoir.kernel.errors import Invalid, ManyInvalid
from comptoir.kernel.money import Money, total_of
from comptoir.kernel.texts import text_in


def revision_wanted(*, before: Order, change: OrderChange, now: datetime) -> OrderRevision:
    """What would be agreed after a change, at today's prices. Nothing is written.

    Delivery keeps its price unless it goes another way or to another country: then it costs what it does today. So is
    its promise made anew, and also where goods that are still to come are added.

    :raises: as ``edit_order``, but for what others may take or change before it is done.
    """
    added = lines_added(before=before, change=change, now=now) if change.added else ()
    corrected = _corrected(before, change)
    goods = revision_of(before, called_off=change.called_off, added=added, **corrected)
    revision = revision_of(
        before,
        called_off=change.called_off,
        added=added,
        delivery=_delivery(before, change, goods, now),
        **corrected,
    )
    # What is only set aside does not go back when an order gets cheaper: it is there when it gets dearer again.
    held = total_of((payment.secured for payment in payments_of(before.id)), revision.total.currency)
    due = min(revision.due, max(revision.total - held, Money.zero(held.currency)))
    return replace(revision, builds_on=change.builds_on, due=due)


def _country(before: Order, change: OrderChange | None = None) -> str:
    corrected = change.shipping_address if change else None
    return (corrected or before.shipping_address).country


def _delivery(before: Order, change: OrderChange, wanted: OrderRevision, now: datetime) -> ChosenDelivery | None:
    """The delivery from now on; None where it stays as it was agreed."""
    otherwise, added = goes_otherwise(before=before, change=change), wanted.lines[len(before.lines) :]
    if not otherwise and not any(line.on_order for line in added):
        return None
    code = change.delivery_method or before.delivery.code
    offered = {option.code: option for option in _offered(before, change, wanted, now)}
    option = offered.get(code)
    if not otherwise:
        return replace(before.delivery, promised_on=_later(before.delivery.promised_on, option))
    if any(line.shipped for line in before.lines):
        raise PartlyLeft
    country = _country(before, change)
    if country != _country(before) and country not in market(before.market).countries:
        raise ElsewhereNow(field="shipping_address.country")
    if option is None:
        raise NotDeliveredSo(field="delivery_method")
    if not taxed_alike(before, offered=offered.values(), option=option, now=now):
        raise ElsewhereNow(field="shipping_address.country")
    if option.kind is not MethodKind.PICKUP and before.delivery.kind == MethodKind.PICKUP:
        # Where goods are collected a name is enough; now somebody has to find the door.
        _, wrong = _checked("shipping_address", wanted.shipping_address)
        if wrong:
            raise ManyInvalid(errors=tuple(wrong))
    return ChosenDelivery(
        code=option.code,
        label=text_in(option.labels, before.language),
        kind=option.kind,
        place_code=option.place_code,
        carrier=option.carrier,
        price=option.price,
        promised_on=option.promised_on,
    )


def _later(promised_on: date | None, option: DeliveryOption | None) -> date | None:
    """Goods that are added make nothing come sooner; where one of the days is not known, none is promised."""
    if promised_on is None or option is None or option.promised_on is None:
        return None
    return max(promised_on, option.promised_on)


def _offered(before: Order, change: OrderChange, wanted: OrderRevision, now: datetime) -> tuple[DeliveryOption, ...]:
    return options_for(
        market=before.market,
        country=_country(before, change),
        weight_grams=sum(line.weight_grams * line.wanted for line in wanted.lines),
        goods_total=wanted.goods_total,
        awaited=_awaited(before, wanted, now),
        now=now,
    )


def _awaited(before: Order, wanted: OrderRevision, now: datetime) -> Awaited | None:
    """The day on which the last goods are expected that are not there, if any are not."""
    today = local_day(now, market(before.market).time_zone)
    days = list(_days_awaited(before, wanted, today))
    known = [day for day in days if day is not None]
    return Awaited(on=max(known) if len(known) == len(days) else None) if days else None


def _days_awaited(before: Order, wanted: OrderRevision, today: date) -> Iterator[date | None]:
    kept = {line.variant_id for line in wanted.lines[: len(before.lines)] if line.to_ship}
    for pieces in awaited_for([before.id]).get(before.id, ()):
        if pieces.variant_id in kept:
            yield pieces.expected_on if pieces.expected_on and pieces.expected_on >= today else None
    added = [line for line in wanted.lines[len(before.lines) :] if line.on_order]
    stock = availability_for([line.variant_id for line in added]) if added else {}
    for line in added:
        yield stock[line.variant_id].expected_for(line.quantity, today=today)


def _corrected(before: Order, change: OrderChange) -> dict[str, Any]:
    """The corrected addresses as their country writes them, and the e-mail, every fault told at once."""
    corrected: dict[str, Any] = {}
    faults: list[Invalid] = []
    for name in ("shipping_address", "billing_address"):
        address: Address | None = getattr(change, name)
        if address is None:
            continue
        corrected[name], wrong = _checked(name, address)
        if name == "shipping_address" and before.delivery.kind == MethodKind.PICKUP and change.delivery_method is None:
            wrong = [fault for fault in wrong if fault.field == f"{name}.name"]  # nobody drives there
        faults += wrong
    if change.email is not None:
        try:
            corrected["email"] = normalised_email(change.email)
        except BadEmail as fault:
            faults.append(fault)
    if faults:
        raise ManyInvalid(errors=tuple(faults))
    return corrected


def _checked(name: str, address: Address) -> tuple[Address, list[Invalid]]:
    """The address as its country writes it, and what is wrong with it, by the field of the change."""
    corrected, wrong = check_address(address)
    for fault in wrong:
        fault.field = f"{name}.{fault.field}"
    return corrected, list(wrong)
