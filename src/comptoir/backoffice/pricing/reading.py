"""Vouchers as lines and as a page."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comptoir.backoffice.desk import Desk
from comptoir.backoffice.formats import day_text, money_text, number_text, rate_text
from comptoir.backoffice.history.telling import history_told
from comptoir.backoffice.narrowing import Narrowing
from comptoir.backoffice.parts import Act, Link, Pill, Tone, Words
from comptoir.backoffice.pricing.screens import BatchPage, Use, VoucherLine, VoucherList, VoucherPage
from comptoir.domains.markets.values import Market
from comptoir.domains.orders.queries import numbers_for
from comptoir.domains.orders.values import OrderId
from comptoir.domains.pricing.permissions import PRICING_VOUCHERS
from comptoir.domains.pricing.queries import batch_codes, voucher_uses, vouchers
from comptoir.domains.pricing.values import Voucher, VoucherFilter, VoucherUse, VoucherUseState
from comptoir.kernel.clock import local_day

_STATES: dict[VoucherUseState, Words] = {
    VoucherUseState.USED: gettext_lazy("Used"),
    VoucherUseState.RELEASED: gettext_lazy("Released: the order was cancelled"),
}


def voucher_list(at: Desk) -> VoucherList:
    wanted = Narrowing.read(at.request)
    page = vouchers(VoucherFilter(text=wanted.text), actor=at.actor, cursor=wanted.cursor)
    new = reverse("backoffice:voucher-new") if at.can(PRICING_VOUCHERS) else ""
    return VoucherList(
        title=_("Vouchers"),
        context=_("Codes that give a discount on items. One code per order."),
        back=Link(_("Products"), reverse("backoffice:products")),
        actions=(Act(label=_("Create vouchers"), href=new, icon="plus", primary=True),) if new else (),
        listing=wanted.listing(search_label=_("Code or note"), shown=len(page.items), next_cursor=page.next_cursor),
        rows=tuple(_line(at, each) for each in page.items),
        new_href=new,
    )


def _line(at: Desk, known: Voucher) -> VoucherLine:
    return VoucherLine(
        href=reverse("backoffice:voucher", args=[known.id]),
        code=known.code,
        note=known.note,
        worth=_worth(known),
        market=at.market_name(known.market),
        valid=_valid(at, known),
        uses=_uses(known),
        state=_state(at, known),
    )


def _worth(known: Voucher) -> str:
    reduction = known.reduction
    if reduction.percent is not None:
        return rate_text(reduction.percent)
    return money_text(reduction.amount) if reduction.amount else ""


def _market(at: Desk, known: Voucher) -> Market:
    return next((market for market in at.settings.markets if market.code == known.market), at.market)


def _valid(at: Desk, known: Voucher) -> str:
    """The days it is for, where its market lives; the last one is the day before it ends at midnight."""
    zone = _market(at, known).time_zone
    first = day_text(local_day(known.starts_at, zone))
    if known.ends_at is None:
        return _("from %(day)s on") % {"day": first}
    last = day_text(local_day(known.ends_at - timedelta(microseconds=1), zone))
    return _("%(first)s to %(last)s") % {"first": first, "last": last}


def _uses(known: Voucher) -> str:
    used = number_text(known.used)
    return _("%(used)s of %(limit)s") % {"used": used, "limit": number_text(known.limit)} if known.limit else used


def _state(at: Desk, known: Voucher) -> Pill:
    if not known.active:
        return Pill(_("Deactivated"), Tone.NEUTRAL)
    if known.ends_at is not None and known.ends_at <= at.now:
        return Pill(_("Expired"), Tone.NEUTRAL)
    if known.limit is not None and known.used >= known.limit:
        return Pill(_("Used up"), Tone.NEUTRAL)
    return Pill(_("Valid"), Tone.POSITIVE) if known.starts_at <= at.now else Pill(_("Not yet"), Tone.INFO)


def voucher_page(at: Desk, known: Voucher) -> VoucherPage:
    uses = voucher_uses(known.id, actor=at.actor)
    numbers = numbers_for([use.order_id for use in uses]) if uses else {}
    return VoucherPage(
        title=known.code,
        context=known.note or _("Market %(market)s.") % {"market": at.market_name(known.market)},
        pills=(_state(at, known),),
        back=Link(_("Vouchers"), reverse("backoffice:vouchers")),
        read_only=not at.actor.can(PRICING_VOUCHERS, market=known.market),
        facts=tuple(_facts(at, known)),
        batch=_batch(at, known),
        uses=tuple(_use(use, numbers) for use in uses),
        active=known.active,
        switch_action=reverse("backoffice:voucher-switch", args=[known.id]),
        history=history_told("pricing.voucher", known.id),
    )


def _batch(at: Desk, known: Voucher) -> Link | None:
    """Where all codes of its batch are, if it is not alone."""
    together = vouchers(VoucherFilter(batch=known.batch), actor=at.actor, page_size=1)
    if together.next_cursor is None:
        return None
    return Link(_("All codes created with it"), reverse("backoffice:voucher-batch", args=[known.batch]))


def _facts(at: Desk, known: Voucher) -> Iterator[tuple[Words, Words]]:
    yield _("Discount"), _worth(known)
    if known.reduction.minimum:
        yield _("From a subtotal of"), money_text(known.reduction.minimum)
    yield _("Valid"), _valid(at, known)
    yield _("Used"), _uses(known)
    if known.limit_each:
        yield _("Uses per customer"), number_text(known.limit_each)


def _use(use: VoucherUse, numbers: dict[OrderId, str]) -> Use:
    number = numbers.get(OrderId(use.order_id), "")
    return Use(
        order=Link(number, reverse("backoffice:order", args=[use.order_id])),
        state=_STATES[use.state],
        at=use.released_at or use.used_at,
        discount=use.discount,
    )


def batch_page(at: Desk, batch: UUID) -> BatchPage:
    codes = batch_codes(batch, actor=at.actor)
    return BatchPage(
        title=_("Voucher codes"),
        context=_("One per line, to copy."),
        back=Link(_("Vouchers"), reverse("backoffice:vouchers")),
        codes="\n".join(codes),
        rows=min(len(codes), 20),
    )
