from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from comptoir.domains.cases.queries import held_subjects
from comptoir.domains.cases.values import Finding
from comptoir.domains.payments.queries import payment_difference, payments_by_key, payments_with_money
from comptoir.domains.payments.values import (
    Capability,
    ListedPayment,
    Outcome,
    OutcomeStatus,
    Payment,
    PaymentProvider,
)
from comptoir.flows.ask_provider import ask_provider
from comptoir.flows.steps.compare_payment import compare_payment
from comptoir.flows.steps.keep_cases import keep_cases
from comptoir.kernel import ports
from comptoir.kernel.access import Actor

PATIENCE = timedelta(minutes=15)
"""Compare payments that are older: younger ones may still be on their way between the provider and us."""

_ASKED_AT_ONCE = 200


@dataclass(slots=True)
class _Run:
    """One comparison under way: what was compared, by the provider's key, and what remained different."""

    provider: str
    actor: Actor
    now: datetime
    compared: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)


def reconcile_payments(*, provider: str, since: datetime, until: datetime, actor: Actor, now: datetime) -> None:
    """Compare a provider's books with ours, both ways, for the payments opened between two instants.

    A difference that only lacks news is healed first: the provider is asked again and its answer settled. What remains
    becomes a case, and cases of what agrees by now are closed, those of older payments too. The money of other
    merchants on the same account is left alone, and so is a provider without books, such as a bank account.

    :raises ProviderUnreachable: when its books cannot be read; nothing is opened or closed then.
    """
    connector: PaymentProvider = ports.load("payments", provider)
    if Capability.LIST not in connector.capabilities:
        return
    run, source = _Run(provider, actor, now), f"payments.{provider}"
    for page in _pages(connector, since, until):
        theirs = {each.key or each.outcome.reference: each for each in page if _is_ours(each, connector)}
        ours = payments_by_key(provider, theirs)
        for key, listed in theirs.items():
            _compare(run, key, ours.get(key), listed.outcome, listed.opened_at)
    _look_for_missing(run, held_subjects(source, "payments.payment"), since, until)
    keep_cases(
        source=source,
        findings=run.findings,
        among=run.compared,
        counts={source: len(run.findings)},
        actor=actor,
        now=now,
    )


def _pages(connector: PaymentProvider, since: datetime, until: datetime) -> Iterator[tuple[ListedPayment, ...]]:
    cursor, more = "", True
    while more:
        page = connector.list_payments(since=since, until=until, cursor=cursor)
        yield page.payments
        cursor = page.next_cursor
        more = cursor != ""


def _is_ours(listed: ListedPayment, connector: PaymentProvider) -> bool:
    return listed.outcome.merchant == connector.merchant


def _look_for_missing(run: _Run, held: frozenset[str], since: datetime, until: datetime) -> None:
    """Our payments that the provider's list does not have, and those of cases that stand: each is asked about."""
    wanted = {str(id) for id in payments_with_money(run.provider, since=since, until=until)} | held
    missing = sorted(wanted - run.compared)
    for start in range(0, len(missing), _ASKED_AT_ONCE):
        for key, ours in payments_by_key(run.provider, missing[start : start + _ASKED_AT_ONCE]).items():
            outcome = ask_provider(payment=ours)
            if outcome.status is not OutcomeStatus.UNKNOWN:
                _compare(run, key, ours, None if outcome.status is OutcomeStatus.NOT_FOUND else outcome)


def _compare(
    run: _Run, key: str, ours: Payment | None, theirs: Outcome | None, opened_there_at: datetime | None = None
) -> None:
    if ours and theirs and payment_difference(ours, theirs):
        theirs = ask_provider(payment=ours)  # the list may be older than what we have heard meanwhile
        if theirs.status is OutcomeStatus.UNKNOWN:
            return  # neither the same nor different: it is looked at again
    finding = compare_payment(
        provider=run.provider,
        key=key,
        ours=ours,
        theirs=theirs,
        opened_there_at=opened_there_at,
        actor=run.actor,
        now=run.now,
    )
    run.compared.add(key)
    if finding:
        run.findings.append(finding)
