"""A person is forgotten: what they said of goods stays, without a name."""

from datetime import datetime

from django.db import transaction

from comptoir.domains.catalogue.values import ProductId
from comptoir.domains.customers.values import CustomerId
from comptoir.domains.reviews.actions.rows import tell_changed
from comptoir.domains.reviews.permissions import REVIEWS_ERASE
from comptoir.kernel.access import Actor
from comptoir.kernel.history import forget_facts, record
from comptoir.kernel.sql import fetch


def erase_reviewer(*, customer_id: CustomerId, actor: Actor, now: datetime) -> int:
    """Blank the name on everything that a customer has reviewed, and what history tells of former editions; returns on
    how many reviews there was a name.

    Part of forgetting a person. Doing it again changes nothing.
    """
    actor.must(REVIEWS_ERASE)
    with transaction.atomic(savepoint=False):
        rows = fetch(
            """UPDATE reviews_review SET shown_name = ''
                WHERE id IN (SELECT id FROM reviews_review WHERE customer_id = %s AND shown_name <> ''
                              ORDER BY id FOR NO KEY UPDATE)
            RETURNING id, product_id, state""",
            [customer_id],
        )
        written = fetch("SELECT id FROM reviews_review WHERE customer_id = %s ORDER BY id", [customer_id])
        forget_facts("reviews.review", [id for (id,) in written])
        for id, _product_id, _state in sorted(rows):
            record(action="name erased", subject_type="reviews.review", subject_id=id, actor=actor, now=now)
        tell_changed({ProductId(product_id) for _id, product_id, state in rows if state == "published"})
    return len(rows)
