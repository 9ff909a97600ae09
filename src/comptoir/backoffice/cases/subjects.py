"""What a case is about, as a link for those who may open it."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from comptoir.backoffice.desk import Desk
from comptoir.backoffice.parts import Link
from comptoir.domains.cases.values import Case, CaseKind
from comptoir.domains.fulfilment.permissions import FULFILMENT_VIEW
from comptoir.domains.integrations.permissions import INTEGRATIONS_VIEW
from comptoir.domains.inventory.permissions import INVENTORY_VIEW
from comptoir.domains.orders.permissions import ORDERS_VIEW
from comptoir.domains.orders.queries import numbers_for
from comptoir.domains.payments.errors import UnknownPayment
from comptoir.domains.payments.queries import payment
from comptoir.domains.payments.values import Payment, PaymentId
from comptoir.kernel.permissions import OPERATIONS_VIEW

_OF_THE_PROGRAM = frozenset({CaseKind.DEAD_EVENT, CaseKind.FAILED_JOB})


def subject_of(at: Desk, case: Case, about: Payment | None) -> Link | None:
    """``about`` is the payment that ``payment_of`` found: it is looked at on the page of its order."""
    match case.subject_type:
        case "orders.order":
            return _order(at, case, UUID(case.subject_id))
        case "payments.payment":
            return _order(at, case, about.order_id) if about else None
        case "integrations.subscription" if at.actor.can(INTEGRATIONS_VIEW):
            return Link(_("The webhook"), reverse("backoffice:settings-webhook", args=[case.subject_id]))
        case "catalogue.variant" if at.actor.can(INVENTORY_VIEW):
            return Link(_("Stock"), reverse("backoffice:stock-article", args=[case.subject_id]))
        case "fulfilment.pickbatch" if at.actor.can(FULFILMENT_VIEW):
            return Link(_("The batch"), reverse("backoffice:batch", args=[case.subject_id]))
    if case.kind in _OF_THE_PROGRAM and at.actor.can(OPERATIONS_VIEW):
        return Link(_("View all and retry"), reverse("backoffice:settings-work"))
    return None


def payment_of(case: Case) -> Payment | None:
    """The payment that it is about; None where it is about something else, or about one that we do not know."""
    if case.subject_type != "payments.payment":
        return None
    try:
        return payment(PaymentId(UUID(case.subject_id)))
    except (ValueError, UnknownPayment):
        return None


def _order(at: Desk, case: Case, order_id: UUID) -> Link | None:
    number = {str(id): called for id, called in numbers_for([order_id]).items()}.get(str(order_id))
    if number is None or not at.actor.can(ORDERS_VIEW, market=case.market):
        return None
    return Link(_("Order %(number)s") % {"number": number}, reverse("backoffice:order", args=[order_id]))
