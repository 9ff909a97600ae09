"""The shop closed for a while: by a file, at once, in the language of the address; the desk stays open."""

from html import unescape
from typing import Any

import pytest
from click.testing import CliRunner

from comptoir.config.commands.maintenance import maintenance
from comptoir.config.maintenance import ClosedForMaintenance
from comptoir.operations.installation import Installation

CLOSED = {"fr": "Nous sommes fermés un instant", "en": "We are closed for a moment"}


@pytest.fixture(autouse=True)
def _plain_names(settings: Any) -> None:
    """Hashed names need ``collectstatic``, which a running shop has done and a test has not."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


def asked(closed: ClosedForMaintenance, path: str, *, method: str = "GET", language: str = "") -> tuple[str, Any, str]:
    told: list[Any] = []
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "HTTP_ACCEPT_LANGUAGE": language}
    body = b"".join(closed(environ, lambda status, headers: told.extend((status, dict(headers)))))
    return told[0], told[1], unescape(body.decode())


@pytest.fixture
def closed(tmp_path) -> ClosedForMaintenance:
    def shop(environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [])
        return [b"open"]

    return ClosedForMaintenance(shop, home=tmp_path)


def test_the_shop_closes_and_opens_by_a_file(closed: ClosedForMaintenance, tmp_path) -> None:
    assert asked(closed, "/fr/")[2] == "open"
    (tmp_path / "maintenance").touch()
    for path, accepted, language in (
        ("/fr/", "en", "fr"),
        ("/en/products", "fr", "en"),
        ("/be/en/products", "", "en"),
        ("/", "en-GB,fr;q=0.5", "en"),
        ("/", "de", "fr"),
    ):
        status, headers, shown = asked(closed, path, language=accepted)
        assert (status, headers["Retry-After"]) == ("503 Service Unavailable", "600")
        assert CLOSED[language] in shown, path
    assert asked(closed, "/fr/", method="HEAD")[2] == ""
    for path in ("/back-office/", "/api/v1/products", "/static/x.css", "/healthz"):
        assert asked(closed, path)[2] == "open"
    (tmp_path / "maintenance").unlink()
    assert asked(closed, "/fr/")[2] == "open"


def test_the_command_closes_opens_and_tells(tmp_path) -> None:
    installation = Installation(
        mode="demo",
        home=tmp_path / "home",
        host="127.0.0.1",
        port=8000,
        simulator_port=8001,
        base_url="",
        database="",
        reader_database="",
        brings_own_database=False,
    )

    def told(*arguments: str) -> str:
        return CliRunner().invoke(maintenance, arguments, obj=installation).output

    assert told() == "Open.\n"
    assert told("on") == told() == "Closed for maintenance.\n"
    assert told("off") == told("off") == "Open.\n"
