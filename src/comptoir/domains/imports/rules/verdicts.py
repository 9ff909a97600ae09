"""From what becomes of a product to what becomes of each of its rows."""

from collections import Counter
from collections.abc import Sequence

from comptoir.domains.imports.values import Changes, Note, RowVerdict, SourceProduct, SourceRow, Verdict


def verdicts_of(
    product: SourceProduct,
    verdict: Verdict,
    *,
    problems: Sequence[Note] = (),
    remarks: Sequence[Note] = (),
    changes: Changes | None = None,
    new_pictures: frozenset[str] = frozenset(),
) -> list[RowVerdict]:
    """One for each row. Of an updated product, the rows that bring nothing new are unchanged.

    ``problems`` and ``remarks`` go to the rows they are about; the other rows of a product that is kept out say so.
    ``new_pictures`` are addresses whose pictures were not shown before.
    """
    found = []
    for row in product.rows:
        own = tuple(note for note in (*problems, *remarks) if note.line == row.line)
        if verdict is Verdict.QUARANTINED and not any(note.line == row.line for note in problems):
            own = (_with_product(row, problems), *own)
        mine = _of_row(row, product, verdict, changes, new_pictures)
        found.append(RowVerdict(line=row.line, source_id=product.source_id, sku=row.sku, verdict=mine, notes=own))
    return found


def _with_product(row: SourceRow, problems: Sequence[Note]) -> Note:
    lines = ", ".join(map(str, sorted({note.line for note in problems})[:5]))
    return Note(line=row.line, column="", code="with_product", facts={"others": lines})


def _of_row(
    row: SourceRow, product: SourceProduct, verdict: Verdict, changes: Changes | None, new_pictures: frozenset[str]
) -> Verdict:
    if verdict is not Verdict.UPDATE or changes is None:
        return verdict
    says_of_product = row is product.rows[0] and (changes.fields or changes.gone or changes.pictures)
    says_of_variant = row.sku.lower() in changes.variants
    return Verdict.UPDATE if says_of_product or says_of_variant or row.picture in new_pictures else Verdict.UNCHANGED


def variant_counts(product: SourceProduct, verdict: Verdict, changes: Changes) -> Counter[str]:
    """How many of its variants meet with each verdict; those that are retired are updated."""
    if verdict is not Verdict.UPDATE:
        return Counter({verdict: len(product.variants)})
    changed, added = len(changes.variants), len(changes.added)
    updated = changed - added + len(changes.gone)
    return Counter({Verdict.CREATE: added, Verdict.UPDATE: updated, Verdict.UNCHANGED: len(product.variants) - changed})
