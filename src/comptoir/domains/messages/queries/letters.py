"""Writing a letter: the order's facts in the template of its kind, in the customer's language, when it is sent."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from comptoir.domains.content.queries import page, terms_version
from comptoir.domains.content.values import TERMS
from comptoir.domains.fulfilment.queries import shipments_of
from comptoir.domains.inventory.values import PurchaseOrderId
from comptoir.domains.markets.queries import market, merchant
from comptoir.domains.messages.queries.account_facts import ACCOUNT_LETTERS, account_facts
from comptoir.domains.messages.queries.alert_facts import alert_facts
from comptoir.domains.messages.queries.awaited import wait_words
from comptoir.domains.messages.queries.card_facts import card_facts
from comptoir.domains.messages.queries.download_facts import download_facts
from comptoir.domains.messages.queries.parcel_facts import parcel_facts
from comptoir.domains.messages.queries.purchase_facts import purchase_attached, purchase_facts, purchase_to_send
from comptoir.domains.messages.queries.read import last_change_told
from comptoir.domains.messages.queries.return_facts import return_facts
from comptoir.domains.messages.queries.review_facts import REVIEW_KINDS, review_facts
from comptoir.domains.messages.rules import is_return_news, revision_told, still_true
from comptoir.domains.messages.values import Attachment, Letter, Links, Message, MessageKind
from comptoir.domains.network.queries import places_for
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import (
    DOWNLOADED,
    Order,
    OrderId,
    OrderState,
    SoldTogether,
    revision_cause,
    sold_together,
)
from comptoir.domains.payments.queries import payments_of, refunds_for, refunds_to_send
from comptoir.domains.payments.values import CALLED_OFF, Operation, OperationState, Payment, PaymentState
from comptoir.domains.returns.queries import return_by_id
from comptoir.domains.stored_value.queries import card_to_send
from comptoir.domains.stored_value.values import AccountId
from comptoir.kernel import ports
from comptoir.kernel.addresses import Address
from comptoir.kernel.clock import local_day
from comptoir.kernel.formats import date_label, day_label, locale_of, money_label, phone_label
from comptoir.kernel.money import total_of
from comptoir.kernel.texts import text_in


def letter_for(about: Message, *, now: datetime) -> Letter | None:
    """The letter as it stands now, or None when its news no longer holds."""
    sender = merchant()
    reached = replace(sender, phone=phone_label(sender.phone))
    facts: dict[str, Any] = {**about.facts, "merchant": reached, "language": about.language, "kind": about.kind}
    attached: tuple[Attachment, ...] = ()
    to = about.to
    for news in _news(about, now):
        if news is None:
            return None
        facts |= news
    if about.purchase_order_id is not None:
        attached = (purchase_attached(facts.pop("bought"), about.language),)
    if about.order_id is not None:
        to = _to(about, facts.pop("placed"))
    with translation.override(about.language):
        template = f"messages/{about.kind}"
        subject = " ".join(render_to_string(f"{template}.subject.txt", facts).split())
        text = render_to_string(f"{template}.txt", facts | {"subject": subject})
        html = render_to_string(f"{template}.html", facts | {"subject": subject})
    return Letter(
        message_id=about.id,
        to=to,
        sender_name=sender.sender_name or sender.name,
        sender_email=sender.sender_email,
        # Whoever answers a question from their mailbox answers its author.
        reply_to=about.facts.get("email", sender.support_email),
        subject=subject,
        text=_tidy(text),
        html=html,
        attached=attached,
        secret=facts.get("code", ""),
    )


def _news(about: Message, now: datetime) -> Iterator[dict[str, Any] | None]:
    """What there is to tell of each thing that the letter is about; None where it no longer holds."""
    if about.purchase_order_id is not None:
        bought = purchase_to_send(PurchaseOrderId(about.purchase_order_id))
        yield purchase_facts(bought, about.language) | {"bought": bought} if bought else None
    if about.account_id is not None:
        card = card_to_send(AccountId(about.account_id), now=now)
        yield card_facts(card, about.language) if card else None
    if about.alert_id is not None:
        yield alert_facts(about)
    if about.kind in ACCOUNT_LETTERS:
        yield account_facts(about, now)
    if about.order_id is not None:
        placed = order(OrderId(about.order_id))
        holds = still_true(about.kind, placed.state, difference=bool(placed.due))
        yield _news_of_order(placed, about, now) if holds else None
        if about.kind in REVIEW_KINDS:
            yield review_facts(about, placed)
        if about.return_id is not None:
            found = return_by_id(about.return_id)
            yield return_facts(found, placed, about.language) if is_return_news(about.kind, found) else None


def _news_of_order(placed: Order, about: Message, now: datetime) -> dict[str, Any] | None:
    facts = _order_facts(placed, about)
    if about.kind is MessageKind.ORDER_DOWNLOADS:
        facts["files"] = download_facts(placed, about.language, now=now)
    return None if _says_nothing(about, placed, facts) else facts | {"placed": placed}


def _says_nothing(about: Message, placed: Order, facts: dict[str, Any]) -> bool:
    match about.kind:
        case MessageKind.ORDER_CHANGED:  # the letter about the latest change tells all that was changed
            return 0 < revision_told(about.again) < placed.revision
        case MessageKind.ORDER_READY:
            return not facts["codes"]
        case MessageKind.ORDER_DOWNLOADS:
            return not facts["files"]
    return False


def _to(about: Message, placed: Order) -> str:
    """Letters carry the order's link: what waited while its e-mail was corrected goes to the right one. A return is
    acknowledged where its statement says, until then."""
    return about.to if about.return_id and not placed.link_version else placed.email


def _order_facts(placed: Order, about: Message) -> dict[str, Any]:
    language = about.language
    links: Links = ports.load("links", "storefront")
    here = market(placed.market)
    waits = wait_words(placed, local_day(about.queued_at, here.time_zone), language)
    return {
        "number": placed.number,
        "name": placed.billing_address.name,
        "placed_on": date_label(local_day(placed.placed_at, here.time_zone), language),
        "lines": [
            {
                "title": (sold.kit or sold.lines[0]).title,
                "options": (sold.kit or sold.lines[0]).options,
                "contents": _contents(sold),
                "quantity": sold.wanted,
                "total": money_label(sold.undiscounted, language),
                "wait": next((waits[line.position] for line in sold.lines if line.position in waits), ""),
            }
            for sold in sold_together(placed.lines)
            if sold.wanted
        ],
        "goods_total": money_label(placed.goods_total, language),
        "voucher": placed.voucher,
        "discount": money_label(-placed.discount, language) if placed.discount else "",
        "delivery_label": placed.delivery.label,
        "delivery_price": money_label(placed.delivery.price, language) if placed.delivery.price else "",
        "is_part": placed.state is OrderState.PARTLY_SHIPPED,
        "is_pickup": placed.delivery.kind == "pickup",
        "is_download": placed.delivery.kind == DOWNLOADED,
        "waiver": placed.waiver,
        "promised_on": _promised_on(placed, here.time_zone, language),
        "total": money_label(placed.total, language),
        "is_free": not placed.total,
        "tax": money_label(total_of((tax.tax for tax in placed.taxes), placed.total.currency), language),
        "address": _written(placed.shipping_address, language),
        "collected_at": _collected_at(placed, language),
        "link": links.order_page(order_id=placed.id, market=placed.market, language=language),
        **_payment_facts(placed, about, here.time_zone),
        **_terms_facts(placed, links, language),
        **parcel_facts(placed, about, shipments_of(placed.id)),
    }


def _contents(sold: SoldTogether) -> str:
    """What is in the kits of a line."""
    named = (
        f"{pieces}\u00a0× {line.title}{f' ({line.options})' if line.options else ''}" for line, pieces in sold.contents
    )
    return ", ".join(named) if sold.kit else ""


def _collected_at(placed: Order, language: str) -> tuple[str, ...]:
    """The place by its name, and where it is, for goods that are collected."""
    place = places_for([placed.delivery.place_code]).get(placed.delivery.place_code)
    if place is None:
        return ()
    return (text_in(place.name, language), *_written(replace(place.address, name="", company=""), language))


def _written(address: Address, language: str) -> tuple[str, ...]:
    """As on a parcel that may come from abroad."""
    country = str(locale_of(language).territories.get(address.country, address.country))
    return (*address.lines, country)


def _promised_on(placed: Order, time_zone: str, language: str) -> str:
    day = None if placed.delivery.kind == DOWNLOADED else placed.promised_day(time_zone)
    return day_label(day, language) if day else ""


def _terms_facts(placed: Order, links: Links, language: str) -> dict[str, Any]:
    """What the buyer agreed to, on a medium they keep (code de la consommation, article L221-13): while it is the text
    that the page shows."""
    if not placed.terms_version or placed.terms_version != terms_version():
        return {}
    terms = page(TERMS)
    slug = text_in(terms.slugs, language)
    return {
        "terms_title": text_in(terms.titles, language),
        "terms_version": placed.terms_version,
        "terms_link": links.content_page(slug=slug, market=placed.market, language=language),
    }


def _payment_facts(placed: Order, about: Message, time_zone: str) -> dict[str, Any]:
    language = about.language
    attempts = payments_of(placed.id)
    pending = [attempt for attempt in attempts if attempt.state is PaymentState.PENDING]
    instructions = text_in(pending[-1].instructions, language) if pending else ""
    until = day_label(local_day(pending[-1].expires_at, time_zone), language) if pending else ""
    currency = placed.total.currency
    taken = total_of((attempt.captured for attempt in attempts), currency)
    disputed = total_of((attempt.disputed for attempt in attempts), currency)
    refunds = _refunds(placed) if taken else ()
    by_hand = {each.id for each in attempts if not each.looked_up}
    back = total_of((each.amount for each in refunds if each.payment_id not in by_hand), currency)
    transferred = total_of((each.amount for each in refunds if each.payment_id in by_hand), currency)
    left = placed.left_to_pay(total_of((attempt.secured for attempt in attempts), placed.total.currency))
    latest = max((each for each in reversed(attempts) if each.secured), key=_came_at, default=None)
    came = next((each for each in attempts if str(each.id) == about.again), latest)
    return {
        "instructions": instructions,
        "pay_until": until,
        "money_was_taken": bool(taken),
        "needs_account": bool(transferred) and any(each.to is None for each in refunds_to_send(placed.id)),
        "goes_back": money_label(back, language) if back else "",
        "transferred": money_label(transferred, language) if transferred else "",
        "disputed": money_label(disputed, language) if disputed else "",
        "to_pay": money_label(left, language) if left else "",
        "is_difference": bool(placed.due),
        "received": money_label(came.captured or came.authorised, language) if came else "",
    }


def _refunds(placed: Order) -> tuple[Operation, ...]:
    """What goes back because the order was called off, or changed since its customer was last written about that."""
    told = last_change_told(placed.id, before=placed.revision)
    changes = [revision_cause(number) for number in range(told + 1, placed.revision + 1)]
    causes = [CALLED_OFF] if placed.state is OrderState.CANCELLED else changes
    found = [each for cause in causes for each in refunds_for(placed.id, cause)]
    return tuple(each for each in found if each.state is not OperationState.FAILED)


def _came_at(payment: Payment) -> datetime:
    return payment.captured_at or payment.authorised_at or payment.opened_at


def _tidy(text: str) -> str:
    """Template tags leave blank lines behind; a letter has one at most between two paragraphs."""
    lines = [line.rstrip() for line in text.strip().splitlines()]
    return "\n".join(line for i, line in enumerate(lines) if line or (i and lines[i - 1])) + "\n"
