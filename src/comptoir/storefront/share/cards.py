"""What a shared card tells of a page, and where it lies: its address changes when what is drawn does."""

import hashlib
from dataclasses import astuple, dataclass
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from comptoir.storefront.share.drawing import draw_card
from comptoir.storefront.share.look import Look

DRAWN = 1
"""Counts changes to the drawing itself: cards that were kept are drawn anew."""
_FOLDER = PurePosixPath("share")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareCard:
    """``kind`` and ``key`` find it again; ``picture`` is a path in the media storage, "" for none."""

    kind: str
    key: str
    shop: str
    title: str
    under: str
    picture: str
    look: Look

    @property
    def digest(self) -> str:
        drawn = (DRAWN, self.shop, self.title, self.under, self.picture, *astuple(self.look))
        return hashlib.sha256("\n".join(map(str, drawn)).encode()).hexdigest()[:16]

    @property
    def name(self) -> str:
        """The last part of its address."""
        return f"{self.key}-{self.digest}.jpg"


def kept_card(card: ShareCard) -> bytes | None:
    """The card as it was drawn before; None while it was not."""
    path = str(_FOLDER / f"{card.digest}.jpg")
    if not default_storage.exists(path):
        return None
    with default_storage.open(path) as file:
        return bytes(file.read())


def drawn_card(card: ShareCard) -> bytes:
    """Draw it and keep it. Two that draw the same at once keep the same."""
    drawn = draw_card(
        shop=card.shop, title=card.title, under=card.under, picture=_picture(card.picture), look=card.look
    )
    path = str(_FOLDER / f"{card.digest}.jpg")
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(drawn))
    return drawn


def _picture(path: str) -> bytes | None:
    """None for what the storage does not have: a card without it is better than none."""
    if not path or not default_storage.exists(path):
        return None
    with default_storage.open(path) as file:
        return bytes(file.read())
