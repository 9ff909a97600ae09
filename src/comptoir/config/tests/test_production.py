"""Every reason why production refuses to start, one at a time."""

from dataclasses import replace
from pathlib import Path

import pytest

from comptoir.config.environment import Environment, read_environment
from comptoir.config.production import refusals, weak_key


@pytest.fixture
def sound(tmp_path: Path) -> Environment:
    return read_environment(
        {"COMPTOIR_HOME": str(tmp_path), "COMPTOIR_ENV": "production", "BASE_URL": "https://shop.example"}
    )


def test_a_sound_installation_starts(sound: Environment) -> None:
    assert refusals(sound, enabled_providers=["stripe", "transfer"]) == []


def test_debug_is_refused(sound: Environment) -> None:
    (line,) = refusals(replace(sound, debug=True))
    assert line.startswith("DEBUG is on")


@pytest.mark.parametrize("key", ["changeme", "x" * 64, "django-insecure-" + "a1b2c3d4e5f6" * 4, "short-but-random-9Zq"])
def test_a_default_secret_is_refused(sound: Environment, key: str) -> None:
    (line,) = refusals(replace(sound, secret_key=key))
    assert line.startswith("The secret key is a default or too short")
    assert key not in line


def test_a_key_that_was_made_is_good(sound: Environment) -> None:
    assert not weak_key(sound.secret_key)


def test_demo_logins_are_refused_by_name(sound: Environment) -> None:
    (line,) = refusals(sound, demo_logins=["b@demo.example", "a@demo.example"])
    assert "a@demo.example, b@demo.example" in line


def test_the_payment_simulator_is_refused(sound: Environment) -> None:
    (line,) = refusals(sound, enabled_providers=["simulator", "transfer"])
    assert line.startswith("The payment simulator is switched on")


def test_a_shop_on_trial_is_refused(sound: Environment) -> None:
    (line,) = refusals(sound, on_trial=True)
    assert line.startswith("The shop is on trial")


def test_a_provider_whose_messages_could_be_forged_is_refused_by_name(sound: Environment) -> None:
    (line,) = refusals(sound, enabled_providers=["stripe"], providers_without_webhook_secret=["stripe"])
    assert line.startswith("The payment provider stripe has no webhook secret")


def test_everything_wrong_is_said_at_once(sound: Environment) -> None:
    wrong = replace(sound, debug=True, secret_key="secret")
    lines = refusals(
        wrong, demo_logins=["a@b"], enabled_providers=["simulator"], providers_without_webhook_secret=["stripe"]
    )
    assert len(lines) == 5


@pytest.mark.parametrize("mode", ["demo", "test"])
def test_outside_production_nothing_is_refused(sound: Environment, mode: str) -> None:
    elsewhere = replace(sound, mode=mode, debug=True, secret_key="secret")  # type: ignore[arg-type]  # the two modes
    assert refusals(elsewhere, demo_logins=["a@b"], enabled_providers=["simulator"]) == []
