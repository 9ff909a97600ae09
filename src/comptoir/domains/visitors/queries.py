"""What others may ask of visitors. The present list is remembered until it changes."""

from typing import Any

from comptoir.domains.visitors.errors import UnknownConsent
from comptoir.domains.visitors.permissions import VISITORS_VIEW
from comptoir.domains.visitors.values import Consent, ConsentId, Purpose, Service, ServiceList
from comptoir.kernel.access import Actor
from comptoir.kernel.remember import remembered
from comptoir.kernel.sql import fetch


@remembered("visitors")
def services() -> ServiceList:
    """The services that visitors are asked about now: none until the merchant adds one."""
    return latest_services()


def latest_services() -> ServiceList:
    """The same, read afresh."""
    rows = fetch("SELECT number, services FROM visitors_serviceversion ORDER BY number DESC LIMIT 1")
    if not rows:
        return ServiceList(number=0, services=())
    number, listed = rows[0]
    return ServiceList(number=number, services=tuple(map(_service, listed)))


def _service(told: dict[str, Any]) -> Service:
    return Service(**{**told, "purpose": Purpose(told["purpose"]), "origins": tuple(told["origins"])})


def consent(id: ConsentId, *, actor: Actor) -> Consent:
    """The proof of a choice, by the number that the visitor reads on the page about cookies.

    :raises UnknownConsent: when there is none.
    """
    actor.must(VISITORS_VIEW)
    rows = fetch(
        """SELECT consent.id, version_id, accepted, refused, language, text, given_at
             FROM visitors_consent AS consent JOIN visitors_wording ON digest = wording_id WHERE consent.id = %s""",
        [id],
    )
    if not rows:
        raise UnknownConsent(consent=str(id))
    found, number, accepted, refused, language, wording, given_at = rows[0]
    return Consent(
        id=ConsentId(found),
        number=number,
        accepted=tuple(accepted),
        refused=tuple(refused),
        language=language,
        wording=wording,
        given_at=given_at,
    )


def count_consents(number: int, *, actor: Actor) -> dict[str, int]:
    """Of a version of the list: how many chose at all (under ""), and how many accepted each service."""
    actor.must(VISITORS_VIEW)
    rows = fetch(
        """SELECT code, count(*) FROM visitors_consent, unnest(accepted || '{""}') AS each (code)
            WHERE version_id = %s GROUP BY code""",
        [number],
    )
    return dict(rows)
