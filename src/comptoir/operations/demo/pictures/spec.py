"""What a demo picture shows, as data: the same description always draws the same picture."""

import hashlib
from dataclasses import astuple, dataclass


@dataclass(frozen=True, slots=True)
class PictureSpec:
    """One picture. Colours and grounds are names of the palette; an empty string means the shape's own choice.

    ``title`` holds the words of the label, lines separated by ``|``. ``detail`` is a variation the shape knows (holes,
    straw, leaf…), ``emblem`` a motif on the wall behind. ``scale`` is a percentage of the shape's usual size.
    """

    shape: str
    ground: str = "sand"
    body: str = ""
    accent: str = ""
    fill: str = ""
    motif: str = ""
    garnish: str = ""
    title: str = ""
    note: str = ""
    label: str = "paper"
    paper: str = "cream"
    detail: str = ""
    emblem: str = ""
    scale: int = 100

    @property
    def key(self) -> str:
        """A short stable name for files: equal descriptions share it, so a picture is drawn once."""
        return hashlib.sha256("\x1f".join(map(str, astuple(self))).encode()).hexdigest()[:20]

    def lines(self) -> tuple[str, ...]:
        return tuple(line for line in self.title.split("|") if line)
