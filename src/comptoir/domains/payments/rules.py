"""Pure decisions about payments: what an outcome is worth, which state follows from the facts, when to ask again."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from stdnum import iban

from comptoir.domains.payments.values import (
    DECLINES_OF_ORDER,
    DECLINES_OF_SOURCE,
    Amounts,
    Decline,
    Difference,
    Dispute,
    DisputeState,
    MessageVerdict,
    OperationKind,
    OperationState,
    Outcome,
    OutcomeStatus,
    Payment,
    PaymentState,
    Recorded,
    Verdict,
)
from comptoir.domains.payments.values.port import OPERATION_DONE
from comptoir.kernel.money import Money, total_of

_MONEY = frozenset({OutcomeStatus.AUTHORISED, OutcomeStatus.CAPTURED, OutcomeStatus.REFUNDED})
_LONGEST_PAUSE = timedelta(minutes=5)
_LOOKS_AFTER_FAILURE = 9  # about half an hour
_DOUBTFUL_FAILURES = frozenset({Decline.UNREACHABLE, Decline.NOT_REACHED})
_CHANGES_SOON = frozenset({PaymentState.CREATED, PaymentState.PENDING})


def spread_refund(payments: Sequence[Payment], amount: Money) -> list[tuple[Payment, Money]]:
    """From which payments so much goes back: from what was taken, the latest first; less when less is there."""
    return spread_over(((each, each.refundable) for each in reversed(payments) if each.captured), amount)


def spread_over(there: Iterable[tuple[Payment, Money]], amount: Money) -> list[tuple[Payment, Money]]:
    """How much of an amount each payment takes, given how much it can, one after the other; less when less is there."""
    parts, left = [], amount
    for payment, most in there:
        part = min(left, most)
        if part.minor > 0:
            parts.append((payment, part))
            left -= part
    return parts


def iban_written(typed: str) -> str | None:
    """The IBAN without spaces, if its length and check digits are right; None for anything else."""
    return iban.compact(typed) if iban.is_valid(typed) else None


DECLINES_WATCHED = timedelta(hours=1)


def wait_after_declines(
    of_order: Sequence[datetime], of_source: Sequence[datetime], *, now: datetime
) -> timedelta | None:
    """How long the next attempt has to wait, given when attempts were refused lately; None when it need not."""
    waits = []
    for refused, most in ((of_order, DECLINES_OF_ORDER), (of_source, DECLINES_OF_SOURCE)):
        if len(refused) >= most:  # until so many are older than an hour that there is room for one more
            waits.append(sorted(refused)[-most] + DECLINES_WATCHED - now)
    return max(waits, default=None)


def disputed_now(disputes: Sequence[Dispute], payment: Payment) -> Money:
    """How much of a payment is in dispute or lost to one; never more than was taken and not given back."""
    held = (each.amount for each in disputes if each.state is not DisputeState.WON)
    return min(total_of(held, payment.amount.currency), payment.captured - payment.refunded)


def amounts_of(outcome: Outcome) -> Amounts:
    """The totals told, 0 where none was."""
    return Amounts(
        authorised=outcome.authorised.minor if outcome.authorised else 0,
        captured=outcome.captured.minor if outcome.captured else 0,
        refunded=outcome.refunded.minor if outcome.refunded else 0,
    )


def announced_after(announced: int, *, told: int, answered: int, refunding: int) -> int:
    """How much of the refunds that wait for their answer (``refunding``) the provider has told of, after news that
    ``told`` of so much more given back and answered refunds of so much.

    A provider tells totals, not refunds: what went back while a refund is waited for is taken to be that refund.
    """
    return min(max(announced + told - answered, 0), refunding)


def judge(*, payment: Payment, outcome: Outcome, reference_taken: bool) -> Verdict:
    """Whether an outcome is about this payment, this merchant, this currency and this amount.

    Whoever sends it: a genuine message about one cent must not pay for a sideboard. A success that does not say to whom
    or how much is no success.
    """
    told = [amount for amount in (outcome.authorised, outcome.captured, outcome.refunded) if amount is not None]
    amounts = amounts_of(outcome)
    if outcome.merchant != payment.merchant and (outcome.merchant or outcome.status in _MONEY):
        return Verdict.WRONG_MERCHANT
    if any(amount.currency != payment.amount.currency for amount in told):
        return Verdict.WRONG_CURRENCY
    if outcome.reference and (reference_taken or outcome.reference != (payment.reference or outcome.reference)):
        return Verdict.WRONG_REFERENCE
    if not amounts.consistent or not _says_how_much(outcome.status, amounts):
        return Verdict.INCONSISTENT
    return Verdict.ACCEPTED if amounts.authorised in (0, payment.amount.minor) else Verdict.WRONG_AMOUNT


def _says_how_much(status: OutcomeStatus, amounts: Amounts) -> bool:
    match status:
        case OutcomeStatus.AUTHORISED:
            return amounts.authorised > 0
        case OutcomeStatus.CAPTURED:
            return amounts.captured > 0
        case OutcomeStatus.REFUNDED:
            return amounts.refunded > 0
        case _:
            return True


COUNTED = frozenset({Verdict.ACCEPTED, Verdict.WRONG_AMOUNT})
"""Verdicts whose facts are kept. A wrong amount is kept so that it is seen and given back; it never counts as paid."""


def state_after(
    *, state: PaymentState, expected: int, amounts: Amounts, status: OutcomeStatus, about: OperationKind
) -> PaymentState:
    """The state that the facts add up to, in whatever order and however often they were heard.

    ``amounts`` are the merged totals, ``about`` the operation that ``status`` answers: a refused capture or refund is
    no failed payment.
    """
    if amounts.refunded:
        return PaymentState.REFUNDED if amounts.refunded >= amounts.captured else PaymentState.PARTIALLY_REFUNDED
    if not amounts.captured and (state is PaymentState.VOIDED or status is OutcomeStatus.VOIDED):
        return PaymentState.VOIDED
    if amounts.authorised not in (0, expected):
        return PaymentState.MISMATCHED
    if amounts.captured:
        return PaymentState.CAPTURED
    if amounts.authorised:
        return PaymentState.AUTHORISED
    refused = status is OutcomeStatus.DECLINED and about is OperationKind.AUTHORISE
    if state is PaymentState.FAILED or refused or status is OutcomeStatus.NOT_FOUND:
        return PaymentState.FAILED
    if state is PaymentState.PENDING or status is OutcomeStatus.PENDING:
        return PaymentState.PENDING
    return state


def as_heard(outcome: Outcome, *, about: OperationKind) -> Outcome:
    """What an outcome means for what was asked.

    That a request could not be sent now tells nothing of the time before: whoever died after the provider did it, and
    before that was written down, asked under the same key. So it stays in doubt, and is asked for again. An attempt to
    pay fails, and is looked at for a while.
    """
    unsent = outcome.status is OutcomeStatus.DECLINED and outcome.reason == Decline.UNREACHABLE
    return Outcome(status=OutcomeStatus.UNKNOWN) if unsent and about is not OperationKind.AUTHORISE else outcome


def operation_after(*, kind: OperationKind, status: OutcomeStatus) -> OperationState:
    """What an answer means for the operation it answers."""
    if status in OPERATION_DONE[kind]:
        return OperationState.SUCCEEDED
    if status is OutcomeStatus.UNKNOWN:
        return OperationState.UNKNOWN
    if status is OutcomeStatus.PENDING:  # accepted, and a person or a bank still has to do it
        return OperationState.REQUESTED
    return OperationState.FAILED


def message_verdict(recorded: Recorded) -> MessageVerdict:
    """What became of a message, as it is kept with it."""
    match recorded.verdict:
        case Verdict.ACCEPTED:
            return MessageVerdict.APPLIED if recorded.news else MessageVerdict.NO_NEWS
        case Verdict.WRONG_AMOUNT | Verdict.INCONSISTENT:
            return MessageVerdict.REFUSED
        case _:
            return MessageVerdict.NOT_OURS


_STILL_SET_ASIDE = frozenset({PaymentState.AUTHORISED, PaymentState.MISMATCHED})


def difference_between(ours: Payment | None, theirs: Outcome | None) -> Difference | None:
    """What the two sides tell differently about the money of a payment; None where they agree.

    ``theirs`` is what the provider said last, None when it has never heard of the payment. What moved no money is of no
    interest to either.
    """
    if theirs is None:
        return Difference.UNKNOWN_TO_THEM if ours is not None and ours.authorised else None
    told = amounts_of(theirs)
    set_aside = told.authorised - told.captured if theirs.status is OutcomeStatus.AUTHORISED else 0
    if ours is None:
        return Difference.UNKNOWN_TO_US if set_aside or told.captured > told.refunded else None
    if any(each and each.currency != ours.amount.currency for each in (theirs.authorised, theirs.captured)):
        return Difference.OTHER_AMOUNT
    kept = (ours.authorised - ours.captured).minor if ours.state in _STILL_SET_ASIDE else 0
    pairs = ((ours.captured.minor, told.captured), (ours.refunded.minor, told.refunded), (kept, set_aside))
    if all(here == there for here, there in pairs):
        return None
    both = any(here and there and here != there for here, there in pairs)
    return Difference.OTHER_AMOUNT if both else Difference.OTHER_STATE


def failure_of(outcome: Outcome) -> str:
    """Why, as it is kept with the payment."""
    if outcome.status is OutcomeStatus.NOT_FOUND:
        return Decline.NOT_REACHED
    return outcome.reason or Decline.REFUSED


def next_look(
    *,
    state: PaymentState,
    failure: str,
    operations_open: bool,
    looks: int,
    expected: datetime | None,
    first: timedelta,
    now: datetime,
) -> datetime | None:
    """When the provider should be asked again, with growing pauses; None when nothing is in doubt.

    A failure for want of an answer is doubtful for a while: the request may still have been on its way. Whoever asks
    before the look that is ``expected``, such as a person who tries again, does not put it off.
    """
    doubtful = state is PaymentState.FAILED and failure in _DOUBTFUL_FAILURES and looks < _LOOKS_AFTER_FAILURE
    if not (state in _CHANGES_SOON or operations_open or doubtful):
        return None
    pause: timedelta = min(first * (1 << min(looks, 10)), _LONGEST_PAUSE)
    return min(expected, now + pause) if expected and expected > now else now + pause
