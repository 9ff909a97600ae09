from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from comptoir.domains.catalogue.actions import add_products
from comptoir.domains.catalogue.values import MediaDraft, MediaId, ProductId
from comptoir.domains.imports.values import LinkPictures, Plan, ShownPicture
from comptoir.flows.steps.gather_pictures import Gains
from comptoir.kernel.access import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A product of ours that a product of the file has become, and which of its pictures it shows."""

    product_id: ProductId
    pictures: LinkPictures


def create_imported_products(
    *, plans: Sequence[Plan], gains: Gains, language: str, actor: Actor, now: datetime
) -> dict[str, Written]:
    """Add the products that are not here yet, with their pictures, in the current transaction; by handle.

    :raises SkuTaken: when another article has taken a reference in the meantime.
    """
    media = [_media(plan, gains, language) for plan in plans]
    drafts = [
        replace(plan.draft, media=tuple(draft for _, draft in own))
        for plan, own in zip(plans, media, strict=True)
        if plan.draft is not None
    ]
    added = add_products(batch=drafts, actor=actor, now=now) if drafts else ()
    return {
        plan.product.source_id: Written(product_id=one.id, pictures=_shown(plan, own, one.media))
        for plan, own, one in zip(plans, media, added, strict=True)
    }


def _media(plan: Plan, gains: Gains, language: str) -> list[tuple[str, MediaDraft]]:
    """The pictures that were had, by address; or else one placeholder, which has none."""
    had = [
        (
            picture.address,
            MediaDraft(
                picture=gains.pictures[picture.address].stored,
                alts={language: picture.alt} if picture.alt else {},
                sku=picture.sku,
            ),
        )
        for picture in plan.product.pictures or ()
        if picture.address in gains.pictures
    ]
    placeholder = gains.placeholders.get(plan.product.source_id)
    return [("", MediaDraft(picture=placeholder.stored))] if placeholder and not had else had


def _shown(plan: Plan, media: Sequence[tuple[str, MediaDraft]], ids: Sequence[MediaId]) -> LinkPictures:
    shown = [
        ShownPicture(address=address, sku=draft.sku.lower(), media_id=media_id)
        for (address, draft), media_id in zip(media, ids, strict=True)
        if address
    ]
    addresses = {picture.address for picture in shown}
    return LinkPictures(
        shown=tuple(shown),
        missing=tuple(p.address for p in plan.product.pictures or () if p.address not in addresses),
        placeholder=ids[0] if ids and not shown else None,
    )
