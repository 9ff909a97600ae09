"""What must not stand in an output: anything that would run, load or change where the page leads."""

import json
import re
from collections.abc import Iterator

import lxml.html

from tests.payloads.corpus import CANARY

_NEVER = ("iframe", "object", "embed", "base", "applet", "frame", "math", "noembed")
_ADDRESSES = ("href", "src", "action", "formaction", "srcset", "data", "poster", "hx-get", "hx-post", "background")
_FIRST = re.compile(r"[\s\x00-\x20]*")
_OF_OURS = re.compile(r"ran\(\d+\)")


def dangers(html: str) -> Iterator[str]:
    """A line for each element of the page that a text of ours has become."""
    for element in lxml.html.fromstring(html).iter():
        if not isinstance(element.tag, str):
            continue
        told = lxml.html.tostring(element, encoding="unicode")[:160]
        if element.tag in _NEVER and not _is_preview(element):
            yield f"element: {told}"
        if element.tag == "meta" and (element.get("http-equiv") or "").lower() == "refresh" and CANARY in told:
            yield f"refresh: {told}"
        if element.tag == "script" and not element.get("src"):
            yield from _block(element.get("type") or "", element.text or "", told)
        if element.tag == "style":
            yield f"style: {told}"
        for name, value in element.attrib.items():
            if str(name).lower().startswith(("on", "hx-on", "style")) and "ran(" in str(value):
                yield f"attribute {name}: {told}"
            if name in _ADDRESSES and _runs(str(value)):
                yield f"address {name}: {told}"


def _is_preview(element: lxml.html.HtmlElement) -> bool:
    """The merchant's own shop, beside what they change in it: the one frame that the program writes."""
    return element.tag == "iframe" and element.get("srcdoc") is None and str(element.get("src")).startswith("/preview/")


def _block(kind: str, text: str, told: str) -> Iterator[str]:
    """A block of data may stand in a page; it must be data."""
    if kind not in ("application/ld+json", "application/json"):
        yield f"script: {told}"
        return
    try:
        json.loads(text)
    except ValueError:
        yield f"data block: {told}"


def _runs(address: str) -> bool:
    start = _FIRST.sub("", address).lower()
    return start.startswith(("javascript:", "data:text", "vbscript:", f"https://{CANARY}", f"//{CANARY}"))


def evaluated(html: str) -> list[str]:
    """What a template language would have made of the text, had one read it."""
    return [made for made in ("&lt;class &#x27;str&#x27;&gt;", "<class 'str'>", "40110003") if made in html]
