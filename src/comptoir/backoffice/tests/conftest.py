"""A shop at work, people signed in, and a browser for the tests that need one."""

from collections.abc import Collection, Iterator

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client, override_settings
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker

from comptoir.backoffice.tests.working import WORKING, Working
from comptoir.domains.accounts.testing import make_user, user_row
from tests.browser import launched
from tests.remembering import remembering


@pytest.fixture(autouse=True)
def _static_files_as_they_lie() -> Iterator[None]:
    """Without a manifest: nothing was collected for tests."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
        yield


@pytest.fixture(autouse=True)
def _remembering() -> Iterator[None]:
    with remembering():
        yield


@pytest.fixture(scope="module")
def standing(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Working]:
    """The shop of a whole module: made once, seen by each test from a transaction of its own, cleared in the end."""
    with django_db_blocker.unblock():
        made = WORKING.laid()
    yield made
    with django_db_blocker.unblock():
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def working(standing: Working, db: None, request: pytest.FixtureRequest) -> Working:
    """A shop that sells, with an order waiting for its transfer.

    A test in which an action refuses in the middle of its transaction says ``django_db(transaction=True)``, and has a
    shop of its own: such tests come last, and each leaves an empty database.
    """
    marker = request.node.get_closest_marker("django_db")
    if not {"transactional_db", "live_server"} & set(request.fixturenames) and not (
        marker and marker.kwargs.get("transaction")
    ):
        return standing
    call_command("flush", interactive=False, verbosity=0)
    return WORKING.laid()


@pytest.fixture
def owner(working: Working) -> Client:
    """Somebody who may do everything, signed in."""
    return signed_in("owner@halle.example", roles=("owner",))


def signed_in(email: str, *, roles: tuple[str, ...], markets: Collection[str] | None = None) -> Client:
    """A new member of staff at the desk, reading English."""
    user_id = make_user(email, roles=roles, name="Élodie Martin", markets=markets)
    client = Client(headers={"accept-language": "en"})
    client.cookies["django_language"] = "en"
    client.force_login(user_row(user_id), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    # Playwright runs a loop of its own in this thread, which Django would take for an asynchronous view.
    with pytest.MonkeyPatch.context() as patch, launched() as opened:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield opened
