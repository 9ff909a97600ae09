from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from comptoir.domains.visitors.actions import publish_services, record_consent
from comptoir.domains.visitors.errors import ServicesChanged, UnknownConsent
from comptoir.domains.visitors.queries import consent, count_consents, services
from comptoir.domains.visitors.testing import ADVERTS, COUNTER
from comptoir.domains.visitors.values import Choice, ConsentId
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.errors import ManyInvalid
from comptoir.kernel.history import history_of
from comptoir.kernel.ids import new_id
from comptoir.kernel.models import OutboxEvent
from comptoir.kernel.sql import execute
from comptoir.kernel.testing import NOBODY, NOON, OWNER, anybody, at_once, snapshot

pytestmark = pytest.mark.django_db
VISITOR = anybody("visitors.consent")
CHOICE = Choice(number=1, accepted={"counter"}, language="fr", wording="Votre choix\nTout refuser\nTout accepter")


def test_without_the_permission_nothing_happens() -> None:
    publish_services(services=[COUNTER], based_on=0, actor=OWNER, now=NOON)
    before = snapshot()
    for actor in (NOBODY, VISITOR, anybody("visitors.view")):
        with pytest.raises(NotAllowed):
            publish_services(services=[], based_on=1, actor=actor, now=NOON)
    for actor in (NOBODY, anybody("visitors.view")):
        with pytest.raises(NotAllowed):
            record_consent(choice=CHOICE, actor=actor, now=NOON)
    with pytest.raises(NotAllowed):
        consent(ConsentId(new_id()), actor=VISITOR)
    with pytest.raises(NotAllowed):
        count_consents(1, actor=VISITOR)
    assert snapshot() == before


def test_nothing_is_asked_until_the_merchant_adds_a_service() -> None:
    assert (services().number, services().services) == (0, ())
    with pytest.raises(ServicesChanged):
        record_consent(choice=replace(CHOICE, number=0), actor=VISITOR, now=NOON)


def test_a_list_is_read_as_it_was_published_and_publishing_it_again_changes_nothing() -> None:
    assert publish_services(services=[COUNTER, ADVERTS], based_on=0, actor=OWNER, now=NOON) == 1
    assert services().services == (COUNTER, ADVERTS)
    [line] = history_of("visitors.serviceversion", 1)
    assert line.after == {"services": ["Compteur", "Réclame"]}
    assert OutboxEvent.objects.get().payload == {"number": 1}
    before = snapshot()
    assert publish_services(services=[COUNTER, ADVERTS], based_on=1, actor=OWNER, now=NOON) == 1
    assert snapshot() == before


def test_what_is_wrong_is_told_and_nothing_is_kept() -> None:
    before = snapshot()
    with pytest.raises(ManyInvalid):
        publish_services(services=[replace(COUNTER, script_url="")], based_on=0, actor=OWNER, now=NOON)
    assert snapshot() == before


def test_of_two_editors_of_one_list_the_second_is_told() -> None:
    publish_services(services=[COUNTER], based_on=0, actor=OWNER, now=NOON)
    with pytest.raises(ServicesChanged), transaction.atomic():
        publish_services(services=[ADVERTS], based_on=0, actor=OWNER, now=NOON)
    assert services().services == (COUNTER,)


@pytest.mark.django_db(transaction=True)
def test_two_editors_at_once() -> None:
    def publish(service):
        return lambda: publish_services(services=[service], based_on=0, actor=OWNER, now=NOON)

    answers = at_once([publish(COUNTER), publish(ADVERTS)])
    assert {type(answer) for answer in answers} == {int, ServicesChanged}


def test_a_choice_is_kept_with_its_words_and_what_was_refused() -> None:
    publish_services(services=[COUNTER, ADVERTS], based_on=0, actor=OWNER, now=NOON)
    first = record_consent(choice=CHOICE, actor=VISITOR, now=NOON)
    record_consent(choice=replace(CHOICE, accepted=()), actor=VISITOR, now=NOON + timedelta(minutes=1))
    kept = consent(first, actor=OWNER)
    assert (kept.accepted, kept.refused, kept.number) == (("counter",), ("adverts",), 1)
    assert (kept.wording, kept.language, kept.given_at) == (CHOICE.wording, "fr", NOON)
    assert count_consents(1, actor=OWNER) == {"": 2, "counter": 1}
    with pytest.raises(UnknownConsent):
        consent(ConsentId(new_id()), actor=OWNER)


def test_nobody_agrees_to_what_they_were_not_asked() -> None:
    publish_services(services=[COUNTER], based_on=0, actor=OWNER, now=NOON)
    kept = consent(
        record_consent(choice=replace(CHOICE, accepted={"counter", "adverts"}), actor=VISITOR, now=NOON), actor=OWNER
    )
    assert (kept.accepted, kept.refused) == (("counter",), ())
    publish_services(services=[COUNTER, ADVERTS], based_on=1, actor=OWNER, now=NOON)
    with pytest.raises(ServicesChanged):
        record_consent(choice=CHOICE, actor=VISITOR, now=NOON)


def test_the_database_itself_changes_no_proof() -> None:
    publish_services(services=[COUNTER], based_on=0, actor=OWNER, now=NOON)
    record_consent(choice=CHOICE, actor=VISITOR, now=NOON)
    for table in ("consent", "wording", "serviceversion"):
        column = {"consent": "given_at", "wording": "text", "serviceversion": "published_at"}[table]
        for statement in (f"DELETE FROM visitors_{table}", f"UPDATE visitors_{table} SET {column} = {column}"):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                execute(statement)
