from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.db import transaction

from comptoir.domains.catalogue.actions.pictures import encode_picture
from comptoir.domains.catalogue.errors import UnknownMedia, UnknownProduct, UnknownVariant
from comptoir.domains.catalogue.events import ProductsChanged
from comptoir.domains.catalogue.models import Media as MediaModel
from comptoir.domains.catalogue.models import Product as ProductModel
from comptoir.domains.catalogue.models import Variant as VariantModel
from comptoir.domains.catalogue.permissions import CATALOGUE_EDIT
from comptoir.domains.catalogue.rules import clean_texts
from comptoir.domains.catalogue.values import MediaId, ProductId, StoredPicture, VariantId
from comptoir.domains.catalogue.values.pictures import rendition_path
from comptoir.kernel.access import Actor
from comptoir.kernel.events import emit
from comptoir.kernel.history import Facts, record
from comptoir.kernel.ids import new_id
from comptoir.kernel.sql import execute, fetch
from comptoir.kernel.texts import Texts

FILES_KEPT = timedelta(days=1)
"""How long a file stays that no product shows, for pages still open and for products about to be saved."""


def store_picture(*, content: bytes, key: str = "", actor: Actor, now: datetime) -> StoredPicture:
    """Put a picture's files into the media storage and say where; the same picture twice is stored once.

    Takes some tenths of a second: call it outside a transaction. What no product shows after a day is swept away.

    :param key: the name of the files, a hash in hexadecimal of whatever the picture is made from; without it, one of
        the bytes that are given here.
    :raises NotAPicture: for anything that is not JPEG, PNG, WebP, AVIF or GIF.
    :raises PictureTooLarge: beyond 20 MB or 60 million pixels.
    """
    actor.must(CATALOGUE_EDIT)
    encoded = encode_picture(content)
    place = StoredPicture.named(key or encoded.key, width=encoded.width, height=encoded.height)
    for width, file in encoded.renditions.items():
        _store(rendition_path(place.path, width), file, now)
    _store(place.path, encoded.full, now)
    if not key:
        _keep_original(place.path, content)
    return place


def _keep_original(path: str, content: bytes) -> None:
    """What somebody sent, as it was: where nobody is served from, since it may say where a photo was taken."""
    original = f"originals/{path.removesuffix('.webp')}"
    if not storages["private"].exists(original):
        storages["private"].save(original, ContentFile(content))


def _store(path: str, content: bytes, now: datetime) -> None:
    if not _is_good(path, len(content), now):
        default_storage.save(path, ContentFile(content))


def _is_good(path: str, size: int, now: datetime) -> bool:
    try:
        # An old file may be about to be swept away, a power cut may have left half of one: both are written anew.
        is_young = now - default_storage.get_modified_time(path) < FILES_KEPT / 2
        return is_young and default_storage.size(path) == size
    except FileNotFoundError:
        return False


def add_media(
    *,
    product_id: ProductId,
    content: bytes,
    alts: Texts,
    variant_id: VariantId | None = None,
    actor: Actor,
    now: datetime,
) -> MediaId:
    """Show one more picture with a product, after those it has; with a variant when one is named.

    :raises NotAPicture: (or ``PictureTooLarge``) as ``store_picture``.
    :raises UnknownProduct: when there is none.
    :raises UnknownVariant: when the product has no such variant.
    """
    actor.must(CATALOGUE_EDIT)
    picture = store_picture(content=content, actor=actor, now=now)
    media_id = MediaId(new_id())
    with transaction.atomic(savepoint=False):
        _lock(product_id)
        if variant_id and not VariantModel.objects.filter(id=variant_id, product_id=product_id).exists():
            raise UnknownVariant(field="variant", id=str(variant_id))
        last = MediaModel.objects.filter(product_id=product_id).order_by("-position").first()
        MediaModel.objects.create(
            id=media_id,
            product_id=product_id,
            variant_id=variant_id,
            path=picture.path,
            alts=clean_texts(alts),
            width=picture.width,
            height=picture.height,
            widths=list(picture.widths),
            position=last.position + 1 if last else 0,
        )
        _tell("media_added", product_id, {"media": media_id, "path": picture.path}, actor=actor, now=now)
    return media_id


def remove_media(*, media_id: MediaId, actor: Actor, now: datetime) -> None:
    """Take a picture away from its product. Its files stay a day longer, for pages still open somewhere.

    :raises UnknownMedia: when there is none.
    """
    actor.must(CATALOGUE_EDIT)
    with transaction.atomic(savepoint=False):
        product_id = MediaModel.objects.filter(id=media_id).values_list("product_id", flat=True).first()
        if product_id is None:
            raise UnknownMedia(id=str(media_id))
        # The product before its pictures, as everywhere: two orders of locking would be a deadlock one day.
        _lock(ProductId(product_id))
        removed = fetch("DELETE FROM catalogue_media WHERE id = %s RETURNING path", [media_id])
        if not removed:
            raise UnknownMedia(id=str(media_id))
        facts = {"media": media_id, "path": removed[0][0]}
        _tell("media_removed", ProductId(product_id), facts, actor=actor, now=now)


def arrange_media(
    *, product_id: ProductId, media: Sequence[tuple[MediaId, Texts]], actor: Actor, now: datetime
) -> None:
    """Put the pictures of a product in this order, each with this description; those left out follow unchanged.

    :raises UnknownProduct: when there is none.
    :raises UnknownMedia: when one of the pictures is not the product's.
    """
    actor.must(CATALOGUE_EDIT)
    with transaction.atomic(savepoint=False):
        _lock(product_id)
        known = {row.id: row for row in MediaModel.objects.filter(product_id=product_id).order_by("position", "id")}
        texts: dict[UUID, Texts] = {id: clean_texts(alts) for id, alts in media}
        if missing := set(texts) - set(known):
            raise UnknownMedia(id=str(min(missing)))
        before = [{"id": row.id, "alts": row.alts} for row in known.values()]
        ordered = [known[id] for id in (*texts, *(id for id in known if id not in texts))]
        for position, row in enumerate(ordered):
            row.position, row.alts = position, texts.get(row.id, row.alts)
        MediaModel.objects.bulk_update(ordered, ["position", "alts"])
        record(
            action="media_arranged",
            subject_type="catalogue.product",
            subject_id=product_id,
            actor=actor,
            now=now,
            before={"media": before},
            after={"media": [{"id": row.id, "alts": row.alts} for row in ordered]},
        )
        _touch(product_id, now)
        emit(ProductsChanged(product_ids=(product_id,)))


def _lock(product_id: ProductId) -> None:
    """One at a time per product, so that no two pictures take the same place."""
    if not ProductModel.objects.select_for_update().filter(id=product_id).values_list("id").first():
        raise UnknownProduct(id=str(product_id))


def _touch(product_id: ProductId, now: datetime) -> None:
    # The version stays: adding a picture must not spoil the form that somebody has open beside it.
    execute("UPDATE catalogue_product SET updated_at = %s WHERE id = %s", [now, product_id])


def _tell(action: str, product_id: ProductId, facts: Facts, *, actor: Actor, now: datetime) -> None:
    record(
        action=action,
        subject_type="catalogue.product",
        subject_id=product_id,
        actor=actor,
        now=now,
        before=facts if action == "media_removed" else {},
        after=facts if action == "media_added" else {},
    )
    _touch(product_id, now)
    emit(ProductsChanged(product_ids=(product_id,)))
