from datetime import datetime

from django.db import transaction

from comptoir.domains.cases.actions import open_question
from comptoir.domains.cases.values import Question
from comptoir.domains.markets.queries import market, merchant
from comptoir.domains.messages.actions import queue_question_message
from comptoir.domains.messages.values import Asked
from comptoir.kernel.access import Actor


def ask_shop(*, question: Question, actor: Actor, now: datetime) -> None:
    """Take a visitor's question: a case in the inbox, and a letter to the shop that can be answered at once. Sent again
    on the same day it changes nothing: nobody is told twice because a button was pressed twice.

    :raises ManyInvalid: with everything that is wrong, by field.
    """
    question = question.tidied()
    with transaction.atomic(durable=True):
        opened = open_question(question=question, actor=actor, now=now)
        if not opened.fresh:
            return
        queue_question_message(
            asked=Asked(
                case_id=opened.case_id,
                name=question.name,
                email=question.email,
                topic=question.topic.value,
                order_number=question.order_number,
                text=question.text,
            ),
            to=merchant().support_email,
            language=market(question.market).default_language,
            actor=actor.with_consequences(),
            now=now,
        )
