"""Which characters the documents' fonts can draw. A PDF for the archive must not hold one that they cannot (PDF/A-3).

People have names in every script and products have emoji; the electronic invoice keeps them all, the page shows what
it can.
"""

import struct
import unicodedata
from collections.abc import Iterator

_UNKNOWN = "\u25a1"  # an empty box: here stands a letter that this page cannot draw
_SYMBOL, _MARK, _CONTROL = "S", "M", "C"


def drawable(text: str, *, glyphs: frozenset[int]) -> str:
    """The text as a page can show it: symbols that no font has are left out, letters become an empty box."""
    kept = (_drawn(letter, glyphs) for letter in unicodedata.normalize("NFC", text))
    return "".join(kept).strip()


def _drawn(letter: str, glyphs: frozenset[int]) -> str:
    kind = unicodedata.category(letter)[0]
    if kind == _CONTROL:
        return ""
    if ord(letter) in glyphs:
        return letter
    return "" if kind in {_SYMBOL, _MARK} else _UNKNOWN


def glyphs_of(font: bytes) -> Iterator[int]:
    """The code points that a TrueType font has a glyph for (OpenType, table ``cmap``, formats 4 and 12)."""
    (tables,) = struct.unpack_from(">H", font, 4)
    records = (struct.unpack_from(">4sIII", font, 12 + 16 * number) for number in range(tables))
    cmap = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    (encodings,) = struct.unpack_from(">H", font, cmap + 2)
    for number in range(encodings):
        _, _, offset = struct.unpack_from(">HHI", font, cmap + 4 + 8 * number)
        (layout,) = struct.unpack_from(">H", font, cmap + offset)
        if layout == 4:
            yield from _segments(font, cmap + offset)
        elif layout == 12:
            yield from _groups(font, cmap + offset)


def _segments(font: bytes, at: int) -> Iterator[int]:
    count = struct.unpack_from(">H", font, at + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", font, at + 14)
    starts = struct.unpack_from(f">{count}H", font, at + 16 + 2 * count)
    for start, end in zip(starts, ends, strict=True):
        if start != 0xFFFF:  # the segment that closes the list
            yield from range(start, end + 1)


def _groups(font: bytes, at: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">I", font, at + 12)
    for number in range(count):
        start, end, _ = struct.unpack_from(">III", font, at + 16 + 12 * number)
        yield from range(start, end + 1)
