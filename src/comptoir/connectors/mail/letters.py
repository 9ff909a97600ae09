"""A letter as the bytes that mail servers exchange (RFC 5322)."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from comptoir.domains.messages.values import Letter
from comptoir.kernel.clock import real_now


def as_email(letter: Letter) -> EmailMessage:
    """Text and HTML alternatives, and what is attached. The Message-ID is the message's own: a letter sent twice can be
    told."""
    user, _, domain = letter.sender_email.partition("@")
    email = EmailMessage(policy=SMTP)
    email["From"] = Address(letter.sender_name, user, domain)
    email["To"] = letter.to
    if letter.reply_to and letter.reply_to != letter.sender_email:
        email["Reply-To"] = letter.reply_to
    email["Subject"] = letter.subject
    email["Date"] = format_datetime(real_now())
    email["Message-ID"] = f"<{letter.message_id}@{domain}>"
    email["Auto-Submitted"] = "auto-generated"
    email.set_content(letter.text)
    email.add_alternative(letter.html, subtype="html")
    for one in letter.attached:
        email.add_attachment(one.pdf, maintype="application", subtype="pdf", filename=one.filename)
    return email
