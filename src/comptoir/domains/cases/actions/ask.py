"""What a visitor writes from the contact page is a case until somebody has answered."""

from datetime import datetime

from comptoir.domains.cases.actions.opening import open_found
from comptoir.domains.cases.permissions import CASES_ASK
from comptoir.domains.cases.rules import key_of_question, question_errors
from comptoir.domains.cases.values import CaseKind, Finding, Opened, Question
from comptoir.domains.markets.queries import market
from comptoir.kernel.access import Actor
from comptoir.kernel.clock import local_day
from comptoir.kernel.emails import BadEmail, normalised_email
from comptoir.kernel.errors import Invalid, ManyInvalid


def open_question(*, question: Question, actor: Actor, now: datetime) -> Opened:
    """Put a visitor's question into the inbox. Sent twice on one day it is one case, and the second is not ``fresh``.

    :raises ManyInvalid: with everything that is wrong, by field.
    """
    actor.must(CASES_ASK)
    asked = question.tidied()
    errors: list[Invalid] = list(question_errors(asked))
    try:
        normalised_email(asked.email)
    except BadEmail as error:
        errors.append(error)
    if errors:
        raise ManyInvalid(errors=tuple(errors))
    day = local_day(now, market(asked.market).time_zone).isoformat()
    found = {
        "name": asked.name,
        "email": asked.email,
        "topic": asked.topic.value,
        "order_number": asked.order_number,
        "text": asked.text,
        "language": asked.language,
        "asked_at": now.isoformat(),
    }
    finding = Finding(
        key=key_of_question(asked, day),
        kind=CaseKind.QUESTION,
        what="asked",
        facts={"name": asked.name, "topic": asked.topic.value},
        evidence={"found": found},
        market=asked.market,
    )
    return open_found([finding], "", actor, now)[finding.key]
