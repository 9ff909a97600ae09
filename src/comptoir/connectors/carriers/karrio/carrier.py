"""The ports ``Carrier`` and ``Tracker`` by way of karrio, for whichever carriers the merchant has an account with."""

import json
import logging
import subprocess
import sys
from base64 import b64decode
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from comptoir.connectors.carriers.karrio.accounts import Account, accounts_in
from comptoir.connectors.carriers.karrio.answers import keep, recall
from comptoir.connectors.carriers.karrio.events import told_events
from comptoir.domains.fulfilment.values import LabelId, LabelOutcome, LabelRequest, LabelStatus, Tracked
from comptoir.kernel.addresses import Address

log = logging.getLogger(__name__)

_BOOKER = Path(__file__).with_name("booker.py")
_SECONDS = 30


class KarrioCarrier:
    kind = "karrio"

    def __init__(self, *, accounts: str = "", command: Sequence[str] = ()) -> None:
        self._accounts = accounts or settings.KARRIO_ACCOUNTS
        self._command = tuple(command) or (settings.KARRIO_PYTHON or sys.executable, "-I", str(_BOOKER))

    def serves(self, carrier: str) -> bool:
        return carrier.strip().casefold() in accounts_in(self._accounts)

    def book(self, *, key: LabelId, request: LabelRequest) -> LabelOutcome:
        answer = recall(key, request.asked_on)
        if answer is None:
            account = self._account(request.carrier)
            answer = self._ask("book", account, shipment=_shipment(key, account, request))
            if answer["status"] == LabelStatus.BOOKED:
                keep(key, request.asked_on, answer)
        return _outcome(answer)

    def withdraw(self, *, key: LabelId, carrier: str, reference: str) -> LabelOutcome:
        if not reference:
            reason = "No answer ever came to the booking: ask the carrier whether it counts it."
            return LabelOutcome(status=LabelStatus.REFUSED, reason=reason)
        account = self._account(carrier)
        cancelled = {"shipment_identifier": reference, "service": account.service}
        return _outcome(self._ask("withdraw", account, shipment=cancelled))

    def tracks(self, carrier: str) -> bool:
        return self.serves(carrier) and self._account(carrier).follow

    def look_up(
        self, *, carrier: str, tracking_numbers: Sequence[str], time_zone: str
    ) -> Mapping[str, tuple[Tracked, ...]]:
        account = self._account(carrier)
        answer = self._ask("look_up", account, tracking_numbers=list(tracking_numbers))
        zone = ZoneInfo(account.time_zone or time_zone)
        return {number: told_events(parcel, zone) for number, parcel in answer.get("parcels", {}).items()}

    def _account(self, carrier: str) -> Account:
        return accounts_in(self._accounts)[carrier.strip().casefold()]

    def _ask(self, what: str, account: Account, **about: Any) -> dict[str, Any]:
        question = {"do": what, "gateway": account.gateway, "settings": dict(account.settings), **about}
        try:
            done = subprocess.run(  # noqa: S603 - our own program, by a Python that the merchant named
                self._command, input=json.dumps(question), capture_output=True, text=True, timeout=_SECONDS, check=True
            )
            answer: dict[str, Any] = json.loads(done.stdout)
        except (subprocess.SubprocessError, OSError, ValueError) as error:
            log.warning("karrio gave no answer", extra={"gateway": account.gateway, "error": type(error).__name__})
            return {"status": LabelStatus.UNKNOWN}
        return answer


def _shipment(key: LabelId, account: Account, request: LabelRequest) -> dict[str, Any]:
    """As karrio asks for it. ``reference`` is our key: carriers print it, and some find a parcel by it."""
    return {
        "service": account.service,
        "shipper": _party(request.sender),
        "recipient": _party(request.recipient) | {"email": request.email, "residential": not request.recipient.company},
        "parcels": [
            {
                "weight": request.weight_grams / 1_000,
                "weight_unit": "KG",
                "reference_number": request.order_number,
            }
        ],
        "options": {
            "shipment_date": request.asked_on.isoformat(),
            "declared_value": str(request.value.amount),
            "currency": request.value.currency,
        },
        "reference": str(key),
        "label_type": "PDF",
    }


def _party(address: Address) -> dict[str, Any]:
    return {
        "person_name": address.name or address.company,
        "company_name": address.company or None,
        "address_line1": address.line1,
        "address_line2": address.line2 or None,
        "postal_code": address.postal_code,
        "city": address.city,
        "state_code": address.region or None,
        "country_code": address.country,
        "phone_number": address.phone or None,
    }


def _outcome(answer: dict[str, Any]) -> LabelOutcome:
    status = LabelStatus(answer["status"])
    if status is not LabelStatus.BOOKED:
        return LabelOutcome(status=status, reason=answer.get("reason", ""))
    pdf = b64decode(answer["pdf"])
    if not pdf.startswith(b"%PDF-"):
        reason = f"Booked as {answer['tracking_number']}, but its label is no PDF: cancel it at the carrier's."
        return LabelOutcome(status=LabelStatus.REFUSED, reason=reason)
    return LabelOutcome(
        status=status,
        reference=answer["reference"],
        tracking_number=answer["tracking_number"],
        tracking_url=answer["tracking_url"],
        pdf=pdf,
    )
