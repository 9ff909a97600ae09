from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from comptoir.domains.catalogue.actions.pictures import encode_avif
from comptoir.domains.catalogue.events import ProductsChanged
from comptoir.domains.catalogue.models import Media as MediaModel
from comptoir.domains.catalogue.permissions import CATALOGUE_EDIT
from comptoir.domains.catalogue.values import ProductId
from comptoir.domains.catalogue.values.pictures import avif_path, rendition_path
from comptoir.kernel.access import Actor
from comptoir.kernel.events import emit


def add_avif(*, path: str, actor: Actor, now: datetime) -> bool:
    """Make the files of a picture anew as AVIF, and have pages offer them once all are there; tells whether they are.

    Outside a transaction: it takes seconds. What was cut off half way is made again, what is there already is not. A
    picture whose files are still being drawn waits for the next time.
    """
    actor.must(CATALOGUE_EDIT)
    shown = MediaModel.objects.filter(path=path, avif=False)
    widths = shown.values_list("widths", flat=True).first()
    if widths is None:
        return False
    for file in (*(rendition_path(path, width) for width in widths), path):
        if not _is_made(file):
            return False
    with transaction.atomic(savepoint=False):
        products = sorted(set(shown.values_list("product_id", flat=True)))
        if shown.update(avif=True):
            emit(ProductsChanged(product_ids=tuple(map(ProductId, products))))
    return True


def _is_made(file: str) -> bool:
    made = avif_path(file)
    if default_storage.exists(made) and default_storage.size(made):
        return True
    try:
        with default_storage.open(file) as stored:
            content = stored.read()
    except FileNotFoundError:
        return False
    default_storage.save(made, ContentFile(encode_avif(content)))
    return True
