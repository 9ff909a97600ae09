"""A browser for the tests that need one (the machine's Chromium, started once); plain names of static files."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker

from comptoir.kernel import ports
from comptoir.storefront.tests.bank import Script, script
from comptoir.storefront.tests.selling import SELLING, SELLING_BY_CARD, Selling
from comptoir.storefront.tests.server import Serving, serving
from tests.browser import launched
from tests.kept import Kept
from tests.remembering import remembering

PLAIN_NAMES = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


@pytest.fixture(autouse=True)
def _plain_names(settings: Any) -> None:
    """Hashed names need ``collectstatic``, which a running shop has done and a test has not."""
    settings.STORAGES = settings.STORAGES | {"staticfiles": PLAIN_NAMES}


@pytest.fixture(autouse=True)
def _remembering() -> Iterator[None]:
    with remembering():
        yield


@pytest.fixture(scope="module")
def standing(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Selling]:
    """The shop of a whole module: made once, seen by each test from a transaction of its own, cleared in the end."""
    yield from _standing(django_db_blocker, SELLING)


@pytest.fixture(scope="module")
def standing_by_card(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Selling]:
    yield from _standing(django_db_blocker, SELLING_BY_CARD)


def _standing(blocker: DjangoDbBlocker, kept: Kept[Selling]) -> Iterator[Selling]:
    with blocker.unblock():
        made = kept.laid()
    yield made
    with blocker.unblock():
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def selling(standing: Selling, db: None) -> Selling:
    return standing


@pytest.fixture
def bank(settings: Any) -> Iterator[Script]:
    """The bank of the shop that ``simulator`` names, doing as its script says."""
    known = settings.PORTS["payments"] | {"simulator": "comptoir.storefront.tests.bank:ScriptedBank"}
    settings.PORTS = settings.PORTS | {"payments": known}
    ports.load.cache_clear()
    script.__init__()  # type: ignore[misc]  # the same object, as it was made
    yield script
    ports.load.cache_clear()


@pytest.fixture
def paid_by_card(standing_by_card: Selling, bank: Script, db: None) -> Selling:
    """A shop that takes cards at that bank."""
    return standing_by_card


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as opened:
        yield opened


@pytest.fixture(scope="module")
def shop() -> Iterator[Serving]:
    with serving() as server:
        yield server
