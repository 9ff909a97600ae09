"""What the back office counts on in the settings."""

from allauth.account.adapter import get_adapter
from allauth.mfa.adapter import get_adapter as get_proof_adapter
from django.conf import settings

from comptoir.backoffice.accounts.letters import ProofAdapter, StaffAdapter


def test_letters_and_passwords_go_our_way() -> None:
    assert isinstance(get_adapter(), StaffAdapter)
    assert isinstance(get_proof_adapter(), ProofAdapter)
    assert settings.ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS is False
    assert settings.PASSWORD_RESET_TIMEOUT == 3600


def test_our_limits_are_the_only_ones_at_the_door() -> None:
    assert settings.ACCOUNT_RATE_LIMITS == {"login_failed": None}
    assert not any("axes" in name for name in (*settings.INSTALLED_APPS, *settings.MIDDLEWARE))


def test_a_second_proof_can_be_added_by_whoever_an_owner_let_in() -> None:
    assert settings.MFA_ALLOW_UNVERIFIED_EMAIL is True
    assert settings.MFA_PASSKEY_LOGIN_ENABLED is True
    assert {"totp", "webauthn", "recovery_codes"} == set(settings.MFA_SUPPORTED_TYPES)


def test_cookies_are_for_our_pages_only() -> None:
    assert settings.SESSION_COOKIE_HTTPONLY is True
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"
    assert settings.CSRF_COOKIE_HTTPONLY is True
    assert settings.SECURE_CSP["script-src"] == ["'self'"]
    assert settings.SECURE_CSP["style-src"] == ["'self'"]


def test_our_french_comes_before_that_of_the_libraries() -> None:
    apps = list(settings.INSTALLED_APPS)
    assert apps.index("comptoir.backoffice") < apps.index("allauth")
