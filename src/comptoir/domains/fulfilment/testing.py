"""What tests of other storeys look at."""

from comptoir.domains.fulfilment.models import Label as LabelRecord
from comptoir.domains.fulfilment.queries import label_of
from comptoir.domains.fulfilment.values import Label


def every_label() -> list[Label]:
    """All labels there ever were, in the order they were asked for."""
    return [label_of(row) for row in LabelRecord.objects.order_by("asked_at", "id")]
