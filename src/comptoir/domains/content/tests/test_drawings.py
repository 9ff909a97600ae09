import pytest

from comptoir.domains.content.errors import NotAnImage, UnsafeDrawing
from comptoir.domains.content.rules.drawings import clean_drawing

SVG = 'xmlns="http://www.w3.org/2000/svg"'


def _clean(inner: str, attributes: str = 'viewBox="0 0 40 20"') -> str:
    return clean_drawing(f"<svg {SVG} {attributes}>{inner}</svg>".encode())[0].decode()


def test_a_drawing_stays_what_it_is():
    content, width, height = clean_drawing(
        f'<?xml version="1.0"?><!-- made with --><svg {SVG} viewBox="0 0 40.4 20"><g transform="scale(2)">'
        '<path d="M0 0h4" fill="#1c4a35" style="stroke:#fff;-inkscape-x:1"/></g></svg>'.encode()
    )
    assert (width, height) == (40, 20)
    assert content.decode() == (
        f'<svg {SVG} viewBox="0 0 40.4 20" width="40" height="20"><g transform="scale(2)">'
        '<path d="M0 0h4" fill="#1c4a35" stroke="#fff"/></g></svg>'
    )


def test_colours_of_the_drawings_own_classes_are_taken_over():
    assert '<path d="M0 0" fill="#0a0"/>' in _clean('<style>.a, .b{fill:#0a0}</style><path class="a" d="M0 0"/>')


def test_what_editors_write_for_themselves_is_left_out():
    said = _clean('<metadata>x</metadata><i:pgf xmlns:i="http://adobe.example/">y</i:pgf><path d="M0 0"/>')
    assert said.count("<path") == 1
    assert "metadata" not in said
    assert "pgf" not in said


@pytest.mark.parametrize(
    "inner",
    [
        "<script>alert(1)</script>",
        '<path d="M0 0" onclick="alert(1)"/>',
        '<a href="javascript:alert(1)"><path d="M0 0"/></a>',
        '<use href="https://evil.example/x.svg#a"/>',
        '<use xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="data:image/svg+xml,x"/>',
        '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>',
        '<image href="https://evil.example/x.png"/>',
        '<path d="M0 0" fill="url(https://evil.example/x)"/>',
        '<path d="M0 0" style="fill:url(//evil.example/x)"/>',
        "<style>@import url(https://evil.example/x.css);</style>",
        "<style>path:hover{fill:red}</style>",
        '<animate attributeName="href" to="javascript:alert(1)"/>',
        '<set attributeName="onload" to="alert(1)"/>',
    ],
)
def test_what_runs_or_fetches_is_refused(inner):
    with pytest.raises(UnsafeDrawing):
        _clean(inner)


@pytest.mark.parametrize(
    "content",
    [
        f'<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg {SVG}>&a;</svg>'.encode(),
        f'<svg {SVG} viewBox="0 0 1 1"><title>{"a" * 300_000}</title></svg>'.encode(),
    ],
)
def test_entities_and_giants_are_refused(content):
    with pytest.raises(UnsafeDrawing):
        clean_drawing(content)


@pytest.mark.parametrize("content", [b"<svg", b"<html></html>", f"<svg {SVG}/>".encode(), b"\xff\xfe<\0"])
def test_what_is_no_drawing_is_refused(content):
    with pytest.raises(NotAnImage):
        clean_drawing(content)
