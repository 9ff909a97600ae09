"""Letters as ``.eml`` files in the installation's home: nothing leaves a laptop, and any mail program opens them."""

from pathlib import Path

from django.conf import settings

from comptoir.connectors.mail.letters import as_email
from comptoir.domains.messages.values import Letter


class FileTransport:
    """The default way out."""

    def send(self, letter: Letter) -> None:
        folder = Path(settings.MAIL_FOLDER)
        folder.mkdir(parents=True, exist_ok=True)
        whole = folder / f"{letter.message_id}.eml"
        part = whole.with_suffix(".part")
        part.write_bytes(as_email(letter).as_bytes())
        part.replace(whole)  # whoever watches the folder sees whole letters only
