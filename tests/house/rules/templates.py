"""Templates are markup only: what runs and what it looks like lies in files of its own."""

import importlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.template import Engine, TemplateSyntaxError

from tests.house.program import has_module
from tests.house.rule import Break, rule
from tests.house.tree import SURFACES, Source, Tree, repository

_LOAD = re.compile(r"{%\s*load\s+([^%]*?)\s*%}")
_COMMENT = re.compile(r"{%\s*comment\b.*?{%\s*endcomment\s*%}|{#[^\n]*?#}|<!--.*?-->", re.DOTALL)
_SCRIPT = re.compile(r"<script\b([^>]*)>(?=\s*\S)(?!\s*</script)", re.IGNORECASE)
# Data that the page carries; browsers do not execute them.
_DATA = re.compile(r"""type\s*=\s*["']?application/(?:ld\+)?json""", re.IGNORECASE)
_INLINE = (
    (re.compile(r"<style\b", re.IGNORECASE), "an inline <style>"),
    (re.compile(r"<[a-z][^<>]*\sstyle\s*=", re.IGNORECASE), "a style attribute"),
    (re.compile(r"<[a-z][^<>]*\son[a-z]+\s*=", re.IGNORECASE), "an event handler attribute"),
    (re.compile(r"""=\s*["']?javascript:""", re.IGNORECASE), "a javascript: address"),
)


@rule(because="the content security policy allows no inline code or style, so the page would silently lack it")
def nothing_inline(tree: Tree) -> Iterator[Break]:
    for source in tree:
        # Mails are no web pages: what reads them knows inline styles only. Their templates live in the domains.
        if source.storey not in SURFACES or not source.path.endswith(".html"):
            continue
        text = _COMMENT.sub(_blank, source.text)
        for found in _SCRIPT.finditer(text):
            if not _DATA.search(found.group(1)):
                yield _break(source, text, found.start(), "an inline <script>")
        for pattern, what in _INLINE:
            for found in pattern.finditer(text):
                yield _break(source, text, found.start(), what)


@dataclass(frozen=True)
class Templates:
    """Templates by path, and what compiles those under each path; the longest path that fits counts."""

    texts: Mapping[str, str]
    engines: Mapping[str, Engine]


def templates() -> Templates:
    """Django's engine compiles them, or that of a surface which brings its own in ``engine.py``."""
    texts = {path: text for path, text in repository().files.items() if "/templates/" in path}
    found = {"": Engine.get_default()}
    for surface in SURFACES:
        if has_module(f"comptoir.{surface}.engine"):
            found[f"src/comptoir/{surface}/"] = importlib.import_module(f"comptoir.{surface}.engine").engine()
    return Templates(texts, found)


@rule(
    because="a page that loads what is not there, or does not parse, fails when a buyer opens it, not before",
    reads=templates,
)
def templates_compile(all: Templates) -> Iterator[Break]:
    for path, text in all.texts.items():
        engine = all.engines[max((start for start in all.engines if path.startswith(start)), key=len)]
        known = {*engine.libraries, *engine.template_libraries}
        unknown = [name for found in _LOAD.finditer(text) for name in _libraries(found.group(1)) if name not in known]
        for name in unknown:
            yield Break(path, 0, f"loads the unknown library {name}")
        if not unknown:
            try:
                engine.from_string(text)
            except TemplateSyntaxError as error:
                yield Break(path, 0, f"does not compile: {error}")


def _libraries(loaded: str) -> list[str]:
    """``{% load a b %}`` names libraries; ``{% load tag from a %}`` names one."""
    words = loaded.split()
    return words[words.index("from") + 1 :] if "from" in words else words


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match.group(0))


def _break(source: Source, text: str, position: int, what: str) -> Break:
    return Break(source.path, text.count("\n", 0, position) + 1, what)
