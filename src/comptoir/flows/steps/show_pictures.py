from datetime import datetime

from comptoir.domains.catalogue.actions import add_media, arrange_media, remove_media
from comptoir.domains.catalogue.queries import product, variants_of
from comptoir.domains.catalogue.values import MediaId, ProductId
from comptoir.domains.imports.values import Link, LinkPictures, ShownPicture, SourceProduct
from comptoir.flows.steps.gather_pictures import Gains
from comptoir.kernel.access import Actor

type _Shown = dict[tuple[str, str], MediaId]


def show_pictures(
    *, link: Link, source: SourceProduct, gains: Gains, language: str, actor: Actor, now: datetime
) -> LinkPictures:
    """Let a product that is here show the pictures that the file tells now, in the current transaction.

    New ones are added, those that the file no longer has are taken away, all stand in the file's order. Pictures that
    somebody added here stay, those that somebody took away here do not come back.
    """
    told = {(picture.address, picture.sku.lower()): picture for picture in source.pictures or ()}
    addresses = {address for address, _ in told}
    media = {one.id: one for one in product(link.product_id).media}
    shown: _Shown = {}
    for one in link.pictures.shown:
        key = (one.address, one.sku)
        # One that shall show another article is taken away only when it is there to be shown anew.
        if key in told or (one.address in addresses and one.address not in gains.pictures):
            shown[key] = one.media_id
        elif one.media_id in media:
            remove_media(media_id=one.media_id, actor=actor, now=now)
    shown |= _add(link.product_id, source, shown, gains, language, actor, now)
    alts = {shown[key]: {language: told[key].alt} if told[key].alt else {} for key in told if key in shown}
    placeholder = _placeholder(link, source, bool(shown), gains, actor, now)
    here = {one.id: one for one in product(link.product_id).media}
    order = [(id, {**here[id].alts, **alt}) for id, alt in alts.items() if id in here]
    if order:
        arrange_media(product_id=link.product_id, media=order, actor=actor, now=now)
    return LinkPictures(
        shown=tuple(ShownPicture(address=address, sku=sku, media_id=id) for (address, sku), id in shown.items()),
        missing=tuple(dict.fromkeys(address for address, _ in told if address not in {one for one, _ in shown})),
        placeholder=placeholder,
    )


def _add(
    product_id: ProductId,
    source: SourceProduct,
    shown: _Shown,
    gains: Gains,
    language: str,
    actor: Actor,
    now: datetime,
) -> _Shown:
    skus = {card.sku.lower(): card.id for card in variants_of([product_id])[product_id]}
    return {
        (picture.address, picture.sku.lower()): add_media(
            product_id=product_id,
            content=gains.pictures[picture.address].content,
            alts={language: picture.alt} if picture.alt else {},
            variant_id=skus.get(picture.sku.lower()),
            actor=actor,
            now=now,
        )
        for picture in source.pictures or ()
        if picture.address in gains.pictures and (picture.address, picture.sku.lower()) not in shown
    }


def _placeholder(
    link: Link, source: SourceProduct, has_real: bool, gains: Gains, actor: Actor, now: datetime
) -> MediaId | None:
    """It goes when there is something real to show, and comes when nothing is left."""
    known = link.pictures.placeholder
    if known and has_real:
        if any(one.id == known for one in product(link.product_id).media):
            remove_media(media_id=known, actor=actor, now=now)
        return None
    if known or has_real or source.source_id not in gains.placeholders:
        return known
    return add_media(
        product_id=link.product_id,
        content=gains.placeholders[source.source_id].content,
        alts={},
        actor=actor,
        now=now,
    )
