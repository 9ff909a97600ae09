"""Static files are collected once, and again when there is a reason to."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from comptoir.operations.preparing.files import collect_files


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "shop.css").write_text("a { color: red }")
    with override_settings(
        COMPTOIR_HOME=tmp_path,
        STATIC_ROOT=tmp_path / "static",
        STATICFILES_DIRS=[sources],
        STATICFILES_FINDERS=["django.contrib.staticfiles.finders.FileSystemFinder"],
    ):
        yield tmp_path


def _name(home: Path) -> str:
    """By which the style sheet is served."""
    manifest = json.loads((home / "static" / "staticfiles.json").read_text())
    return str(manifest["paths"]["shop.css"])


def test_once(home: Path) -> None:
    assert collect_files()
    assert (home / "static" / _name(home)).read_text() == "a { color: red }"
    assert not collect_files()


def test_again_when_one_has_changed(home: Path) -> None:
    collect_files()
    former = _name(home)
    (home / "sources" / "shop.css").write_text("a { color: tan }")
    assert collect_files()
    assert _name(home) != former
    assert (home / "static" / _name(home)).read_text() == "a { color: tan }"


def test_again_when_what_was_collected_is_gone(home: Path) -> None:
    collect_files()
    (home / "static" / "staticfiles.json").unlink()
    assert collect_files()
    assert _name(home)


def test_again_when_it_was_cut_short(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    collect_files()
    (home / "sources" / "shop.css").write_text("a { color: tan }")

    def die(*arguments: object, **options: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("comptoir.operations.preparing.files.call_command", die)
        with pytest.raises(KeyboardInterrupt):
            collect_files()
    (home / "sources" / "shop.css").write_text("a { color: red }")
    assert collect_files()
