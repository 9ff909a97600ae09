"""The demo's pictures drawn, and stored as the catalogue stores any picture."""

import os
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from comptoir.domains.catalogue.actions import store_picture
from comptoir.domains.catalogue.values import StoredPicture
from comptoir.kernel.access import Actor
from comptoir.operations.demo.pictures.raster import render
from comptoir.operations.demo.pictures.spec import PictureSpec

SIDE = 800


def store_pictures(specs: Iterable[PictureSpec], *, actor: Actor, now: datetime) -> Mapping[str, StoredPicture]:
    """Draw and store each picture once; answers by the description's key.

    In threads: the renderer and the codec work outside the interpreter's lock, so every core has something to do.
    """
    wanted = list({spec.key: spec for spec in specs}.values())

    def make(spec: PictureSpec) -> StoredPicture:
        return store_picture(content=render(spec, SIDE, kind="png"), actor=actor, now=now)

    with ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="pictures") as drawing:
        return {spec.key: stored for spec, stored in zip(wanted, drawing.map(make, wanted), strict=True)}
