"""`comptoir theme check`: what it prints, and whether a script that runs it goes on."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from comptoir.config.commands.theme import theme
from comptoir.storefront import theme_check
from comptoir.storefront.theme_check import Remark

NOTE = Remark(False, "templates/a.html", "is ignored")
GRAVE = Remark(True, "templates/b.html", "fails (fr)")


@pytest.mark.parametrize(
    ("remarks", "exit_code", "printed"),
    [
        ([], 0, "\n  Nothing wrong.\n"),
        ([NOTE], 0, "  note  templates/a.html\n        is ignored\n\n  Nothing wrong.\n"),
        (
            [NOTE, GRAVE],
            1,
            "  note  templates/a.html\n        is ignored\n  WRONG templates/b.html\n        fails (fr)\n\n  1 wrong\n",
        ),
    ],
)
def test_it_tells_everything_and_fails_where_buyers_would_miss_something(
    remarks: list[Remark], exit_code: int, printed: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(theme_check, "remarks_on", lambda folder: remarks if folder == str(tmp_path) else [])
    answer = CliRunner().invoke(theme, ["check", str(tmp_path)])
    assert (answer.exit_code, answer.output) == (exit_code, printed)


def test_without_a_folder_it_tries_the_theme_in_use(
    settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings.THEME_FOLDER = str(tmp_path)
    monkeypatch.setattr(theme_check, "remarks_on", lambda folder: [GRAVE] if folder == str(tmp_path) else [])
    assert CliRunner().invoke(theme, ["check"]).exit_code == 1


def test_it_asks_for_a_folder_where_none_is_in_use(settings: Any) -> None:
    settings.THEME_FOLDER = ""
    answer = CliRunner().invoke(theme, ["check"])
    assert answer.exit_code == 2
    assert "no theme is in use" in answer.output
