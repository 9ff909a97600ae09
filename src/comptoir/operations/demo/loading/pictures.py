"""The demo's pictures, drawn beside whatever else is done and stored as the catalogue stores any picture."""

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime

from comptoir.domains.catalogue.actions import store_picture
from comptoir.domains.catalogue.values import StoredPicture
from comptoir.kernel.access import Actor
from comptoir.operations.demo.pictures.drawing import SIDE, draw
from comptoir.operations.demo.pictures.raster import rasterise
from comptoir.operations.demo.pictures.spec import PictureSpec

LARGE, MEDIUM = 800, 640
"""Pixels of the picture that a product's page opens with, and of those that stand beside it."""

type Pictures = Mapping[str, StoredPicture]
"""By the key of the description."""


class Studio:
    """Draws in threads: the renderer and the codec work outside the interpreter's lock.

    A picture is named after its drawing, so that goods can show it before anybody has turned the drawing into pixels.
    """

    def __init__(self, threads: ThreadPoolExecutor, *, actor: Actor, now: datetime) -> None:
        self._threads, self._actor, self._now = threads, actor, now
        self._places: dict[str, StoredPicture] = {}
        self._under_way: list[Future[StoredPicture]] = []

    def order(self, specs: Iterable[PictureSpec], *, side: int) -> Pictures:
        """Have these drawn, unless they are; answers at once where all pictures ordered so far will be found."""
        for spec in specs:
            if spec.key not in self._places:
                drawing = draw(spec)
                name = hashlib.sha256(f"{side} {drawing}".encode()).hexdigest()[:32]
                self._places[spec.key] = StoredPicture.named(name, width=side, height=side)
                self._under_way.append(self._threads.submit(self._make, drawing, side, name))
        return self._places

    def wait(self) -> int:
        """Until all are there; returns how many."""
        for each in self._under_way:
            each.result()
        return len(self._places)

    def _make(self, drawing: str, side: int, name: str) -> StoredPicture:
        content = rasterise(drawing, SIDE, SIDE, side, kind="png")
        return store_picture(content=content, key=name, actor=self._actor, now=self._now)


@contextmanager
def studio(*, actor: Actor, now: datetime) -> Iterator[Studio]:
    """A studio that is left when all pictures are drawn, or at once when something else goes wrong meanwhile."""
    threads = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="pictures")
    try:
        opened = Studio(threads, actor=actor, now=now)
        yield opened
        opened.wait()
    finally:
        threads.shutdown(cancel_futures=True)
