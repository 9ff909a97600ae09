"""From a row to a value."""

from comptoir.domains.catalogue.values import ProductId, VariantId
from comptoir.domains.orders.values import OrderId
from comptoir.domains.reviews.models import Review as ReviewRecord
from comptoir.domains.reviews.values import Refusal, Review, ReviewId, ReviewState


def read_review(row: ReviewRecord) -> Review:
    return Review(
        id=ReviewId(row.pk),
        order_id=OrderId(row.order_id),
        position=row.position,
        product_id=ProductId(row.product_id),
        variant_id=VariantId(row.variant_id),
        market=row.market_id,
        language=row.language,
        stars=row.stars,
        title=row.title,
        text=row.text,
        shown_name=row.shown_name,
        state=ReviewState(row.state),
        edition=row.edition,
        bought_on=row.bought_on,
        written_at=row.written_at,
        edited_at=row.edited_at,
        decided_at=row.decided_at,
        refusal=Refusal(row.refusal),
        note=row.note,
        answer=row.answer,
        answered_at=row.answered_at,
    )
