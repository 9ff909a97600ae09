import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from comptoir.domains.visitors.errors import ServicesChanged
from comptoir.domains.visitors.events import VisitorServicesChanged
from comptoir.domains.visitors.permissions import VISITORS_CONSENT, VISITORS_EDIT
from comptoir.domains.visitors.queries import latest_services
from comptoir.domains.visitors.rules import services_errors
from comptoir.domains.visitors.values import Choice, ConsentId, Service
from comptoir.kernel.access import Actor
from comptoir.kernel.errors import ManyInvalid
from comptoir.kernel.events import emit
from comptoir.kernel.history import record
from comptoir.kernel.ids import new_id
from comptoir.kernel.remember import forget
from comptoir.kernel.sql import execute, jsonb


def publish_services(*, services: Sequence[Service], based_on: int, actor: Actor, now: datetime) -> int:
    """Have visitors asked about these services from now on, and return the number of the list.

    Everybody is asked again when it changes: who agreed to three services has not agreed to a fourth. Publishing what
    is asked already changes nothing. ``based_on`` is the number of the list that was edited, 0 for none.

    :raises ManyInvalid: with everything that is wrong.
    :raises ServicesChanged: when another list was published since.
    """
    actor.must(VISITORS_EDIT)
    if errors := tuple(services_errors(services)):
        raise ManyInvalid(errors=errors)
    with transaction.atomic(savepoint=False):
        before = latest_services()
        if before.number != based_on:
            raise ServicesChanged
        if before.services == tuple(services):
            return based_on
        number = based_on + 1
        # The key is the lock: of two editors of one list the second finds the number taken.
        if not execute(
            """INSERT INTO visitors_serviceversion (number, services, published_at) VALUES (%s, %s, %s)
               ON CONFLICT DO NOTHING""",
            [number, jsonb([_told(service) for service in services]), now],
        ):
            raise ServicesChanged
        record(
            action="services published",
            subject_type="visitors.serviceversion",
            subject_id=number,
            before={"services": [service.name for service in before.services]},
            after={"services": [service.name for service in services]},
            actor=actor,
            now=now,
        )
        emit(VisitorServicesChanged(number=number))
        forget("visitors")
    return number


def _told(service: Service) -> dict[str, Any]:
    return {**asdict(service), "purpose": service.purpose.value, "origins": list(service.origins)}


def record_consent(*, choice: Choice, actor: Actor, now: datetime) -> ConsentId:
    """Keep the proof of what a visitor chose, and return its number. What they did not accept they refused.

    :raises ServicesChanged: when they chose of a list that is no longer the present one.
    """
    actor.must(VISITORS_CONSENT)
    id = ConsentId(new_id())
    digest = hashlib.sha256(f"{choice.language}\n{choice.wording}".encode()).hexdigest()
    with transaction.atomic(savepoint=False):
        asked = latest_services()
        if asked.number != choice.number or not asked.services:
            raise ServicesChanged
        execute(
            "INSERT INTO visitors_wording (digest, language, text) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            [digest, choice.language, choice.wording],
        )
        execute(
            """INSERT INTO visitors_consent (id, version_id, wording_id, accepted, refused, given_at)
               VALUES (%s, %s, %s, %s, %s, %s)""",
            [
                id,
                asked.number,
                digest,
                sorted(asked.codes.intersection(choice.accepted)),
                sorted(asked.codes.difference(choice.accepted)),
                now,
            ],
        )
    return id
