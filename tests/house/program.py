"""The running program as some rules read it: its models, events, ports, addresses. Nothing here needs a database."""

import importlib
import importlib.util
from collections.abc import Iterator, Sequence
from functools import cache

from django.apps import apps
from django.db import models
from django.urls import URLPattern, URLResolver


@cache
def domain_models() -> Sequence[type[models.Model]]:
    """The models of all domains."""
    return tuple(model for model in apps.get_models() if model.__module__.startswith("comptoir.domains."))


def has_module(name: str) -> bool:
    """Whether the program has such a module, without importing it."""
    return importlib.util.find_spec(name) is not None


def storefront_addresses() -> Sequence[str]:
    """The names of all addresses of the storefront, sorted; unnamed ones by their pattern."""
    if not has_module("comptoir.storefront.urls"):
        return ()
    patterns = importlib.import_module("comptoir.storefront.urls").urlpatterns
    return tuple(sorted(set(_names(patterns))))


def _names(patterns: Sequence[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern.url_patterns)
        else:
            yield pattern.name or str(pattern.pattern)
