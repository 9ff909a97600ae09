"""Gift cards and store credit as a payment provider: the books are our own, and no network is needed."""

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import InterfaceError, OperationalError, transaction

from comptoir.domains.payments.errors import NotSupported
from comptoir.domains.payments.values import (
    STORED_VALUE,
    AuthoriseRequest,
    Capability,
    Decline,
    ListedPage,
    Outcome,
    OutcomeStatus,
    PaymentId,
    ProviderNotice,
)
from comptoir.domains.stored_value.actions import give_back_stored_value, redeem_stored_value
from comptoir.domains.stored_value.errors import (
    BadValue,
    EntryDiffers,
    MoreThanRedeemed,
    NotEnoughValue,
    UnknownAccount,
)
from comptoir.domains.stored_value.queries import redemption_of
from comptoir.domains.stored_value.values import AccountId
from comptoir.kernel import clock
from comptoir.kernel.access import job_actor
from comptoir.kernel.money import Money

_ACTOR = job_actor(STORED_VALUE)


class StoredValueProvider:
    """Takes at once or not at all: what is redeemed is captured. A request's ``token`` is the account that pays."""

    kind = STORED_VALUE
    merchant = "our own books"
    capabilities = frozenset({Capability.REFUND, Capability.PARTIAL_REFUND, Capability.LOOK_UP})

    def authorise(self, request: AuthoriseRequest) -> Outcome:
        """Take the money from the account that the buyer's code opens."""
        try:
            account_id = AccountId(UUID(request.token))
        except ValueError:
            return self._declined(Decline.REFUSED)

        def redeem() -> None:
            redeem_stored_value(
                account_id=account_id,
                market=request.market,
                amount=request.amount,
                payment_id=request.payment_id,
                actor=_ACTOR,
                now=clock.now(),
            )

        try:
            return self._done(redeem, request.payment_id)
        except (NotEnoughValue, UnknownAccount):
            return self._declined(Decline.NO_FUNDS)
        except EntryDiffers:  # another account has paid for it already
            return self.look_up(payment_id=request.payment_id)

    def capture(self, *, payment_id: PaymentId, reference: str, amount: Money, key: str) -> Outcome:
        raise NotSupported(capability=Capability.CAPTURE_LATER)

    def void(self, *, payment_id: PaymentId, reference: str, key: str) -> Outcome:
        """Nothing was taken, so nothing will be; or it was, and is to be refunded."""
        outcome = self.look_up(payment_id=payment_id, reference=reference)
        if outcome.status is OutcomeStatus.NOT_FOUND:
            return Outcome(status=OutcomeStatus.VOIDED, merchant=self.merchant)
        return outcome

    def refund(self, *, payment_id: PaymentId, reference: str, amount: Money, key: str) -> Outcome:
        """Give back to the account what was taken from it, or a part."""

        def give_back() -> None:
            give_back_stored_value(payment_id=payment_id, amount=amount, key=key, actor=_ACTOR, now=clock.now())

        try:
            return self._done(give_back, payment_id)
        except BadValue:
            return self._declined(Decline.BAD_AMOUNT)
        except MoreThanRedeemed:
            return self._declined(Decline.TOO_MUCH)

    def look_up(self, *, payment_id: PaymentId, reference: str = "") -> Outcome:
        try:
            taken = redemption_of(payment_id)
        except (OperationalError, InterfaceError):
            return self._unknown()
        if taken is None:
            return Outcome(status=OutcomeStatus.NOT_FOUND)
        return Outcome(
            status=OutcomeStatus.REFUNDED if taken.given_back else OutcomeStatus.CAPTURED,
            reference=str(payment_id),
            merchant=self.merchant,
            authorised=taken.taken,
            captured=taken.taken,
            refunded=taken.given_back,
        )

    def list_payments(self, *, since: datetime, until: datetime, cursor: str = "") -> ListedPage:
        """Its books lie in the same database: ``comptoir verify`` compares them with the payments."""
        raise NotSupported(capability=Capability.LIST)

    def read_message(self, *, headers: Mapping[str, str], body: bytes, now: datetime) -> ProviderNotice:
        raise NotSupported(capability=Capability.MESSAGES)

    def _done(self, act: Callable[[], None], payment_id: PaymentId) -> Outcome:
        """A step in a transaction of its own, and how the payment stands after it."""
        try:
            with transaction.atomic(durable=True):
                act()
            return self.look_up(payment_id=payment_id)
        except (OperationalError, InterfaceError):  # the connection broke: it may have been committed
            return self._unknown()

    def _declined(self, reason: Decline) -> Outcome:
        return Outcome(status=OutcomeStatus.DECLINED, merchant=self.merchant, reason=reason)

    def _unknown(self) -> Outcome:
        return Outcome(status=OutcomeStatus.UNKNOWN)
