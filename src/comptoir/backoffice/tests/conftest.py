"""A shop at work, people signed in, and a browser for the tests that need one."""

from collections.abc import Collection, Iterator

import pytest
from django.conf import settings
from django.test import Client, override_settings
from playwright.sync_api import Browser

from comptoir.backoffice.tests.working import Working, at_work
from comptoir.domains.accounts.testing import make_user, user_row
from tests.browser import launched


@pytest.fixture(autouse=True)
def _static_files_as_they_lie() -> Iterator[None]:
    """Without a manifest: nothing was collected for tests."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
        yield


@pytest.fixture
def working(db: None) -> Working:
    """A shop that sells, with an order waiting for its transfer.

    A test in which an action refuses in the middle of its transaction says ``django_db(transaction=True)``.
    """
    return at_work()


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
