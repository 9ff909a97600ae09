"""Letters through a mail server (RFC 5321)."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.conf import settings

from comptoir.connectors.mail.letters import as_email
from comptoir.domains.messages.errors import LetterRefused
from comptoir.domains.messages.values import Letter


class SmtpTransport:
    """One connection a letter. What the server refuses for good (5xx) in the addressee or the letter ends the matter.

    Everything else is tried again: a password that is wrong, or a sender it does not know, is a setting of ours. Once
    it is put right, no letter is to be missing.
    """

    def send(self, letter: Letter) -> None:
        mail: Any = settings.MAIL
        try:
            with _connected(mail) as server:
                server.send_message(as_email(letter))
        except smtplib.SMTPRecipientsRefused as error:
            code, reason = next(iter(error.recipients.values()))
            raise _verdict(code, reason) from error
        except smtplib.SMTPDataError as error:
            raise _verdict(error.smtp_code, error.smtp_error) from error


def _verdict(code: int, reason: bytes | str) -> Exception:
    text = reason.decode(errors="replace") if isinstance(reason, bytes) else reason
    return LetterRefused(reason=f"{code} {text}") if 500 <= code < 600 else OSError(f"{code} {text}")


@contextmanager
def _connected(mail: Any) -> Iterator[smtplib.SMTP]:
    context = ssl.create_default_context()
    server: smtplib.SMTP
    if mail.security == "tls":
        server = smtplib.SMTP_SSL(mail.host, mail.port, timeout=mail.timeout_seconds, context=context)
    else:
        server = smtplib.SMTP(mail.host, mail.port, timeout=mail.timeout_seconds)
    try:
        if mail.security == "starttls":
            server.starttls(context=context)
        if mail.user:
            server.login(mail.user, mail.password)
        yield server
        with suppress(smtplib.SMTPException):
            server.quit()  # however the server says goodbye: the letter was taken, and is not to be sent again
    finally:
        server.close()
