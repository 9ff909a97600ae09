"""A home of its own: nothing of the merchant's gets in, nothing of anybody's is deleted."""

from pathlib import Path

import pytest

from comptoir.operations.bench.place import MARK, NotMade, Place, free_port, run_to_its_end


def place(home: Path) -> Place:
    return Place(home=home, products=10, seed=7, web_processes=3, web_threads=5)


def test_no_setting_of_the_merchant_reaches_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "DATABASE_URL",
        "STRIPE_SECRET_KEY",
        "SMTP_HOST",
        "COMPTOIR_SECRET_KEY",
        "BASE_URL",
        "DEBUG",
        "PGHOST",
    ):
        monkeypatch.setenv(name, "merchant's")
    monkeypatch.setenv("COMPTOIR_HOME", "/merchant")
    monkeypatch.setenv("COMPTOIR_ENV", "production")
    environ = place(tmp_path).environ(port=8700, page_cache_mb=0)
    assert "merchant" not in " ".join(environ.values())
    assert {name: value for name, value in environ.items() if name.startswith("COMPTOIR_") or name == "PORT"} == {
        "COMPTOIR_HOME": str(tmp_path),
        "COMPTOIR_ENV": "test",
        "COMPTOIR_HOST": "127.0.0.1",
        "COMPTOIR_WEB_PROCESSES": "3",
        "COMPTOIR_WEB_THREADS": "5",
        "COMPTOIR_SIMULATOR_PORT": "8701",
        "COMPTOIR_PAGE_CACHE_MB": "0",
        "PORT": "8700",
    }
    assert environ["PATH"]
    assert "COMPTOIR_PAGE_CACHE_MB" not in place(tmp_path).environ(port=8700, page_cache_mb=None)


def test_only_a_home_of_a_measurement_is_ever_deleted(tmp_path: Path) -> None:
    home = tmp_path / "bench-10-7"
    place(home).remove()
    home.mkdir()
    (home / "accounts.ods").write_text("years of work")
    with pytest.raises(NotMade, match="is not of a measurement"):
        place(home).remove()
    assert (home / "accounts.ods").read_text() == "years of work"
    (home / MARK).write_text("{}")
    place(home).remove()
    assert not home.exists()


def test_only_a_complete_home_with_the_same_goods_is_used_again(tmp_path: Path) -> None:
    assert not place(tmp_path).is_made
    for told, expected in (
        ('{"products": 10, "seed": 7, "complete": true}', True),
        ('{"products": 10, "seed": 7, "complete": false}', False),
        ('{"products": 10, "seed": 8, "complete": true}', False),
        ("not JSON", False),
    ):
        (tmp_path / MARK).write_text(told)
        assert place(tmp_path).is_made is expected


def test_what_fails_is_told_with_its_last_words(tmp_path: Path) -> None:
    with pytest.raises(NotMade, match="no such shop"):
        run_to_its_end(["/bin/sh", "-c", "echo no such shop; exit 3"], {"PATH": "/bin"}, tmp_path)
    run_to_its_end(["/bin/sh", "-c", "exit 0"], {"PATH": "/bin"}, tmp_path)


def test_a_port_has_two_free_ones_behind_it() -> None:
    assert 1024 <= free_port() <= 65_533
