"""Settings: what is read, what is refused, and that secrets stay where they are."""

import os
from pathlib import Path

import pytest

from comptoir.config.environment import read_environment
from comptoir.config.values import BadSetting


def environ(home: Path, **more: str) -> dict[str, str]:
    return {"COMPTOIR_HOME": str(home), **more}


def test_the_defaults_open_a_demo_on_this_machine_only(tmp_path: Path) -> None:
    env = read_environment(environ(tmp_path / "var"))
    assert (env.mode, env.host, env.port, env.simulator_port, env.debug) == ("demo", "127.0.0.1", 8000, 8001, False)
    assert env.base_url == "http://localhost:8000"
    assert env.allowed_hosts == ("localhost", "127.0.0.1", "[::1]", ".localhost")
    assert env.brings_own_database is False
    assert env.mail.transport == "files"
    assert env.mail.folder == tmp_path / "var" / "mail"


def test_the_home_is_absolute_and_var_by_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert read_environment({}).home == tmp_path / "var"
    assert read_environment({"COMPTOIR_HOME": "shop"}).home == tmp_path / "shop"
    assert read_environment({"COMPTOIR_HOME": ""}).home == tmp_path / "var"


def test_an_empty_setting_counts_as_absent(tmp_path: Path) -> None:
    env = read_environment(environ(tmp_path, PORT="", DEBUG="", DATABASE_URL="", COMPTOIR_ENV=""))
    assert (env.port, env.debug, env.brings_own_database, env.mode) == (8000, False, False, "demo")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("PORT", "eighty", "PORT=eighty is not a number from 1 to 65535"),
        ("PORT", "70000", "PORT=70000 is not a number from 1 to 65535"),
        ("PORT", "-1", "PORT=-1 is not"),
        ("COMPTOIR_ENV", "prod", "COMPTOIR_ENV=prod is none of demo, test, production"),
        ("DEBUG", "perhaps", "DEBUG=perhaps is neither on"),
        ("BASE_URL", "shop.example", "BASE_URL=shop.example is not an address"),
        ("BASE_URL", "https://shop.example/path", "is not an address"),
        ("COMPTOIR_MAIL", "pigeon", "COMPTOIR_MAIL=pigeon is none of files, smtp"),
        ("COMPTOIR_MAIL", "smtp", "needs SMTP_HOST"),
    ],
)
def test_a_bad_setting_is_named_with_what_it_may_be(tmp_path: Path, name: str, value: str, words: str) -> None:
    with pytest.raises(BadSetting) as refusal:
        read_environment(environ(tmp_path, **{name: value}))
    assert words in str(refusal.value)


def test_production_answers_to_its_own_name_and_believes_one_proxy(tmp_path: Path) -> None:
    more = {
        "COMPTOIR_ENV": "production",
        "BASE_URL": "https://shop.example/",
        "COMPTOIR_ALLOWED_HOSTS": "www.shop.example, b",
    }
    env = read_environment(environ(tmp_path, **more))
    assert env.base_url == "https://shop.example"
    assert env.allowed_hosts == ("shop.example", "www.shop.example", "b", "localhost", "127.0.0.1", "[::1]")
    assert env.proxies == 1


def test_a_key_is_made_once_and_closed_to_others(tmp_path: Path) -> None:
    first = read_environment(environ(tmp_path / "var"))
    again = read_environment(environ(tmp_path / "var"))
    assert len(first.secret_key) >= 60
    assert again.secret_key == first.secret_key
    assert (tmp_path / "var" / "secret.key").stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in (tmp_path / "var").iterdir()) == ["card.key", "secret.key"]
    assert first.card_keys == again.card_keys != (first.secret_key,)


def test_a_new_first_line_rotates_the_key_and_keeps_the_former_ones(tmp_path: Path) -> None:
    path = tmp_path / "secret.key"
    old = read_environment(environ(tmp_path)).secret_key
    path.write_text(f"new-key\n{old}\n")
    env = read_environment(environ(tmp_path))
    assert (env.secret_key, env.secret_key_fallbacks) == ("new-key", (old,))


def test_the_key_may_come_from_the_environment(tmp_path: Path) -> None:
    more = {"COMPTOIR_SECRET_KEY": "current", "COMPTOIR_SECRET_KEYS_PREVIOUS": "one, two"}
    env = read_environment(environ(tmp_path / "var", **more))
    assert (env.secret_key, env.secret_key_fallbacks) == ("current", ("one", "two"))
    assert not (tmp_path / "var").exists()


def test_the_key_of_gift_cards_is_one_of_its_own_and_can_be_changed(tmp_path: Path) -> None:
    (old,) = read_environment(environ(tmp_path)).card_keys
    (tmp_path / "card.key").write_text(f"new-key\n{old}\n")
    assert read_environment(environ(tmp_path)).card_keys == ("new-key", old)
    more = {"COMPTOIR_CARD_KEY": "current", "COMPTOIR_CARD_KEYS_PREVIOUS": "one, two"}
    assert read_environment(environ(tmp_path, **more)).card_keys == ("current", "one", "two")
    (tmp_path / "card.key").write_text("\n")
    with pytest.raises(BadSetting, match="bring back its lines from a backup"):
        read_environment(environ(tmp_path))


