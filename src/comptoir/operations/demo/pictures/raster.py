"""Pixels from the drawings: the SVG goes through the renderer inside typst (resvg), the codec is Pillow's.

One drawing serves both: a browser that takes SVG and a mail that does not show the same picture. Typst is here
anyway for documents, its renderer has true coverage antialiasing, and it needs neither fonts nor network.
"""

import io
import threading
from typing import Literal

import typst
from PIL import Image

from comptoir.operations.demo.pictures.drawing import SIDE, draw
from comptoir.operations.demo.pictures.spec import PictureSpec

Format = Literal["webp", "avif", "jpeg", "png"]
_PAGE = b"""#set page(width: int(sys.inputs.width) * 1pt, height: int(sys.inputs.height) * 1pt, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg", width: 100%, height: 100%)"""
_OPTIONS: dict[str, dict[str, int]] = {
    "webp": {"quality": 84, "method": 2},
    "avif": {"quality": 62, "speed": 8},
    "jpeg": {"quality": 86},
    "png": {},
}
_local = threading.local()


def render(spec: PictureSpec, width: int, *, kind: Format = "webp") -> bytes:
    """A square picture of width by width pixels."""
    return rasterise(draw(spec), SIDE, SIDE, width, kind=kind)


def rasterise(svg: str, view_width: int, view_height: int, width: int, *, kind: Format = "webp") -> bytes:
    """Any drawing of this room as pixels, ``width`` wide, its own proportions kept.

    The same bytes each time on one version of the renderer and the codecs.
    """
    inputs = {"svg": svg, "width": str(view_width), "height": str(view_height)}
    page = _compiler().compile(_PAGE, format="png", ppi=72 * width / view_width, sys_inputs=inputs)
    if not isinstance(page, bytes):  # a second page would mean that the drawing did not fit the first
        raise TypeError("a picture must be a single page")
    if kind == "png":
        return page
    with Image.open(io.BytesIO(page)) as image, io.BytesIO() as out:
        image.convert("RGB").save(out, kind, **_OPTIONS[kind])
        return out.getvalue()


def _compiler() -> typst.Compiler:
    """One compiler a thread: starting one costs more than drawing."""
    compiler = getattr(_local, "compiler", None)
    if compiler is None:
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False)
        compiler = _local.compiler = typst.Compiler(font_paths=fonts, ignore_system_fonts=True)
    return compiler
