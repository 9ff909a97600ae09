"""What the catalogue does by itself."""

import logging
from datetime import datetime

from django.core.files.storage import default_storage

from comptoir.domains.catalogue.actions import add_avif
from comptoir.domains.catalogue.actions.media import FILES_KEPT
from comptoir.domains.catalogue.models import Media as MediaModel
from comptoir.domains.catalogue.values import PICTURE_FOLDER
from comptoir.kernel import clock
from comptoir.kernel.access import job_actor
from comptoir.kernel.clock import real_now
from comptoir.kernel.jobs import job

_JOB = job_actor("pictures")
_A_MINUTE = 10
"""So many pictures are made in a run, so that the worker goes on with other things."""

log = logging.getLogger(__name__)


@job(every="40 3 * * *")
def sweep_pictures() -> None:
    """Delete the files of pictures that no product has shown for a day. It may run at any time, twice or together."""
    if not default_storage.exists(PICTURE_FOLDER):
        return
    before = real_now() - FILES_KEPT
    folders, _ = default_storage.listdir(PICTURE_FOLDER)
    swept = sum(_sweep(f"{PICTURE_FOLDER}/{folder}", before) for folder in folders)
    log.info("pictures swept", extra={"files": swept})


@job(every="* * * * *", alone=True)
def make_avifs() -> None:
    """Make some of the pictures that are still to be made as AVIF; until then browsers have WebP."""
    wanted = MediaModel.objects.filter(avif=False).order_by("path").values_list("path", flat=True).distinct()
    left = _A_MINUTE
    for path in wanted[: 10 * _A_MINUTE]:
        left -= add_avif(path=path, actor=_JOB, now=clock.now())
        if not left:
            return


def _sweep(folder: str, before: datetime) -> int:
    _, names = default_storage.listdir(folder)
    # "ab12….webp" is the full size, "ab12…-320.webp" a rendition of it: rows know the first.
    paths = {name: f"{folder}/{name.partition('.')[0].partition('-')[0]}.webp" for name in names}
    shown = set(MediaModel.objects.filter(path__in=set(paths.values())).values_list("path", flat=True))
    unseen = [f"{folder}/{name}" for name, path in paths.items() if path not in shown]
    old = [path for path in unseen if default_storage.get_modified_time(path) < before]
    for path in old:
        default_storage.delete(path)
    return len(old)
