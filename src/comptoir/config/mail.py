"""How letters leave: as files in the home (default), or through a mail server."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, cast, get_args

from comptoir.config.values import BadSetting, Settings

Transport = Literal["files", "smtp"]
Security = Literal["starttls", "tls", "none"]
PORTS: dict[Security, int] = {"starttls": 587, "tls": 465, "none": 25}


@dataclass(frozen=True)
class Mail:
    """The way out for letters. The sender's address belongs to the merchant's settings, not here."""

    transport: Transport
    folder: Path
    host: str
    port: int
    user: str
    password: str = field(repr=False)
    security: Security
    timeout_seconds: int


def read_mail(settings: Settings, *, folder: Path) -> Mail:
    """COMPTOIR_MAIL (files or smtp), SMTP_HOST, SMTP_PORT, SMTP_USER, SMTP_PASSWORD, SMTP_SECURITY, SMTP_TIMEOUT."""
    transport = cast(Transport, settings.choice("COMPTOIR_MAIL", get_args(Transport), default="files"))
    security = cast(Security, settings.choice("SMTP_SECURITY", get_args(Security), default="starttls"))
    host = settings.text("SMTP_HOST", default="")
    if transport == "smtp" and not host:
        raise BadSetting("COMPTOIR_MAIL=smtp needs SMTP_HOST, the name of the mail server")
    return Mail(
        transport=transport,
        folder=folder,
        host=host,
        port=settings.number("SMTP_PORT", default=PORTS[security], least=1, most=65535),
        user=settings.text("SMTP_USER", default=""),
        password=settings.text("SMTP_PASSWORD", default=""),
        security=security,
        timeout_seconds=settings.number("SMTP_TIMEOUT", default=20, least=1, most=300),
    )