def test_machines_that_share_the_signing_key_by_setting_make_no_key_of_gift_cards_each(tmp_path: Path) -> None:
    env = read_environment(environ(tmp_path / "var", COMPTOIR_SECRET_KEY="current"))
    assert env.card_keys == ()


@pytest.mark.parametrize("name", ["secret.key", "card.key", "secrets.env"])
def test_secrets_that_others_can_read_are_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("A=b\n")
    (tmp_path / name).chmod(0o640)
    with pytest.raises(BadSetting, match=f"run: chmod 600 .*{name}"):
        read_environment(environ(tmp_path))


def secrets_file(home: Path, text: str) -> None:
    path = home / "secrets.env"
    path.touch(mode=0o600)
    path.write_text(text)


def test_the_secrets_file_lies_under_the_environment(tmp_path: Path) -> None:
    secrets_file(tmp_path, "# Stripe\nSTRIPE_KEY = 'sk test'\nexport PORT=9000\n\nEMPTY=\nSMTP_PASSWORD=\"a=b\"\n")
    env = read_environment(environ(tmp_path, PORT="9100"))
    assert env.settings.text("STRIPE_KEY", default="") == "sk test"
    assert env.port == 9100
    assert env.settings.text("EMPTY", default="none") == "none"
    assert env.mail.password == "a=b"


def test_a_broken_line_of_the_secrets_file_is_named_without_being_shown(tmp_path: Path) -> None:
    secrets_file(tmp_path, "A=b\nhunter2\n")
    with pytest.raises(BadSetting) as refusal:
        read_environment(environ(tmp_path))
    assert "line 2 of" in str(refusal.value)
    assert "hunter2" not in str(refusal.value)


def test_no_secret_is_printed(tmp_path: Path) -> None:
    secrets_file(tmp_path, "STRIPE_KEY=hunter2\nSMTP_PASSWORD=hunter2\nCOMPTOIR_SECRET_KEY=hunter2\n")
    env = read_environment(environ(tmp_path, DATABASE_URL="postgresql://u:hunter2@db/shop"))
    assert "hunter2" not in repr(env) + str(env)


def test_the_embedded_database_is_the_default(tmp_path: Path) -> None:
    database = read_environment(environ(tmp_path)).django_database()
    assert (database["NAME"], database["USER"], database["PASSWORD"]) == ("comptoir", "comptoir", "")
    assert str(database["HOST"]).endswith("/run") or str(database["HOST"]).startswith("/tmp/comptoir-")


def test_database_url_bypasses_it(tmp_path: Path) -> None:
    url = "postgresql://shop:p%40ss@db.example:6432/goods?sslmode=require&options=-c%20search_path%3Dshop"
    env = read_environment(environ(tmp_path, DATABASE_URL=url, COMPTOIR_PROCESS="web"))
    database = env.django_database()
    assert env.brings_own_database is True
    assert [database[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")] == [
        "goods", "shop", "p@ss", "db.example", "6432",
    ]  # fmt: skip
    assert database["OPTIONS"] == {
        "sslmode": "require",
        "application_name": "comptoir-web",
        "server_side_binding": True,
        "prepare_threshold": 3,
        "options": "-c search_path=shop -c statement_timeout=30000 -c lock_timeout=10000 "
        "-c idle_in_transaction_session_timeout=60000",
        "pool": {"min_size": 2, "max_size": 6, "timeout": 10},
    }


def test_behind_a_pooler_there_is_no_second_pool_and_no_prepared_statement(tmp_path: Path) -> None:
    more = {"DATABASE_URL": "postgresql://u@h/d", "COMPTOIR_PROCESS": "web", "COMPTOIR_POOLER": "1"}
    database = read_environment(environ(tmp_path, **more)).django_database()
    assert database["OPTIONS"] == {
        "application_name": "comptoir-web",
        "server_side_binding": True,
        "prepare_threshold": None,
    }
    assert database["DISABLE_SERVER_SIDE_CURSORS"] is True


def test_commands_have_neither_pool_nor_time_limits(tmp_path: Path) -> None:
    options = read_environment(environ(tmp_path)).django_database()["OPTIONS"]
    assert isinstance(options, dict)
    assert "pool" not in options
    assert "statement_timeout=0 -c lock_timeout=0" in options["options"]


def test_a_broken_database_url_is_refused_without_its_password(tmp_path: Path) -> None:
    env = read_environment(environ(tmp_path, DATABASE_URL="postgresql://u:hunter2@h:x:y/d?nonsense"))
    with pytest.raises(BadSetting) as refusal:
        env.django_database()
    assert "DATABASE_URL is not of the form" in str(refusal.value)
    assert "hunter2" not in str(refusal.value)


def test_reading_settings_changes_nothing_in_the_environment(tmp_path: Path) -> None:
    before = dict(os.environ)
    read_environment(environ(tmp_path))
    assert dict(os.environ) == before
