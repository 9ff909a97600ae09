"""The command line as its users meet it: a process of its own each time."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

COMPTOIR = [sys.executable, "-m", "comptoir.config.cli"]


def run(home: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    clean = {
        key: value for key, value in os.environ.items() if not key.startswith("COMPTOIR_") and key != "DATABASE_URL"
    }
    return subprocess.run(
        [*COMPTOIR, *arguments],
        env={**clean, "COMPTOIR_HOME": str(home), **environ},
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_lists_the_commands_without_loading_them(tmp_path: Path) -> None:
    answer = run(tmp_path / "home", "--help", PYTHONPROFILEIMPORTTIME="1")
    assert answer.returncode == 0
    for command in ("up", "demo", "import", "verify", "stock", "user", "backup", "restore", "upgrade", "doctor"):
        assert f"\n  {command} " in answer.stdout
    assert "prepare" not in answer.stdout
    loaded = {line.rpartition("|")[2].strip() for line in answer.stderr.splitlines()}
    assert not loaded & {"django", "psycopg", "comptoir.config.commands.up"}
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    "command", ["up", "backup", "restore", "upgrade", "doctor", "worker", "db", "version", "simulator"]
)
def test_every_command_explains_itself(tmp_path: Path, command: str) -> None:
    answer = run(tmp_path / "home", command, "--help")
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.startswith(f"Usage: comptoir {command}")
    assert not (tmp_path / "home" / "postgres").exists()


def test_an_unknown_command_is_a_usage_error(tmp_path: Path) -> None:
    answer = run(tmp_path, "dance")
    assert answer.returncode == 2
    assert "No such command 'dance'" in answer.stderr


def test_a_bad_setting_is_one_line_and_status_1(tmp_path: Path) -> None:
    answer = run(tmp_path, "doctor", PORT="eighty")
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr == "comptoir: PORT=eighty is not a number from 1 to 65535\n"


def test_an_old_postgresql_is_one_line_and_status_1(tmp_path: Path) -> None:
    program = tmp_path / "postgres"
    program.write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 15.20'\n")
    program.chmod(0o755)
    answer = run(tmp_path / "home", "version", COMPTOIR_PG_BIN=str(tmp_path))
    assert answer.returncode == 1
    assert answer.stderr == f"comptoir: COMPTOIR_PG_BIN={tmp_path} is PostgreSQL 15.20; Comptoir needs 17 or newer.\n"


def test_production_says_why_it_does_not_start(tmp_path: Path) -> None:
    answer = run(tmp_path, "up", COMPTOIR_ENV="production", DEBUG="1", COMPTOIR_SECRET_KEY="changeme")
    assert answer.returncode == 1
    assert "COMPTOIR_ENV=production refuses to start:" in answer.stderr
    assert "- DEBUG is on" in answer.stderr
    assert "- The secret key is a default" in answer.stderr
    assert not (tmp_path / "postgres").exists()


def test_production_has_no_demo(tmp_path: Path) -> None:
    answer = run(tmp_path, "up", "--demo", COMPTOIR_ENV="production")
    assert answer.returncode == 1
    assert "COMPTOIR_ENV=production has no demo data" in answer.stderr


def test_production_has_no_bank_simulator(tmp_path: Path) -> None:
    answer = run(tmp_path, "simulator", COMPTOIR_ENV="production")
    assert answer.returncode == 1
    assert "production refuses it" in answer.stderr


def test_a_server_that_does_not_answer_is_one_line_without_its_password(tmp_path: Path) -> None:
    answer = run(
        tmp_path, "db", "-c", "select 1", DATABASE_URL="postgresql://u:hunter2@127.0.0.1:1/x?connect_timeout=2"
    )
    assert answer.returncode == 1
    assert answer.stderr.startswith("comptoir: The server named by DATABASE_URL cannot be used: ")
    assert "hunter2" not in answer.stderr


def test_restoring_something_else_touches_nothing(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Sir")
    answer = run(tmp_path / "home", "restore", str(tmp_path / "letter.txt"))
    assert answer.returncode == 1
    assert "is no backup" in answer.stderr
    assert not (tmp_path / "home" / "postgres").exists()


def test_a_home_is_made_used_backed_up_and_restored(tmp_path: Path) -> None:
    shop, again = tmp_path / "shop", tmp_path / "again"
    tables = run(shop, "upgrade")
    assert tables.returncode == 0, tables.stderr
    assert "migrations applied." in tables.stdout
    asked = run(shop, "db", "-At", "-c", "select current_user, count(*) > 20 from django_migrations")
    assert asked.stdout == "comptoir|t\n"
    reader = run(shop, "db", "--reader", "-At", "-c", "create table x ()")
    assert reader.returncode == 1
    assert "read-only transaction" in reader.stderr
    saved = run(shop, "backup", "--to", str(tmp_path / "b.tar"))
    assert saved.returncode == 0, saved.stderr
    assert "checked" in saved.stdout
    restored = run(again, "restore", str(tmp_path / "b.tar"))
    assert "Restored as of 2" in restored.stdout, restored.stderr
    assert "The tables are of this version." in restored.stdout
    twice = run(again, "restore", str(tmp_path / "b.tar"))
    assert twice.returncode == 1
    assert "holds an installation" in twice.stderr


def test_the_doctor_finds_a_taken_port(tmp_path: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = run(tmp_path / "home", "doctor", PORT=str(port))
    assert answer.returncode == 1
    assert f"WRONG port          {port} is taken by another program" in answer.stdout
