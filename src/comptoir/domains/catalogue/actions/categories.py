from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from comptoir.domains.catalogue.actions.slugs import addresses_of, must_have, with_addresses
from comptoir.domains.catalogue.errors import CategoryLoop, UnknownCategory
from comptoir.domains.catalogue.events import AttributesChanged, CategoriesChanged
from comptoir.domains.catalogue.models import Attribute as AttributeModel
from comptoir.domains.catalogue.models import Category as CategoryModel
from comptoir.domains.catalogue.permissions import CATALOGUE_EDIT
from comptoir.domains.catalogue.rules import attribute_errors, category_errors, clean_texts, free_slug, tidy_category
from comptoir.domains.catalogue.values import AttributeDraft, CategoryDraft, CategoryId
from comptoir.kernel.access import Actor
from comptoir.kernel.errors import ManyInvalid
from comptoir.kernel.events import emit
from comptoir.kernel.history import record
from comptoir.kernel.ids import new_id
from comptoir.kernel.remember import forget
from comptoir.kernel.sql import fetch
from comptoir.kernel.texts import slug_of


def save_category(*, draft: CategoryDraft, actor: Actor, now: datetime) -> CategoryId:
    """Add a category, or change the one of that code. Saving what is there already changes nothing.

    An address that the draft leaves empty stays, whatever becomes of the name; a new category, or one that is named in
    another language now, gets one from its name. A new address redirects from the old.

    :raises ManyInvalid: with everything that is wrong about the draft, by field.
    :raises UnknownCategory: when the parent does not exist.
    :raises CategoryLoop: when the category would lie within itself.
    :raises SlugTaken: when another category has an address that was asked for; one made from a name gets a number.
    """
    actor.must(CATALOGUE_EDIT)
    given, draft = draft, tidy_category(draft, language=settings.LANGUAGE_CODE)
    if errors := tuple(category_errors(draft)):
        raise ManyInvalid(errors=errors)
    with transaction.atomic(savepoint=False):
        # One at a time: two moves at once could each be right and together make a loop.
        fetch("SELECT pg_advisory_xact_lock(hashtext('catalogue.categories'))")
        rows = {row.code: row for row in CategoryModel.objects.all()}
        known = rows.get(draft.code)
        draft = _addressed(given, known, rows)
        columns = _category_columns(draft, _parent_of(draft, rows))
        after = {name: value for name, value in columns.items() if known is None or getattr(known, name) != value}
        if known is not None and not after:
            return CategoryId(known.id)
        id = known.id if known else new_id()
        if known is None:
            CategoryModel.objects.create(id=id, code=draft.code, **columns)
        else:
            CategoryModel.objects.filter(id=id).update(**after, **_former(known, draft))
        record(
            action="saved",
            subject_type="catalogue.category",
            subject_id=id,
            actor=actor,
            now=now,
            before={name: getattr(known, name) for name in after} if known else {},
            after=after,
        )
        emit(CategoriesChanged(category_ids=(CategoryId(id),)))
        forget("catalogue.categories")
    return CategoryId(id)


def _parent_of(draft: CategoryDraft, rows: dict[str, CategoryModel]) -> UUID | None:
    if not draft.parent:
        return None
    if draft.parent not in rows:
        raise UnknownCategory(field="parent", category=draft.parent)
    by_id = {row.id: row for row in rows.values()}
    above: CategoryModel | None = rows[draft.parent]
    while above is not None:
        if above.code == draft.code:
            raise CategoryLoop(field="parent")
        above = by_id[above.parent_id] if above.parent_id else None
    return UUID(str(rows[draft.parent].id))


def _addressed(given: CategoryDraft, known: CategoryModel | None, rows: dict[str, CategoryModel]) -> CategoryDraft:
    """What was given, tidy, with addresses that are the category's own: those it has already stay."""
    asked = {language: slug for language, slug in given.slugs.items() if slug_of(slug)}
    slug = slug_of(given.slug) or asked.get(settings.LANGUAGE_CODE, "") or (known.slug if known else "")
    kept = replace(given, slug=slug, slugs={**(known.slugs if known else {}), **asked})
    draft = tidy_category(kept, language=settings.LANGUAGE_CODE)
    taken = {slug for row in rows.values() if row.code != given.code for slug in (row.slug, *row.slugs.values())}
    addresses = {language: free_slug(slug, taken) for language, slug in addresses_of(draft).items()}
    must_have(given, addresses)
    return with_addresses(draft, addresses)


def _former(known: CategoryModel, draft: CategoryDraft) -> dict[str, list[str]]:
    """The addresses that a category had, once it has others."""
    present = set(addresses_of(draft).values())
    had = dict.fromkeys((*known.former_slugs, *known.slugs.values(), known.slug))
    return {"former_slugs": [slug for slug in had if slug not in present]}


def _category_columns(draft: CategoryDraft, parent_id: UUID | None) -> dict[str, Any]:
    return {
        "slug": draft.slug,
        "slugs": dict(draft.slugs),
        "names": dict(draft.names),
        "descriptions": dict(draft.descriptions),
        "parent_id": parent_id,
        "position": draft.position,
    }


def save_attribute(*, draft: AttributeDraft, actor: Actor, now: datetime) -> None:
    """Add an attribute, or change the one of that code.

    :raises ManyInvalid: with everything that is wrong about the draft, by field.
    """
    actor.must(CATALOGUE_EDIT)
    draft = replace(draft, names=clean_texts(draft.names))
    if errors := tuple(attribute_errors(draft)):
        raise ManyInvalid(errors=errors)
    columns = {"names": dict(draft.names), "facet": draft.facet, "position": draft.position}
    with transaction.atomic(savepoint=False):
        row, is_new = AttributeModel.objects.select_for_update().get_or_create(code=draft.code, defaults=columns)
        after = {name: value for name, value in columns.items() if is_new or getattr(row, name) != value}
        if not after:
            return
        AttributeModel.objects.filter(code=draft.code).update(**after)
        record(
            action="saved",
            subject_type="catalogue.attribute",
            subject_id=draft.code,
            actor=actor,
            now=now,
            before={} if is_new else {name: getattr(row, name) for name in after},
            after=after,
        )
        emit(AttributesChanged(attribute_codes=(draft.code,)))
        forget("catalogue.attributes")
