"""Secrets that lie in files of the home: the key everything is signed with, that of gift cards, and secrets.env."""

import os
import re
import secrets
import stat
from pathlib import Path

from comptoir.config.values import BadSetting, Settings

KEY, PREVIOUS_KEYS = "COMPTOIR_SECRET_KEY", "COMPTOIR_SECRET_KEYS_PREVIOUS"
CARD_KEY, PREVIOUS_CARD_KEYS = "COMPTOIR_CARD_KEY", "COMPTOIR_CARD_KEYS_PREVIOUS"


def read_secret_keys(settings: Settings, path: Path) -> tuple[str, ...]:
    """The signing key, then the former ones that are still accepted.

    From the settings, else from the file: one key a line, the current one first; made with a random key if absent.
    To rotate, put a new line first and restart; drop the last line when what it signed has expired.
    """
    if KEY in settings.values:
        return (settings.text(KEY, default=""), *settings.words(PREVIOUS_KEYS))
    return _keys_of_file(path, "delete it to have a new key made (everybody is then signed out)")


def read_card_keys(settings: Settings, path: Path) -> tuple[str, ...]:
    """The key that codes of gift cards are kept under, then the former ones that still open them; like the signing key.

    None where the signing key comes from the settings and this one does not: a file of its own on each of several
    machines would have each know other codes, so the signing key goes on standing in.
    """
    if CARD_KEY in settings.values:
        return (settings.text(CARD_KEY, default=""), *settings.words(PREVIOUS_CARD_KEYS))
    if KEY in settings.values and not path.exists():
        return ()
    return _keys_of_file(path, "bring back its lines from a backup: without them no code of a gift card opens")


def _keys_of_file(path: Path, if_empty: str) -> tuple[str, ...]:
    if not path.exists():
        _make_key_file(path)
    _refuse_open_file(path)
    keys = tuple(line.strip() for line in path.read_text().splitlines() if line.strip())
    if not keys:
        raise BadSetting(f"{path} is empty; {if_empty}")
    return keys


def _make_key_file(path: Path) -> None:
    # 0711 for root: the database server's account must be able to pass through the home.
    path.parent.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600, exist_ok=False)
    try:
        draft.write_text(secrets.token_urlsafe(48) + "\n")
        # A link fails when the name is taken: of several first processes one wins, and all read its key.
        path.hardlink_to(draft)
    except FileExistsError:
        pass  # another process was faster; its key is the key
    finally:
        draft.unlink()


def read_secrets_file(path: Path) -> dict[str, str]:
    """KEY=VALUE lines; blank lines and lines with # are passed over, quotes around a value are taken off.

    :raises BadSetting: when others can read it, or a line is none of these.
    """
    if not path.exists():
        return {}
    _refuse_open_file(path)
    found: dict[str, str] = {}
    for number, line in enumerate(path.read_text().splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = re.fullmatch(r"\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*", line)
        if match is None:
            raise BadSetting(f"line {number} of {path} is not NAME=VALUE")
        value = match[2]
        if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1]
        if value:
            found[match[1]] = value
    return found


def _refuse_open_file(path: Path) -> None:
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise BadSetting(f"{path} can be read by other accounts of this machine; run: chmod 600 {path}")
