"""The forms of signing in, in our own words and with our own limits. What they check is allauth’s."""

from typing import Any, cast

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.backoffice.accounts.limits import (
    BY_ACCOUNT,
    BY_ADDRESS,
    BY_NAME,
    CODES,
    LETTERS,
    network_address,
    take_or_refuse,
)
from comptoir.backoffice.fields import MailField
from comptoir.kernel.requests import Request


def _dress(form: forms.Form, **labels: Any) -> None:
    """Our labels, no placeholders (a label stays in sight), no links inside hints."""
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        field.label = labels.get(name, field.label)
        if isinstance(field, forms.EmailField):
            field.error_messages |= MailField.default_error_messages
        if not name.startswith("password1"):
            field.help_text = ""


def _request() -> Request:
    return cast(Request, context.request)


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth ships no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self, login=_("E-mail"), password=_("Password"), remember=_("Stay signed in on this device"))
        self.fields["login"].widget.attrs["autocomplete"] = "username"

    def clean(self) -> Any:
        if not self.errors:
            here, name = network_address(_request()), str(self.cleaned_data["login"]).lower()
            take_or_refuse(_request(), (BY_ADDRESS, here), (BY_ACCOUNT, f"{here} {name}"), (BY_NAME, name))
        return super().clean()


class ConfirmPasswordForm(ReauthenticateForm):  # type: ignore[misc]  # allauth ships no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self, password=_("Password"))

    def clean_password(self) -> Any:
        take_or_refuse(_request(), (CODES, str(self.user.pk)))
        return super().clean_password()


class CodeForm(AuthenticateForm):  # type: ignore[misc]  # allauth ships no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self, code=_("Code"))
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "autofocus": True}

    def clean_code(self) -> Any:
        take_or_refuse(_request(), (CODES, str(self.user.pk)))
        return super().clean_code()


class ConfirmCodeForm(ReauthenticateCodeForm):  # type: ignore[misc]  # allauth ships no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self, code=_("Code"))

    def clean_code(self) -> Any:
        take_or_refuse(_request(), (CODES, str(self.user.pk)))
        return super().clean_code()


class ForgottenForm(ResetPasswordForm):  # type: ignore[misc]  # allauth ships no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self, email=_("E-mail"))

    def clean_email(self) -> Any:
        take_or_refuse(
            _request(), (BY_ADDRESS, network_address(_request())), (LETTERS, self.cleaned_data["email"].lower())
        )
        return super().clean_email()


class NewPasswordForm(ResetPasswordKeyForm):  # type: ignore[misc]  # allauth ships no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self, password1=_("New password"), password2=_("Confirm password"))
        self.fields["password1"].help_text = ""


class OtherPasswordForm(ChangePasswordForm):  # type: ignore[misc]  # allauth ships no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self, oldpassword=_("Current password"), password1=_("New password"), password2=_("Confirm password"))
        self.fields["password1"].help_text = _(
            "Twelve characters or more. A sentence is easy to remember and hard to guess."
        )


class FirstCodeForm(ActivateTOTPForm):  # type: ignore[misc]  # allauth ships no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self, code=_("Code"))
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self, name=_("Name of the passkey"), passwordless=_("Sign in with it alone, without a password"))
