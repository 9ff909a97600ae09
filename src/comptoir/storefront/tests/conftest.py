"""A browser for the tests that need one: the machine's Chromium, started once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.test import override_settings
from playwright.sync_api import Browser, sync_playwright

from comptoir.storefront.tests.looking import CHROMIUM, FLAGS
from comptoir.storefront.tests.server import Serving, serving


@pytest.fixture(scope="package", autouse=True)
def _speaking() -> Iterator[None]:
    """The pages speak French also while the settings do not install this surface."""
    if apps.is_installed("comptoir.storefront"):
        yield
    else:
        with override_settings(LOCALE_PATHS=[str(Path(__file__).parent.parent / "locale")]):
            yield


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    assert CHROMIUM.exists(), "no Chromium: install it (Debian: apt-get install chromium) or set COMPTOIR_CHROMIUM"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def shop() -> Iterator[Serving]:
    with serving() as server:
        yield server
