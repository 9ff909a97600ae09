"""What allauth asks of us: who may have an account, how a password is set, and how its letters leave."""

import logging
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comptoir.backoffice.accounts.limits import network_address
from comptoir.domains.accounts.actions import set_password
from comptoir.domains.accounts.permissions import ACCOUNTS_MANAGE
from comptoir.domains.accounts.values import UserId
from comptoir.domains.markets.queries import market_settings
from comptoir.domains.messages.errors import LetterRefused
from comptoir.domains.messages.values import Letter, MailTransport, MessageId
from comptoir.kernel import ports
from comptoir.kernel.access import ALL_MARKETS, Actor, ActorKind
from comptoir.kernel.ids import new_id
from comptoir.kernel.requests import Request

log = logging.getLogger(__name__)

_RESET = "account/email/password_reset_key"


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Staff accounts: made by an owner, passwords set by an action that leaves a line in the audit trail."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": gettext_lazy("Incorrect e-mail address or password."),
        "too_many_login_attempts": gettext_lazy("Too many attempts. Wait a few minutes, then try again."),
        "incorrect_password": gettext_lazy("This is not your password."),
        "enter_current_password": gettext_lazy("This is not your current password."),
        "incorrect_code": gettext_lazy("This code is incorrect or has expired. Use the one shown now."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return network_address(cast(Request, request))

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: our pages say themselves what was done, once and in our words."""

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        label = getattr(user, "name", "") or user.get_username()
        # Everybody may change their own password; the right to change those of others is an owner's.
        self_ = Actor(ActorKind.PERSON, str(user.pk), label, frozenset({ACCOUNTS_MANAGE}), ALL_MARKETS)
        now = cast(Request, allauth_context.request).now
        set_password(user_id=UserId(user.pk), password=password, actor=self_, now=now)
        user.refresh_from_db(fields=["password"])

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Only the letter that resets a password; by the same road as all others, at once, and never kept.

        Whoever asked is told the same in every case: whether an address has an account here is nobody's business.
        """
        if template_prefix != _RESET:
            return
        user = context["user"]
        with translation.override(getattr(user, "language", "") or settings.LANGUAGE_CODE):
            letter = _reset_letter(email, user, context["password_reset_url"])
        transport: MailTransport = ports.load("mail", settings.MAIL_TRANSPORT)
        try:
            transport.send(letter)
        except (OSError, LetterRefused):
            log.exception("a letter to staff could not be sent")


class ProofAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Second proofs: our words, and the shop’s name in people’s authenticator apps and keyrings."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": StaffAdapter.error_messages["incorrect_code"],
    }

    def get_totp_issuer(self) -> str:
        return _shop()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": _shop()}

    def generate_authenticator_name(self, user: AbstractBaseUser, type: object) -> str:
        return _("Passkey")


def _shop() -> str:
    merchant = market_settings().merchant
    return merchant.name if merchant else "Comptoir"


def _reset_letter(email: str, user: AbstractBaseUser, link: str) -> Letter:
    merchant, shop = market_settings().merchant, _shop()
    values = {"name": getattr(user, "name", ""), "shop": shop, "link": link}
    return Letter(
        message_id=MessageId(new_id()),
        to=email,
        sender_name=merchant.sender_name if merchant else shop,
        sender_email=merchant.sender_email if merchant else email,
        reply_to=merchant.support_email if merchant else email,
        subject=_("Your new password for %(shop)s") % {"shop": shop},
        text=render_to_string("backoffice/letters/reset.txt", values),
        html=render_to_string("backoffice/letters/reset.html", values),
    )
