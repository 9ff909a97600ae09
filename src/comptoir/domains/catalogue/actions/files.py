"""What buyers download: the files of a variant, kept where no address leads."""

import mimetypes
from datetime import datetime

from django.core.files.base import File
from django.core.files.storage import storages
from django.db import transaction

from comptoir.domains.catalogue.errors import BadFile, UnknownFile, UnknownVariant
from comptoir.domains.catalogue.events import ProductsChanged
from comptoir.domains.catalogue.models import Variant as VariantModel
from comptoir.domains.catalogue.models import VariantFile as FileModel
from comptoir.domains.catalogue.permissions import CATALOGUE_EDIT
from comptoir.domains.catalogue.rules import file_name
from comptoir.domains.catalogue.values import FileId, ProductId, VariantId, VariantKind
from comptoir.kernel.access import Actor
from comptoir.kernel.events import emit
from comptoir.kernel.history import Facts, record
from comptoir.kernel.ids import new_id

_FOLDER = "downloads"
MOST_MEGABYTES = 1_000


def set_variant_kind(*, variant_id: VariantId, kind: VariantKind, actor: Actor, now: datetime) -> None:
    """Say how a variant reaches its buyer. Orders that were placed keep what they were told. Inventory learns of it
    from whoever calls.

    :raises UnknownVariant: when there is none.
    """
    actor.must(CATALOGUE_EDIT)
    with transaction.atomic(savepoint=False):
        row = _locked(variant_id)
        if row.kind == kind:
            return
        VariantModel.objects.filter(pk=variant_id).update(kind=kind)
        facts = {"kind": row.kind}, {"kind": str(kind)}
        _tell("variant_kind_set", row, *facts, actor=actor, now=now)


def attach_file(*, variant_id: VariantId, name: str, content: "File[bytes]", actor: Actor, now: datetime) -> FileId:
    """Give buyers of a variant one more file. It is written part by part, outside a transaction: it may be large.

    :raises UnknownVariant: when there is none.
    :raises BadFile: without a name or a byte in it, or beyond ``MOST_MEGABYTES``.
    """
    actor.must(CATALOGUE_EDIT)
    called, size = file_name(name), content.size
    if not called or not 0 < size <= MOST_MEGABYTES * 1_000_000:
        raise BadFile(field="file", most=MOST_MEGABYTES)
    if not VariantModel.objects.filter(pk=variant_id).exists():
        raise UnknownVariant(id=str(variant_id))
    id = FileId(new_id())
    # Named by nothing that anybody knows, and in a storage that serves nobody.
    path = storages["private"].save(f"{_FOLDER}/{id.hex}", content)
    with transaction.atomic(savepoint=False):
        row = _locked(variant_id)
        FileModel.objects.create(
            id=id,
            variant_id=variant_id,
            name=called,
            path=path,
            size=size,
            media_type=mimetypes.guess_type(called)[0] or "application/octet-stream",
            added_at=now,
        )
        _tell("file_attached", row, {}, {"file": id, "name": called}, actor=actor, now=now)
    return id


def remove_file(*, file_id: FileId, actor: Actor, now: datetime) -> None:
    """Give a file to nobody any more who buys from now on. Those who bought it may go on fetching it.

    :raises UnknownFile: when there is none, or it was removed before.
    """
    actor.must(CATALOGUE_EDIT)
    with transaction.atomic(savepoint=False):
        known = FileModel.objects.filter(pk=file_id).first()
        if known is None or not FileModel.objects.filter(pk=file_id, active=True).update(active=False):
            raise UnknownFile(id=str(file_id))
        row = _locked(VariantId(known.variant_id))
        _tell("file_removed", row, {"file": file_id, "name": known.name}, {}, actor=actor, now=now)


def _locked(variant_id: VariantId) -> VariantModel:
    row = VariantModel.objects.select_for_update(no_key=True).filter(pk=variant_id).first()
    if row is None:
        raise UnknownVariant(id=str(variant_id))
    return row


def _tell(action: str, row: VariantModel, before: Facts, after: Facts, *, actor: Actor, now: datetime) -> None:
    record(
        action=action,
        subject_type="catalogue.product",
        subject_id=row.product_id,
        actor=actor,
        now=now,
        before={"sku": row.sku, **before},
        after={"sku": row.sku, **after},
    )
    emit(ProductsChanged(product_ids=(ProductId(row.product_id),)))
