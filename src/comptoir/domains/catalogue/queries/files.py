from collections import defaultdict
from collections.abc import Collection

from django.core.files.base import File
from django.core.files.storage import storages

from comptoir.domains.catalogue.errors import UnknownFile
from comptoir.domains.catalogue.models import VariantFile as FileModel
from comptoir.domains.catalogue.values import FileId, VariantFile, VariantId


def files_for(variant_ids: Collection[VariantId]) -> dict[VariantId, tuple[VariantFile, ...]]:
    """What whoever buys these variants now may download, in the order in which it was attached. One statement."""
    found: defaultdict[VariantId, list[VariantFile]] = defaultdict(list)
    for row in FileModel.objects.filter(variant_id__in=variant_ids, active=True).order_by("added_at", "id"):
        found[VariantId(row.variant_id)].append(_file(row))
    return {id: tuple(found[id]) for id in variant_ids}


def files_by_id(file_ids: Collection[FileId]) -> dict[FileId, VariantFile]:
    """These files, also those that are no longer given away. One statement."""
    return {FileId(row.pk): _file(row) for row in FileModel.objects.filter(pk__in=file_ids)}


def open_variant_file(file: VariantFile) -> "File[bytes]":
    """The file, to be read part by part; for whoever was already let in.

    :raises UnknownFile: when the storage has lost it.
    """
    try:
        return storages["private"].open(file.path)
    except FileNotFoundError as error:
        raise UnknownFile(id=str(file.id)) from error


def _file(row: FileModel) -> VariantFile:
    return VariantFile(
        id=FileId(row.pk),
        variant_id=VariantId(row.variant_id),
        name=row.name,
        path=row.path,
        size=row.size,
        media_type=row.media_type,
    )
