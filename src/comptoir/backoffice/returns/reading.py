"""The queue and one return, put together from the domains that know."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from comptoir.backoffice.desk import Desk
from comptoir.backoffice.formats import day_text, money_text
from comptoir.backoffice.history.telling import history_told
from comptoir.backoffice.narrowing import Narrowing
from comptoir.backoffice.orders.known import in_words_of
from comptoir.backoffice.parts import Link, Words
from comptoir.backoffice.returns.forms import ReceiveForm, RefuseForm, ReplaceForm
from comptoir.backoffice.returns.previewing import preview_receipt
from comptoir.backoffice.returns.screens import LineRow, ReturnList, ReturnPage, ReturnRow, Step
from comptoir.backoffice.returns.states import KIND, OUTCOME, return_pill
from comptoir.domains.catalogue.queries import variants_for
from comptoir.domains.catalogue.values import VariantCard, VariantId
from comptoir.domains.network.queries import place
from comptoir.domains.network.values import PlaceKind
from comptoir.domains.orders.queries import numbers_for, order, states_of
from comptoir.domains.orders.values import Order, OrderLine, OrderState
from comptoir.domains.returns import queries
from comptoir.domains.returns.permissions import RETURNS_HANDLE
from comptoir.domains.returns.values import (
    REASONS,
    AmountBack,
    AskedLine,
    Outcome,
    Return,
    ReturnFilter,
    ReturnKind,
    ReturnLine,
    ReturnState,
)
from comptoir.kernel.texts import text_in

_VIEWS = (
    ("", pgettext_lazy("returns", "All"), ()),
    ("to-decide", gettext_lazy("To decide"), (ReturnState.REQUESTED,)),
    ("to-receive", gettext_lazy("To receive"), (ReturnState.ACCEPTED,)),
    ("refunding", gettext_lazy("Refund in progress"), (ReturnState.RECEIVED,)),
    (
        "ended",
        pgettext_lazy("returns", "Ended"),
        (ReturnState.CLOSED, ReturnState.REFUSED, ReturnState.WITHDRAWN, ReturnState.STOPPED),
    ),
)


def return_list(at: Desk) -> ReturnList:
    wanted = Narrowing.read(at.request, "view")
    states = next((states for value, _name, states in _VIEWS if value == wanted.get("view")), ())
    page = queries.return_rows(
        ReturnFilter(
            states=states,
            market=at.market.code,
            text=wanted.text,
            oldest_first=bool(states) and wanted.get("view") != "ended",
        ),
        actor=at.actor,
        cursor=wanted.cursor,
    )
    counts = queries.count_by_state(actor=at.actor, market=at.market.code)
    numbers = numbers_for([row.order_id for row in page.items])
    rows = tuple(
        ReturnRow(
            href=reverse("backoffice:return", args=[row.id]),
            number=row.number,
            order=numbers[row.order_id],
            requested_at=row.requested_at,
            customer=row.name,
            kind=KIND[row.kind],
            pieces=row.pieces,
            refund=row.refund,
            state=return_pill(row.state, refund=row.refund, swapped=row.swapped),
        )
        for row in page.items
    )
    return ReturnList(
        title=_("Returns"),
        back=Link(_("Orders"), reverse("backoffice:orders")),
        tabs=tuple(
            wanted.tab("view", value, name, count=sum(counts[state] for state in waiting) if waiting else None)
            for value, name, waiting in ((value, name, counts.keys() & set(states)) for value, name, states in _VIEWS)
        ),
        listing=wanted.listing(search_label=_("Number"), shown=len(rows), next_cursor=page.next_cursor),
        rows=rows,
    )


def return_page(at: Desk, found: Return, asked: forms.Form | None = None) -> ReturnPage:
    """``asked`` is a form that was refused, to be shown again with what was written."""
    about = in_words_of(at, order(found.order_id))
    lines = {line.position: line for line in about.lines}
    wanted = {line.swapped_for for line in found.lines if line.swapped_for}
    instead = variants_for(wanted) if wanted else {}
    due = queries.refund_due_on(found) if found.state in (ReturnState.ACCEPTED, ReturnState.RECEIVED) else None
    return ReturnPage(
        title=_("Return %(number)s") % {"number": found.number},
        pills=(return_pill(found.state, refund=found.refund, swapped=found.swapped),),
        context=_("Declared on %(day)s, order %(order)s.")
        % {"day": day_text(timezone.localtime(found.requested_at).date()), "order": about.number},
        back=Link(_("Order %(number)s") % {"number": about.number}, reverse("backoffice:order", args=[about.id])),
        lead=_lead(found),
        steps=_steps(at, found, about, asked),
        lines=_line_rows(found, lines, instead, at.language),
        kind=KIND[found.kind],
        name=found.name,
        email=found.email,
        statement=found.statement,
        place=text_in(place(found.place_code).name, at.language),
        refund=found.refund,
        swapped=found.swapped,
        replacement=_replacement(found),
        with_delivery=found.with_delivery,
        refund_due=due if found.kind is ReturnKind.WITHDRAWAL else None,
        because=found.because,
        history=history_told("returns.return", found.id),
    )


def _called(variant: VariantCard, language: str) -> str:
    return text_in(variant.options, language) or text_in(variant.title, language)


def _replacement(found: Return) -> Link | None:
    if found.replacement_id is None:
        return None
    number = numbers_for([found.replacement_id])[found.replacement_id]
    return Link(number, reverse("backoffice:order", args=[found.replacement_id]))


def _waits(found: Return) -> bool:
    """Whether something is to be sent instead that waits for these goods."""
    id = found.replacement_id
    return id is not None and states_of([id])[id] is OrderState.AWAITING_PAYMENT


def _line_rows(
    found: Return, lines: Mapping[int, OrderLine], instead: Mapping[VariantId, VariantCard], language: str
) -> tuple[LineRow, ...]:
    """What is to come back, and what had not left."""

    def row(line: AskedLine | ReturnLine, **told: Any) -> LineRow:
        ordered = lines[line.position]
        return LineRow(
            title=ordered.title,
            options=ordered.options,
            sku=ordered.sku,
            quantity=line.quantity,
            reason=REASONS[line.reason],
            **told,
        )

    to_come = (
        row(
            line,
            instead=_called(instead[line.swapped_for], language) if line.swapped_for else "",
            received=line.received,
            outcome=_outcome(line, aside=place(found.place_code).kind is PlaceKind.QUARANTINE),
            kept_back=_kept_back(line),
        )
        for line in found.lines
    )
    not_left = _("Cancelled before it shipped")
    called_off = (row(line, instead="", received=None, outcome=not_left) for line in found.called_off)
    return (*to_come, *called_off)


def _outcome(line: ReturnLine, *, aside: bool) -> Words:
    """``aside``: all that is good was received in a quarantine."""
    kept = (line.received or 0) - line.written_off
    in_quarantine = kept if aside else line.aside
    if line.outcome is not Outcome.RESTOCK or not (line.written_off or in_quarantine):
        return OUTCOME[line.outcome] if line.outcome else ""
    parts = (
        (kept - in_quarantine, _("%(count)s restocked")),
        (in_quarantine, _("%(count)s set aside")),
        (line.written_off, _("%(count)s written off")),
    )
    return ", ".join(words % {"count": count} for count, words in parts if count)


def _kept_back(line: ReturnLine) -> Words:
    if line.kept_back is None:
        return ""
    facts = {"amount": money_text(line.kept_back.amount), "because": line.kept_back.because}
    return _("%(amount)s withheld: %(because)s") % facts


def _lead(found: Return) -> Words:
    match found.state:
        case ReturnState.ACCEPTED if _waits(found):
            return _("The items are expected. Once received, they pay for the replacement; any surplus is refunded.")
        case ReturnState.CLOSED if found.swapped:
            return _("Complete: the items are back and have paid for the replacement.")
        case ReturnState.REQUESTED:
            return _("The customer reports a problem. Accept, or say why not.")
        case ReturnState.ACCEPTED:
            return _("The items are expected. The refund leaves as soon as you receive them.")
        case ReturnState.RECEIVED:
            return _("The items are here. The refund is in progress; a bank transfer is sent by hand.")
        case ReturnState.CLOSED if not found.refund:
            return _("Complete: the items are back. Nothing was refunded.")
        case ReturnState.CLOSED:
            return _("Complete: the items are back and the refund is done.")
        case ReturnState.REFUSED:
            return _("Refused. The customer was told why.")
        case ReturnState.STOPPED:
            return _("Nothing had shipped: it was cancelled and refunded. There is nothing to receive.")
    return _("The customer keeps the items.")


def _steps(at: Desk, found: Return, about: Order, asked: forms.Form | None) -> tuple[Step, ...]:
    if not at.actor.can(RETURNS_HANDLE, market=found.market):
        return ()
    steps: list[Step] = []
    if found.state is ReturnState.REQUESTED:
        accept = reverse("backoffice:return-accept", args=[found.id])
        form = asked if type(asked) is forms.Form else forms.Form()
        steps.append(Step(label=_("Accept the return"), href=accept, icon="check", form=form, primary=True))
    others = asked if isinstance(asked, ReplaceForm) else replace_form(at, found, about)
    if others is not None:
        replace = reverse("backoffice:return-replace", args=[found.id])
        note = _("Reserved now at no extra charge; it ships when the return arrives.")
        steps.append(Step(label=_("Send a replacement"), href=replace, icon="send", form=others, note=note))
    if found.state is ReturnState.ACCEPTED:
        form = asked if isinstance(asked, ReceiveForm) else receive_form(at, found, about)
        told = _("Stock and credit note follow, and the customer is notified by e-mail.")
        counted = not form.is_bound or not form.errors
        amount = preview_receipt(found=found, order=about, lines=form.received) if counted else None
        if amount and not form.is_bound:
            form.fields["shown"].initial = str(amount.amount.minor)
        steps.append(
            Step(
                label=_("Receive the items") if found.replacement_id else _("Receive and refund"),
                href=reverse("backoffice:return-receive", args=[found.id]),
                icon="package-open",
                form=form,
                primary=True,
                note=f"{back_words(amount)} {told}",
            )
        )
    if found.state in (ReturnState.REQUESTED, ReturnState.ACCEPTED):
        form = asked if isinstance(asked, RefuseForm) else RefuseForm()
        refuse = reverse("backoffice:return-refuse", args=[found.id])
        steps.append(Step(label=_("Refuse the return"), href=refuse, icon="ban", form=form, danger=True))
    return tuple(steps)


def back_words(back: AmountBack | None) -> Words:
    """What goes back with a receipt, before it is one."""
    if back is None:
        return ""
    words = _("The customer gets %(amount)s back.") % {"amount": money_text(back.refund)}
    if back.with_delivery:
        words = _("The customer gets %(amount)s back, delivery included.") % {"amount": money_text(back.refund)}
    if back.swapped:
        paid = _("%(amount)s pays for the replacement.") % {"amount": money_text(back.swapped)}
        return f"{paid} {words}" if back.refund else paid
    return words


def replace_form(at: Desk, found: Return, about: Order, data: object = None) -> ReplaceForm | None:
    """None when nothing can be sent instead."""
    if not found.is_replaceable:
        return None
    positions = {line.position for line in found.lines}
    choices = queries.swap_choices(about, positions, kind=found.kind, now=at.now)
    if not any(choices.values()):
        return None
    lines = [line for line in about.lines if line.position in positions]
    return ReplaceForm(data, lines=lines, choices=choices, language=at.language)


def receive_form(at: Desk, found: Return, about: Order, data: object = None) -> ReceiveForm:
    titles = _titles(found, about)
    return ReceiveForm(data, found=found, titles=titles, currency=about.total.currency, language=at.language)


def _titles(found: Return, about: Order) -> Iterable[tuple[int, str]]:
    lines = {line.position: line for line in about.lines}
    for each in found.lines:
        words = ", ".join(filter(None, (lines[each.position].title, lines[each.position].options)))
        yield each.position, _("%(title)s: received of %(quantity)s") % {"title": words, "quantity": each.quantity}
