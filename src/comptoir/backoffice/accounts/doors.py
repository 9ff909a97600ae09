"""The addresses of signing in and of one's own security: allauth’s views, in our frame and with our forms."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.http import HttpRequest, HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.urls import URLPattern, path, re_path, reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.generic import RedirectView

from comptoir.backoffice.accounts import signing
from comptoir.backoffice.accounts.first import nobody_yet
from comptoir.backoffice.desk import Desk, desk, entrance_shell, language_of
from comptoir.backoffice.parts import Link, Screen, Words
from comptoir.domains.accounts.queries import has_staff
from comptoir.kernel.requests import Request

type View = Callable[..., HttpResponseBase]
type Shown = Mapping[str, Any]


_NOTHING: Shown = {}


def entrance(view: Any, template: str, title: Words, *, context: Words = "", **options: Any) -> View:
    """A page for whoever is not signed in yet."""

    def show(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        with translation.override(language_of(request)):
            shown = {"shell": entrance_shell(cast(Request, request)), "screen": Screen(title=title, context=context)}
            return _rendered(view, template, shown, options, request, kwargs)

    return show


def inside(
    view: Any, template: str, title: Words, *, context: Words = "", more: Shown = _NOTHING, **options: Any
) -> View:
    """A page about one's own security, at the desk. Needs no right: everybody looks after their own door."""

    @desk("security")
    def show(at: Desk, /, **kwargs: Any) -> HttpResponseBase:
        back = Link(_("Sign-in and security"), reverse("mfa_index")) if view is not mfa.IndexView else None
        shown = {"shell": at.shell(), "screen": Screen(title=title, context=context, back=back), **more}
        return _rendered(view, template, shown, options, at.request, kwargs)

    return show


def _rendered(
    view: Any, template: str, shown: Shown, options: Shown, request: HttpRequest, kwargs: dict[str, Any]
) -> HttpResponseBase:
    made: View = view.as_view(template_name=f"backoffice/accounts/{template}.html", extra_context=shown, **options)
    response = made(request, **kwargs)
    # Rendered here, while the language and the time zone hold.
    return response.render() if isinstance(response, SimpleTemplateResponse) else response


def _form(submit: Words, *, danger: bool = False) -> Shown:
    return {"submit": submit, "danger": danger}


_SENT = _("If this address belongs to an account, a link is on its way. It works for one hour.")
_CONFIRM = _("Confirm your identity")
_CHANGES = _("You are changing how you sign in: confirm your identity first.")
_PASSKEY_LEAD = _("Your phone, your computer or a security key will ask you to confirm.")

_sign_in = entrance(account.LoginView, "sign_in", _("Sign in"), form_class=signing.SignInForm)


def sign_in(request: HttpRequest) -> HttpResponseBase:
    """The door; where nobody has a key yet, it says who makes the first one."""
    return _sign_in(request) if has_staff() else nobody_yet(request)


urlpatterns: list[URLPattern] = [
    path("sign-in/", sign_in, name="account_login"),
    path("sign-out/", entrance(account.LogoutView, "sign_out", _("Sign out?")), name="account_logout"),
    path(
        "closed/",
        entrance(
            account.AccountInactiveView,
            "then_sign_in",
            _("This account is closed"),
            context=_("An owner can reopen it in Settings, Staff."),
        ),
        name="account_inactive",
    ),
    path(
        "confirm/password/",
        entrance(
            account.ReauthenticateView,
            "reauthenticate",
            _CONFIRM,
            context=_CHANGES,
            form_class=signing.ConfirmPasswordForm,
        ),
        name="account_reauthenticate",
    ),
    path(
        "password/",
        inside(
            account.PasswordChangeView,
            "security_form",
            _("Change the password"),
            context=_("Other devices have to sign in again."),
            more=_form(_("Change the password")),
            form_class=signing.OtherPasswordForm,
        ),
        name="account_change_password",
    ),
    # Whoever has no password yet is led here by allauth: a letter lets them choose one.
    path("password/first/", RedirectView.as_view(pattern_name="account_reset_password"), name="account_set_password"),
    path(
        "password/forgotten/",
        entrance(account.PasswordResetView, "forgotten", _("Forgot your password?"), form_class=signing.ForgottenForm),
        name="account_reset_password",
    ),
    path(
        "password/forgotten/sent/",
        entrance(account.PasswordResetDoneView, "then_sign_in", _("Check your inbox"), context=_SENT),
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        entrance(
            account.PasswordResetFromKeyView,
            "new_password",
            _("Choose a new password"),
            form_class=signing.NewPasswordForm,
        ),
        name="account_reset_password_from_key",
    ),
    path(
        "password/new/done/",
        entrance(
            account.PasswordResetFromKeyDoneView,
            "then_sign_in",
            _("Your password is changed"),
            context=_("Sign in with the new one."),
        ),
        name="account_reset_password_from_key_done",
    ),
    path(
        "security/",
        inside(mfa.IndexView, "security", _("Sign-in and security"), context=_("How you sign in.")),
        name="mfa_index",
    ),
    path(
        "sign-in/code/",
        entrance(mfa.AuthenticateView, "code", _("Is it really you?"), form_class=signing.CodeForm),
        name="mfa_authenticate",
    ),
    path(
        "confirm/code/",
        entrance(
            mfa.ReauthenticateView,
            "reauthenticate",
            _CONFIRM,
            context=_CHANGES,
            form_class=signing.ConfirmCodeForm,
        ),
        name="mfa_reauthenticate",
    ),
    path(
        "security/app/",
        inside(totp.ActivateTOTPView, "totp", _("Activate the authenticator app"), form_class=signing.FirstCodeForm),
        name="mfa_activate_totp",
    ),
    path(
        "security/app/off/",
        inside(
            totp.DeactivateTOTPView,
            "security_form",
            _("Deactivate the authenticator app?"),
            context=_("Your password alone will then give access to the back office."),
            more=_form(_("Deactivate it"), danger=True),
        ),
        name="mfa_deactivate_totp",
    ),
    path(
        "security/passkeys/add/",
        inside(
            passkeys.AddWebAuthnView,
            "passkey",
            _("Add a passkey"),
            context=_PASSKEY_LEAD,
            form_class=signing.PasskeyForm,
        ),
        name="mfa_add_webauthn",
    ),
    path(
        "security/passkeys/<int:pk>/remove/",
        inside(
            passkeys.RemoveWebAuthnView,
            "security_form",
            _("Remove this passkey?"),
            more=_form(_("Remove it"), danger=True),
        ),
        name="mfa_remove_webauthn",
    ),
    path("security/passkeys/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    path("sign-in/passkey/", entrance(passkeys.LoginWebAuthnView, "sign_in", _("Sign in")), name="mfa_login_webauthn"),
    path(
        "confirm/passkey/",
        entrance(passkeys.ReauthenticateWebAuthnView, "reauthenticate", _CONFIRM, context=_CHANGES),
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "security/codes/",
        inside(
            codes.ViewRecoveryCodesView,
            "recovery_codes",
            _("Recovery codes"),
            context=_("Each code works once. Keep them somewhere safe."),
        ),
        name="mfa_view_recovery_codes",
    ),
    path("security/codes/download/", codes.DownloadRecoveryCodesView.as_view(), name="mfa_download_recovery_codes"),
    path(
        "security/codes/new/",
        inside(
            codes.GenerateRecoveryCodesView,
            "security_form",
            _("Create new recovery codes?"),
            context=_("The old ones no longer work."),
            more=_form(_("Create new codes")),
        ),
        name="mfa_generate_recovery_codes",
    ),
]
