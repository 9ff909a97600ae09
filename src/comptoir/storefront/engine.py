"""The storefront's own template engine: values in, a string out; no request, no context processors.

Indentation is taken out when a template is loaded, not each time it is rendered.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.template import Context, Engine
from django.template.base import Origin, Template
from django.template.loaders.cached import Loader as CachedLoader
from django.template.loaders.filesystem import Loader
from django.utils.safestring import SafeString

from comptoir.storefront.quick import quicken

TEMPLATES = Path(__file__).parent / "templates"
_BETWEEN = re.compile(r"\s*\n\s*")


class TightLoader(Loader):
    """Reads a template without the line breaks and indentation that are only for its readers. We use no ``<pre>``."""

    def get_contents(self, origin: Origin) -> str:
        return _BETWEEN.sub("\n", super().get_contents(origin)).strip()


class QuickLoader(CachedLoader):
    """Compiles each template once, and makes its plain variables quick."""

    def __init__(self, engine: Engine, loaders: list[Any]) -> None:
        super().__init__(engine, loaders)
        self.quick: set[Template] = set()

    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        found = super().get_template(template_name, skip)
        if found not in self.quick:
            quicken(found)
            self.quick.add(found)
        return found


@lru_cache(maxsize=1)
def engine() -> Engine:
    """One engine a process; every template is compiled once."""
    loaders = [(f"{__name__}.QuickLoader", [f"{__name__}.TightLoader"])]
    return Engine(dirs=[str(TEMPLATES)], loaders=loaders, builtins=["django.templatetags.i18n"])


@cache
def template(name: str) -> Template:
    return engine().get_template(name)


def render(name: str, values: Mapping[str, Any]) -> SafeString:
    """The template filled with the values, in the active language."""
    return template(name).render(Context(dict(values)))
