"""SVG files from outside: read, and written again with nothing in them but a drawing.

Only elements and attributes that draw are kept; scripts, styles that fetch, links and everything else stay behind. What
cannot be taken out without changing the drawing is refused, and named.
"""

import re
from collections.abc import Iterator

from lxml import etree

from comptoir.domains.content.errors import NotAnImage, UnsafeDrawing

MOST_BYTES = 300_000
_MOST_ELEMENTS = 5_000
_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_DRAWN = frozenset({
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "defs", "symbol", "use", "title",
    "desc", "linearGradient", "radialGradient", "stop", "clipPath", "mask", "pattern", "text", "tspan",
})  # fmt: skip
# Left out without a word: they tell editors something, and draw nothing.
_IDLE = frozenset({"metadata", "style"})
_LOOKS = frozenset({
    "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-linecap",
    "stroke-linejoin", "stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset", "opacity", "stop-color",
    "stop-opacity", "clip-path", "clip-rule", "mask", "color", "display", "visibility", "font-size", "font-family",
    "font-weight", "font-style", "text-anchor", "letter-spacing", "vector-effect", "paint-order",
})  # fmt: skip
_MEASURES = frozenset({
    "id", "d", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy", "dx", "dy", "width", "height",
    "points", "transform", "viewBox", "preserveAspectRatio", "offset", "gradientUnits", "gradientTransform",
    "spreadMethod", "clipPathUnits", "maskUnits", "maskContentUnits", "patternUnits", "patternTransform",
    "patternContentUnits",
})  # fmt: skip
_WITHIN = re.compile(r"#[\w.-]+")
_REFERENCE = re.compile(r"url\(\s*['\"]?(.*?)['\"]?\s*\)", re.IGNORECASE)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_CLASS = re.compile(r"\.([\w-]+)")
_NUMBER = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)\s*(?:px)?\s*")


def clean_drawing(content: bytes) -> tuple[bytes, int, int]:
    """The drawing alone, with its width and height.

    :raises NotAnImage: for what is no SVG.
    :raises UnsafeDrawing: for what a drawing does not need and a cleaned one would miss.
    """
    if len(content) > MOST_BYTES:
        raise UnsafeDrawing(field="file", what=f"> {MOST_BYTES // 1000} kB")
    if b"<!DOCTYPE" in content.upper() or b"<!ENTITY" in content.upper():
        raise UnsafeDrawing(field="file", what="DOCTYPE")
    reader = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(content, reader)
    except (etree.XMLSyntaxError, ValueError):
        raise NotAnImage(field="file") from None
    if root.tag != f"{{{_SVG}}}svg":
        raise NotAnImage(field="file")
    if sum(1 for _ in root.iter()) > _MOST_ELEMENTS:
        raise UnsafeDrawing(field="file", what=f"> {_MOST_ELEMENTS} elements")
    looks = dict(_classes(root))
    clean = _copied(root, looks)
    width, height = _size(clean)
    clean.set("width", str(width))
    clean.set("height", str(height))
    if not clean.get("viewBox"):
        clean.set("viewBox", f"0 0 {width} {height}")
    etree.cleanup_namespaces(clean)
    return etree.tostring(clean), width, height


def _copied(element: etree._Element, looks: dict[str, dict[str, str]]) -> etree._Element:
    name = etree.QName(element).localname
    copy = etree.Element(f"{{{_SVG}}}{name}", nsmap={None: _SVG})
    for key, value in _attributes(element, looks):
        copy.set(key, value)
    if name in ("text", "tspan", "title", "desc"):
        copy.text = element.text
    for child in element:
        qualified = etree.QName(child)
        if qualified.namespace != _SVG or qualified.localname in _IDLE:
            continue  # what an editor wrote down for itself
        if qualified.localname not in _DRAWN:
            raise UnsafeDrawing(field="file", what=f"<{qualified.localname}>")
        copied = _copied(child, looks)
        if name in ("text", "tspan"):
            copied.tail = child.tail
        copy.append(copied)
    return copy


def _attributes(element: etree._Element, looks: dict[str, dict[str, str]]) -> Iterator[tuple[str, str]]:
    dressed: dict[str, str] = {}
    for name, value in element.attrib.items():
        qualified = etree.QName(name)
        if qualified.localname == "href" and qualified.namespace in (None, _XLINK):
            if not _WITHIN.fullmatch(value):
                raise UnsafeDrawing(field="file", what="href")
            yield "href", value
        elif qualified.namespace is None and qualified.localname.lower().startswith("on"):
            raise UnsafeDrawing(field="file", what=qualified.localname)
        elif qualified.namespace is None and qualified.localname in _LOOKS:
            dressed[qualified.localname] = value
        elif qualified.namespace is None and qualified.localname in _MEASURES:
            yield qualified.localname, value
    for word in element.get("class", "").split():
        dressed |= looks.get(word, {})
    dressed |= _declared(element.get("style", ""))
    for name, value in dressed.items():
        for address in _REFERENCE.findall(value):
            if not _WITHIN.fullmatch(address):
                raise UnsafeDrawing(field="file", what="url()")
        yield name, value


def _classes(root: etree._Element) -> Iterator[tuple[str, dict[str, str]]]:
    """What the drawing's own style sheet says of classes: drawing programs write colours there."""
    for style in root.iter(f"{{{_SVG}}}style"):
        sheet = re.sub(r"/\*.*?\*/", "", style.text or "", flags=re.DOTALL)
        if "@" in sheet:
            raise UnsafeDrawing(field="file", what="@import")
        known: dict[str, dict[str, str]] = {}
        for selectors, declarations in _RULE.findall(sheet):
            for selector in selectors.split(","):
                found = _CLASS.fullmatch(selector.strip())
                if found is None:
                    raise UnsafeDrawing(field="file", what=f"<style> {selector.strip()}")
                known.setdefault(found[1], {}).update(_declared(declarations))
        yield from known.items()


def _declared(style: str) -> dict[str, str]:
    pairs = (one.partition(":") for one in style.split(";"))
    named = ((name.strip().lower(), value.strip()) for name, _, value in pairs)
    return {name: value for name, value in named if name in _LOOKS and value}


def _size(root: etree._Element) -> tuple[int, int]:
    box = (root.get("viewBox") or "").replace(",", " ").split()
    try:
        width, height = (float(part) for part in box[2:4])
    except ValueError:
        width, height = (_measure(root.get(name)) for name in ("width", "height"))
    if not (0 < width < 1e5 and 0 < height < 1e5):
        raise NotAnImage(field="file")
    return max(1, round(width)), max(1, round(height))


def _measure(text: str | None) -> float:
    found = _NUMBER.fullmatch(text or "")
    if found is None:
        raise NotAnImage(field="file")
    return float(found[1])
