"""Addresses are claimed in a table of all that ever were, so that none leads to two products, now or later."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from comptoir.domains.catalogue.errors import SlugTaken
from comptoir.kernel.sql import fetch

_ROUNDS = 4


def claim_slugs(wanted: Sequence[tuple[UUID, str]]) -> dict[UUID, str]:
    """An address for each product: the one wanted, or with a number after it where that is taken."""
    slugs: dict[UUID, str] = {}
    waiting = list(wanted)
    for attempt in range(1, _ROUNDS + 1):
        given: set[str] = set()
        tries: dict[str, UUID] = {}
        for id, slug in waiting:
            candidate = _numbered(slug, attempt, given, last=attempt == _ROUNDS, id=id)
            given.add(candidate)
            tries[candidate] = id
        claimed = _claim(tries)
        slugs |= {tries[slug]: slug for slug in claimed}
        waiting = [(id, slug) for id, slug in waiting if id not in slugs]
        if not waiting:
            break
    return slugs


def _numbered(slug: str, attempt: int, given: set[str], *, last: bool, id: UUID) -> str:
    if last:
        return f"{slug}-{id.hex[-12:]}"  # random bits: numbers have been tried often enough
    number = attempt
    while (candidate := slug if number == 1 else f"{slug}-{number}") in given:
        number += 1
    return candidate


def _claim(tries: Mapping[str, UUID]) -> list[str]:
    # Sorted, so that two batches that want the same addresses wait for each other instead of deadlocking.
    ordered = sorted(tries.items())
    rows = fetch(
        """INSERT INTO catalogue_productslug (slug, product_id)
           SELECT slug, product_id FROM unnest(%s::text[], %s::uuid[]) AS wanted(slug, product_id)
           ON CONFLICT DO NOTHING RETURNING slug""",
        [[slug for slug, _ in ordered], [id for _, id in ordered]],
    )
    return [slug for (slug,) in rows]


def claim_exactly(product_id: UUID, slug: str) -> None:
    """That very address, which may be a former one of the same product.

    :raises SlugTaken: when it leads to another product.
    """
    rows = fetch(
        """INSERT INTO catalogue_productslug AS known (slug, product_id) VALUES (%s, %s)
           ON CONFLICT (slug) DO UPDATE SET product_id = known.product_id RETURNING known.product_id""",
        [slug, product_id],
    )
    if rows[0][0] != product_id:
        raise SlugTaken(field="slug", slug=slug)
