"""The storefront's own template engine: values in, a string out; no request, no context processors.

Indentation is taken out when a template is loaded, not each time it is rendered.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.template import Engine
from django.template.base import Origin
from django.template.loaders.filesystem import Loader
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from comptoir.storefront.pieces import Pieces

TEMPLATES = Path(__file__).parent / "templates"
_BETWEEN = re.compile(r"\s*\n\s*")


class TightLoader(Loader):
    """Reads a template without the line breaks and indentation that are only for its readers. We use no ``<pre>``."""

    def get_contents(self, origin: Origin) -> str:
        return _BETWEEN.sub("\n", super().get_contents(origin)).strip()


@lru_cache(maxsize=1)
def engine() -> Engine:
    """One engine a process."""
    return Engine(dirs=[str(TEMPLATES)], loaders=[f"{__name__}.TightLoader"], builtins=["django.templatetags.i18n"])


@cache
def _pieces(name: str, language: str | None) -> Pieces:
    return Pieces(engine().get_template(name))


def render(name: str, values: Mapping[str, Any]) -> SafeString:
    """The template filled with the values, in the active language."""
    return _pieces(name, get_language()).filled(values)
