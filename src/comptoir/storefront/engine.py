"""The storefront's own template engine: values in, a string out; no request, no context processors.

Indentation is taken out when a template is loaded, not each time it is rendered.
"""

import logging
import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.template import Engine
from django.template.base import Origin
from django.template.loaders.filesystem import Loader
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from prometheus_client import Counter

from comptoir.storefront.pieces import Pieces
from comptoir.storefront.themes import OPEN, own_theme

TEMPLATES = Path(__file__).parent / "templates"
_BETWEEN = re.compile(r"\s*\n\s*")

FAILED = Counter("comptoir_theme_templates_failed", "Pages that a theme's template could not show", ("template",))
log = logging.getLogger(__name__)


class TightLoader(Loader):
    """Reads a template without the line breaks and indentation that are only for its readers. We use no ``<pre>``."""

    def get_contents(self, origin: Origin) -> str:
        return _BETWEEN.sub("\n", super().get_contents(origin)).strip()


class ThemeLoader(TightLoader):
    """Reads the templates that a theme may replace, and no others."""

    def get_template_sources(self, template_name: str) -> Iterator[Origin]:
        if template_name in OPEN:
            yield from super().get_template_sources(template_name)


@lru_cache(maxsize=1)
def engine() -> Engine:
    """One engine a process."""
    return _engine_of([(f"{__name__}.TightLoader", [str(TEMPLATES)])])


@lru_cache(maxsize=4)
def themed_engine(folder: str) -> Engine:
    """Our templates, and before them those of the theme in that folder."""
    own = (f"{__name__}.ThemeLoader", [str(Path(folder) / "templates")])
    return _engine_of([own, (f"{__name__}.TightLoader", [str(TEMPLATES)])])


def _engine_of(loaders: list[tuple[str, list[str]]]) -> Engine:
    return Engine(loaders=loaders, builtins=["django.templatetags.i18n"])


@cache
def _pieces(name: str, language: str | None) -> Pieces:
    return Pieces(engine().get_template(name))


@cache
def _themed_pieces(folder: str, name: str, language: str | None) -> Pieces:
    return Pieces(themed_engine(folder).get_template(name))


def render(name: str, values: Mapping[str, Any]) -> SafeString:
    """The template filled with the values, in the active language."""
    return _pieces(name, get_language()).filled(values)


def render_themed(name: str, values: Mapping[str, Any]) -> SafeString:
    """As ``render``, by the theme's template where there is one. One that fails gives way to ours: a page is shown."""
    theme = own_theme()
    if theme is None or not theme.replaced:
        return render(name, values)
    try:
        return render_strictly(str(theme.folder), name, values)
    except Exception:
        # Whatever an agency's template does, somebody wants to buy here.
        log.exception("theme: template failed, ours is shown", extra={"template": name, "theme": theme.name})
        FAILED.labels(name).inc()
        return render(name, values)


def render_strictly(folder: str, name: str, values: Mapping[str, Any]) -> SafeString:
    """By the theme in that folder; raises what its template raises."""
    return _themed_pieces(folder, name, get_language()).filled(values)
