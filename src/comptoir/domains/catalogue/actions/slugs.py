"""Addresses are claimed in a table of all that ever were, so that none leads to two products, now or later."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.conf import settings

from comptoir.domains.catalogue.errors import SlugTaken
from comptoir.domains.catalogue.values import AddedProduct, CategoryDraft, ProductDraft
from comptoir.kernel.sql import fetch
from comptoir.kernel.texts import slug_of

type Claim = tuple[UUID, str]
"""A product, and the address that it wants."""

_ROUNDS = 4


def addresses_of(draft: ProductDraft | CategoryDraft | AddedProduct) -> dict[str, str]:
    """The addresses by language, that of the first one among them."""
    return {**draft.slugs, settings.LANGUAGE_CODE: draft.slug}


def with_addresses[D: (ProductDraft, CategoryDraft)](draft: D, addresses: Mapping[str, str]) -> D:
    """The draft with these addresses instead of its own."""
    first = settings.LANGUAGE_CODE
    others = {language: slug for language, slug in addresses.items() if language != first}
    return replace(draft, slug=addresses[first], slugs=others)


def addresses_told(draft: ProductDraft) -> dict[str, Any]:
    """For the audit trail."""
    return {"slug": draft.slug, **({"slugs": dict(draft.slugs)} if draft.slugs else {})}


def must_have(given: ProductDraft | CategoryDraft, addresses: Mapping[str, str]) -> None:
    """That what was asked for by name is what was had.

    :raises SlugTaken: for the first address that was not, naming the field of its language.
    """
    first = settings.LANGUAGE_CODE
    wanted = {**given.slugs, first: given.slug or given.slugs.get(first, "")}
    for language, text in wanted.items():
        slug = slug_of(text)
        if slug and addresses[language] != slug:
            raise SlugTaken(field="slug" if language == first else f"slugs.{language}", slug=slug)


def claim_slugs(wanted: Sequence[tuple[UUID, Mapping[str, str]]]) -> dict[UUID, dict[str, str]]:
    """The addresses of each product by language: those wanted, or with a number after them where another product has
    them. One that is the product's own already, now or formerly or in another language, it may have again."""
    claims = dict.fromkeys((id, slug) for id, slugs in wanted for slug in slugs.values())
    had = _claimed(list(claims))
    return {id: {language: had[id, slug] for language, slug in slugs.items()} for id, slugs in wanted}


def _claimed(wanted: Sequence[Claim]) -> dict[Claim, str]:
    had: dict[Claim, str] = {}
    waiting = list(wanted)
    for attempt in range(1, _ROUNDS + 1):
        tries: dict[str, Claim] = {}
        for claim in waiting:
            tries[_numbered(claim, attempt, tries, last=attempt == _ROUNDS)] = claim
        had |= {tries[slug]: slug for slug in _claim(tries)}
        waiting = [claim for claim in waiting if claim not in had]
        if not waiting:
            break
    return had


def _numbered(claim: Claim, attempt: int, given: Mapping[str, Claim], *, last: bool) -> str:
    id, slug = claim
    number = attempt
    if last:
        slug, number = f"{slug}-{id.hex[-12:]}", 1  # random bits: numbers have been tried often enough
    while (candidate := slug if number == 1 else f"{slug}-{number}") in given:
        number += 1
    return candidate


def _claim(tries: Mapping[str, Claim]) -> list[str]:
    """Which of these addresses are their product's now."""
    # Sorted, so that two batches that want the same addresses wait for each other instead of deadlocking.
    ordered = sorted((slug, id) for slug, (id, _slug) in tries.items())
    rows = fetch(
        """WITH wanted AS (SELECT * FROM unnest(%s::text[], %s::uuid[]) AS wanted(slug, product_id)),
                claimed AS (INSERT INTO catalogue_productslug (slug, product_id)
                            SELECT slug, product_id FROM wanted ON CONFLICT DO NOTHING RETURNING slug)
           SELECT slug FROM claimed
           UNION ALL SELECT slug FROM wanted JOIN catalogue_productslug USING (slug, product_id)""",
        [[slug for slug, _ in ordered], [id for _, id in ordered]],
    )
    return [slug for (slug,) in rows]
