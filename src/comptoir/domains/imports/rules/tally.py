"""Counting what became of everything, while an import goes on."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

from comptoir.domains.imports.rules.verdicts import variant_counts
from comptoir.domains.imports.values import Counts, Plan, RowVerdict, Verdict


@dataclass(slots=True)
class Tally:
    """Added up batch by batch. ``found`` are the addresses of the pictures that could be had for a batch."""

    products: Counter[str] = field(default_factory=Counter)
    variants: Counter[str] = field(default_factory=Counter)
    rows: Counter[str] = field(default_factory=Counter)
    shown: int = 0
    here: int = 0
    missing: int = 0

    @property
    def counts(self) -> Counts:
        return Counts(
            products={verdict: self.products[verdict] for verdict in Verdict},
            variants={verdict: self.variants[verdict] for verdict in Verdict},
            rows={verdict: self.rows[verdict] for verdict in Verdict},
            pictures_shown=self.shown,
            pictures_here=self.here,
            pictures_missing=self.missing,
        )

    def with_these(self, plans: Sequence[Plan], rows: Sequence[RowVerdict], *, found: Collection[str]) -> Self:
        """The tally as it will be once these are written."""
        after = replace(self, products=self.products.copy(), variants=self.variants.copy(), rows=self.rows.copy())
        after.rows.update(row.verdict for row in rows)
        for plan in plans:
            after.products[plan.verdict] += 1
            after.variants.update(variant_counts(plan.product, plan.verdict, plan.changes))
            if plan.verdict is not Verdict.QUARANTINED:
                had = plan.pictures_not_shown.intersection(found)
                after.shown += len(had)
                after.missing += len(plan.pictures_not_shown) - len(had)
                after.here += len(plan.pictures_told) - len(plan.pictures_not_shown)
        return after
