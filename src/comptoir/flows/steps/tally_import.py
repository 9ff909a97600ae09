from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from comptoir.domains.imports.queries import row_verdicts, variant_verdicts
from comptoir.domains.imports.values import Changes, Column, Counts, Note, Plan, RowVerdict, Verdict
from comptoir.flows.steps.gather_pictures import Gains


@dataclass(slots=True)
class Tally:
    """What became of everything so far. ``tell`` hears of each row, in the order of the file."""

    tell: Callable[[RowVerdict], None]
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

    def with_these(self, plans: Sequence[Plan], gains: Gains) -> tuple[Counts, list[RowVerdict]]:
        """The counts as they will be once these are written, and what will have become of their rows."""
        rows = [row for plan in plans for row in rows_of(plan, gains)]
        after = replace(self, products=self.products.copy(), variants=self.variants.copy(), rows=self.rows.copy())
        after.add(plans, rows, gains)
        return after.counts, rows

    def take(self, plans: Sequence[Plan], rows: Sequence[RowVerdict], gains: Gains) -> None:
        """They are written, or would be: count them and tell."""
        self.add(plans, rows, gains)
        for row in rows:
            self.tell(row)

    def add(self, plans: Sequence[Plan], rows: Sequence[RowVerdict], gains: Gains) -> None:
        """Count them."""
        self.rows.update(row.verdict for row in rows)
        for plan in plans:
            self.products[plan.verdict] += 1
            self.variants.update(variant_verdicts(plan))
            if plan.verdict is not Verdict.QUARANTINED:
                told, here = _told(plan), _shown(plan)
                self.here += len(told & here)
                self.shown += len((told - here) & set(gains.pictures))
                self.missing += len(told - here - set(gains.pictures))


def rows_of(plan: Plan, gains: Gains) -> list[RowVerdict]:
    """What becomes of each row of a product, the pictures that were missed included."""
    replaced = plan.product.source_id in gains.placeholders
    remarks = [
        Note(
            line=picture.line,
            column=Column.IMAGE,
            code="picture_replaced" if replaced else "picture_missing",
            facts={"reason": gains.missed[picture.address].reason, "address": picture.address},
        )
        for picture in plan.product.pictures or ()
        if picture.address in gains.missed
    ]
    return row_verdicts(plan, remarks=remarks, new_pictures=_new_pictures(plan, gains))


def with_found_pictures(plan: Plan, gains: Gains) -> Plan:
    """An unchanged product for which a missing picture was found after all is one to update."""
    link = plan.link
    if link is None or plan.verdict is not Verdict.UNCHANGED:
        return plan
    if _new_pictures(plan, gains).isdisjoint(link.pictures.missing):
        return plan
    return replace(plan, verdict=Verdict.UPDATE, changes=Changes(pictures=True), content=link.content)


def _told(plan: Plan) -> frozenset[str]:
    return frozenset(picture.address for picture in plan.product.pictures or ())


def _shown(plan: Plan) -> frozenset[str]:
    return frozenset(picture.address for picture in plan.link.pictures.shown) if plan.link else frozenset()


def _new_pictures(plan: Plan, gains: Gains) -> frozenset[str]:
    return (_told(plan) - _shown(plan)) & set(gains.pictures)
