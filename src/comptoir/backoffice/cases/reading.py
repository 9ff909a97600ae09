"""From cases to what their screens show."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from comptoir.backoffice.cases.forms import CloseForm, NoteForm
from comptoir.backoffice.cases.screens import CaseLine, CaseList, CasePage, CaseStep, Fact
from comptoir.backoffice.cases.subjects import payment_of, subject_of
from comptoir.backoffice.cases.words import STATES, URGENT, both_told, case_title, facts_told, reason_told
from comptoir.backoffice.desk import Desk
from comptoir.backoffice.formats import moment_text
from comptoir.backoffice.history.telling import history_told
from comptoir.backoffice.history.words import PROVIDERS
from comptoir.backoffice.narrowing import Narrowing
from comptoir.backoffice.parts import Link, Pill, Words
from comptoir.domains.cases import queries
from comptoir.domains.cases.permissions import CASES_HANDLE
from comptoir.domains.cases.values import KINDS, UNDECIDED, Case, CaseFilter, CaseKind, CaseState, Severity
from comptoir.domains.integrations.permissions import INTEGRATIONS_MANAGE
from comptoir.domains.payments.permissions import PAYMENTS_REFUND
from comptoir.domains.payments.values import Payment

_MINE, _ALL = "mine", "all"
_VIEWS = (
    ("", pgettext_lazy("cases", "Open")),
    (_MINE, gettext_lazy("Assigned to me")),
    (_ALL, pgettext_lazy("cases", "All")),
)


@dataclass(frozen=True, slots=True)
class Tried:
    """A form that was sent and refused, with what was written."""

    note: forms.Form | None = None
    close: forms.Form | None = None


def case_list(at: Desk) -> CaseList:
    wanted = Narrowing.read(at.request, "view", "kind")
    kinds = [(kind.value, facts.name) for kind, facts in KINDS.items()]
    page = queries.inbox(_filter(at, wanted), actor=at.actor, cursor=wanted.cursor)
    rows = tuple(_line(at, case) for case in page.items)
    count = queries.count_undecided(actor=at.actor)
    return CaseList(
        title=_("Cases"),
        context=_context(count),
        tabs=tuple(wanted.tab("view", value, name, count=None if value else count) for value, name in _VIEWS),
        listing=wanted.listing(
            search_label="",
            shown=len(rows),
            next_cursor=page.next_cursor,
            filters=(wanted.filter("kind", _("Type"), kinds),),
            chips=wanted.chip("kind", _("Type"), kinds),
        ),
        rows=rows,
    )


def _context(count: int) -> str:
    if not count:
        return _("Nothing to review: the hourly checks found everything in order.")
    return ngettext("%(count)s problem found.", "%(count)s problems found.", count) % {"count": count}


def _filter(at: Desk, wanted: Narrowing) -> CaseFilter:
    kind = wanted.get("kind")
    view = wanted.get("view")
    return CaseFilter(
        states=frozenset() if view == _ALL else UNDECIDED,
        kind=CaseKind(kind) if kind in set(CaseKind) else None,
        handler_id=at.actor.id if view == _MINE else "",
    )


def _line(at: Desk, case: Case) -> CaseLine:
    return CaseLine(
        href=reverse("backoffice:case", args=[case.id]),
        title=case_title(case, at.now),
        note=KINDS[case.kind].name,
        state=STATES[case.state],
        urgent=case.severity is Severity.URGENT and case.is_undecided,
        handler=case.handler_name,
        market=at.market_name(case.market) if case.market else "",
        opened_at=case.opened_at,
        times_seen=case.times_seen,
    )


def case_page(at: Desk, case: Case, tried: Tried | None = None) -> CasePage:
    tried = tried or Tried()
    ours, theirs = case.evidence.get("ours", {}), case.evidence.get("theirs", {})
    about = payment_of(case)
    may_handle = at.actor.can(CASES_HANDLE, market=case.market)
    return CasePage(
        title=case_title(case, at.now),
        context=KINDS[case.kind].name,
        back=Link(_("Cases"), reverse("backoffice:cases")),
        pills=_pills(case),
        meaning=KINDS[case.kind].meaning,
        facts=facts_told(case.evidence.get("found", {}), at.now),
        compared=both_told(ours, theirs, at.now) if ours or theirs else (),
        missing=_missing(case),
        their_name=PROVIDERS.get(str(case.facts.get("provider", "")), _("Provider")),
        about=_about(at, case),
        subject=subject_of(at, case, about),
        former=Link(_("The previous case"), reverse("backoffice:case", args=[case.former])) if case.former else None,
        steps=_steps(at, case, about) if may_handle and case.is_undecided else (),
        is_undecided=case.is_undecided,
        may_handle=may_handle,
        closed=_closed(case, at.now),
        because=reason_told(case.because),
        notes=queries.notes_of(case.id, actor=at.actor),
        note_form=tried.note or NoteForm(),
        close_form=tried.close or CloseForm(),
        note_action=reverse("backoffice:case-note", args=[case.id]),
        resolve_action=reverse("backoffice:case-resolve", args=[case.id]),
        dismiss_action=reverse("backoffice:case-dismiss", args=[case.id]),
        history=history_told("cases.case", case.id),
    )


def _pills(case: Case) -> tuple[Pill, ...]:
    urgent = case.severity is Severity.URGENT and case.is_undecided
    return (STATES[case.state], URGENT) if urgent else (STATES[case.state],)


def _missing(case: Case) -> Words:
    """Which side knows nothing of it."""
    if case.kind is not CaseKind.PAYMENT_DIFFERENCE:
        return ""
    if not case.evidence.get("ours"):
        return _("We have no payment with this key.")
    return "" if case.evidence.get("theirs") else _("The provider does not know this payment.")


def _about(at: Desk, case: Case) -> tuple[Fact, ...]:
    seen = ngettext("%(count)s time, last %(at)s", "%(count)s times, last %(at)s", case.times_seen) % {
        "count": case.times_seen,
        "at": moment_text(case.last_seen_at, now=at.now),
    }
    return (
        Fact(label=_("Opened"), text=moment_text(case.opened_at, now=at.now)),
        Fact(label=_("Seen"), text=seen),
        Fact(label=_("Assigned to"), text=case.handler_name or _("no one")),
        Fact(label=_("Market"), text=at.market_name(case.market) if case.market else _("all")),
    )


def _closed(case: Case, now: datetime) -> Words:
    if case.closed_at is None:
        return ""
    return f"{STATES[case.state].word} · {moment_text(case.closed_at, now=now)}"


def _steps(at: Desk, case: Case, about: Payment | None) -> tuple[CaseStep, ...]:
    steps: list[CaseStep] = []
    if case.state is CaseState.OPEN or case.handler_id != at.actor.id:
        take = _("Assign to me") if case.state is CaseState.OPEN else _("Take over")
        steps.append(_step(case, "take", take, "user", primary=case.state is CaseState.OPEN))
    if case.kind is CaseKind.PAYMENT_DIFFERENCE and about and about.looked_up:
        note = _("Asks the provider again and records the answer. If both sides agree, the case closes automatically.")
        steps.append(_step(case, "recheck", _("Check the payment again"), "rotate-ccw", note=note))
    if about and not about.looked_up and queries.refund_waited_for(case) and _may_refund(at, about):
        note = _("Once the money has left your account. The case closes automatically in a moment.")
        steps.append(_step(case, "refund-sent", _("Mark the refund as sent"), "banknote", primary=True, note=note))
    if case.kind is CaseKind.FAILING_WEBHOOK and at.actor.can(INTEGRATIONS_MANAGE):
        note = _("Everything waiting is retried at once. If it arrives, the case closes automatically.")
        steps.append(_step(case, "retry", _("Try again now"), "rotate-ccw", note=note))
        note = _("Nothing is sent there until you activate it again.")
        steps.append(_step(case, "switch-off", _("Deactivate the webhook"), "ban", note=note))
    return tuple(steps)


def _may_refund(at: Desk, about: Payment) -> bool:
    return at.actor.can(PAYMENTS_REFUND, market=about.market)


def _step(case: Case, name: str, label: str, icon: str, *, primary: bool = False, note: str = "") -> CaseStep:
    href = reverse(f"backoffice:case-{name}", args=[case.id])
    return CaseStep(label=label, href=href, icon=icon, primary=primary, note=note)
