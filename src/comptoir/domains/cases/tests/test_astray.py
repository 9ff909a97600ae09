"""A parcel that its customer will not have is a case until it arrives, or somebody has made it good."""

from datetime import timedelta

import pytest
from django.utils import translation

from comptoir.domains.cases.actions import keep_parcel_case, resolve_case
from comptoir.domains.cases.queries import inbox
from comptoir.domains.cases.values import NO_LONGER_THERE, Case, CaseFilter, CaseKind, title_of
from comptoir.domains.fulfilment.actions import report_parcel
from comptoir.domains.fulfilment.queries import shipment
from comptoir.domains.fulfilment.testing import sent_parcel
from comptoir.domains.fulfilment.values import Shipment, TrackingStatus
from comptoir.domains.orders.queries import order
from comptoir.domains.orders.values import OrderId
from comptoir.kernel.access import Actor, NotAllowed
from comptoir.kernel.testing import NOBODY, NOON, OWNER, snapshot

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)


@pytest.fixture
def parcel() -> Shipment:
    return shipment(sent_parcel(tracking_number="6A1"))


def told(parcel: Shipment, status: TrackingStatus, *, after: int = 1) -> list[Case]:
    """The cases of parcels after that was said of one."""
    report_parcel(
        shipment_id=parcel.id,
        status=status,
        on=LATER.date(),
        because="By phone",
        time_zone="Europe/Paris",
        actor=OWNER,
        now=LATER,
    )
    kept(parcel, after=after)
    return list(inbox(CaseFilter(kind=CaseKind.STRAY_PARCEL), actor=OWNER).items)


def kept(parcel: Shipment, actor: Actor = OWNER, *, after: int = 1) -> None:
    now = LATER + timedelta(days=after)
    keep_parcel_case(order_id=OrderId(parcel.order_id), shipment_id=parcel.id, actor=actor, now=now)


def test_what_is_lost_is_a_case_until_it_arrives(parcel: Shipment) -> None:
    (case,) = told(parcel, TrackingStatus.LOST)
    number = order(OrderId(parcel.order_id)).number
    with translation.override("en"):
        assert title_of(case.kind, case.what, case.facts) == f"A parcel of order {number} is lost"
    assert (case.subject_id, case.evidence["found"]["tracking_number"]) == (str(parcel.order_id), "6A1")
    (case,) = told(parcel, TrackingStatus.DELIVERED, after=2)
    assert (case.is_undecided, case.because) == (False, NO_LONGER_THERE)


def test_what_somebody_has_made_good_stays_closed_when_another_parcel_is_told_of(parcel: Shipment) -> None:
    (case,) = told(parcel, TrackingStatus.RETURNED)
    resolve_case(case_id=case.id, because="Refunded", actor=OWNER, now=LATER)
    keep_parcel_case(
        order_id=OrderId(parcel.order_id),
        shipment_id=sent_parcel(tracking_number="6A2"),
        actor=OWNER,
        now=LATER + timedelta(days=1),
    )
    (case,) = inbox(CaseFilter(kind=CaseKind.STRAY_PARCEL), actor=OWNER).items
    assert (case.is_undecided, case.because) == (False, "Refunded")


def test_not_just_anyone_opens_such_a_case(parcel: Shipment) -> None:
    before = snapshot()
    with pytest.raises(NotAllowed):
        kept(parcel, NOBODY)
    assert snapshot() == before
