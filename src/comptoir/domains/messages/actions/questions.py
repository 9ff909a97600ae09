"""Letters that tell the shop what visitors ask."""

from dataclasses import asdict
from datetime import datetime

from comptoir.domains.messages.permissions import MESSAGES_SEND
from comptoir.domains.messages.values import Asked, MessageId, MessageKind
from comptoir.kernel.access import Actor
from comptoir.kernel.ids import new_id
from comptoir.kernel.sql import execute, jsonb


def queue_question_message(*, asked: Asked, to: str, language: str, actor: Actor, now: datetime) -> MessageId:
    """Queue the letter that tells the shop what a visitor asks; an answer goes to the visitor. Each case has one."""
    actor.must(MESSAGES_SEND)
    id = MessageId(new_id())
    facts = {name: str(value) for name, value in asdict(asked).items()}
    execute(
        """INSERT INTO messages_message (id, key, kind, "to", language, facts, state, subject, text, html, failure,
                                         queued_at)
           VALUES (%s, %s, %s, %s, %s, %s, 'queued', '', '', '', '', %s) ON CONFLICT (key) DO NOTHING""",
        [id, f"{MessageKind.QUESTION}:{asked.case_id}", MessageKind.QUESTION, to, language, jsonb(facts), now],
    )
    return id
