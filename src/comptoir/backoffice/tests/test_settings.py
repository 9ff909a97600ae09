"""What the back office counts on in the settings."""

import pytest
from allauth.account.adapter import get_adapter
from allauth.mfa.adapter import get_adapter as get_proof_adapter
from django.conf import settings

from comptoir.backoffice.accounts.letters import ProofAdapter, StaffAdapter


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS", False),  # no letters to strangers
        ("PASSWORD_RESET_TIMEOUT", 3600),
        ("MFA_ALLOW_UNVERIFIED_EMAIL", True),  # an owner vouches for the address
        ("MFA_PASSKEY_LOGIN_ENABLED", True),
        ("MFA_SUPPORTED_TYPES", ["totp", "webauthn", "recovery_codes"]),
        ("SESSION_COOKIE_HTTPONLY", True),
        ("SESSION_COOKIE_SAMESITE", "Lax"),
        ("CSRF_COOKIE_HTTPONLY", True),
    ],
)
def test_settings(name: str, value: object) -> None:
    assert getattr(settings, name) == value


def test_letters_passwords_and_proofs_go_our_way() -> None:
    assert isinstance(get_adapter(), StaffAdapter)
    assert isinstance(get_proof_adapter(), ProofAdapter)


def test_our_limits_are_the_only_ones_at_the_door() -> None:
    assert settings.ACCOUNT_RATE_LIMITS == {"login_failed": None}
    assert not any("axes" in name for name in (*settings.INSTALLED_APPS, *settings.MIDDLEWARE))


def test_pages_run_no_code_but_their_files() -> None:
    assert settings.SECURE_CSP["script-src"] == ["'self'"]
    assert settings.SECURE_CSP["style-src"] == ["'self'"]


def test_our_french_comes_before_that_of_the_libraries() -> None:
    apps = list(settings.INSTALLED_APPS)
    assert apps.index("comptoir.backoffice") < apps.index("allauth")
