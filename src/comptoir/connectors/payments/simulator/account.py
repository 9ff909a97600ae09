"""The shop's account at the simulated bank: made once, kept in a file that the bank and the shop both read."""

import json
import os
import secrets
from base64 import b64encode
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Account:
    """Who we are there. ``webhook_secret`` is written as Standard Webhooks writes it: ``whsec_`` and base64."""

    merchant: str
    api_key: str = field(repr=False)
    webhook_secret: str = field(repr=False)


def folder_of(home: Path) -> Path:
    """Where the bank keeps everything: its ledger is no part of the shop's database or backups."""
    return home / "simulator"


def ledger_of(home: Path) -> Path:
    """The bank's books: an SQLite file."""
    return folder_of(home) / "bank.sqlite3"


def account_in(home: Path) -> Account:
    """The account of that installation, opened on first use. Whoever comes first makes it, all others read it."""
    path = folder_of(home) / "account.json"
    try:
        return Account(**json.loads(path.read_text()))
    except FileNotFoundError:
        return _open_account(path)


def _open_account(path: Path) -> Account:
    account = Account(
        merchant=f"M-{secrets.token_hex(4).upper()}",
        api_key=f"sim_{secrets.token_urlsafe(24)}",
        webhook_secret=f"whsec_{b64encode(secrets.token_bytes(32)).decode()}",
    )
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(asdict(account)))
    try:
        # A link is made whole or not at all, and never over an existing file.
        path.hardlink_to(draft)
    except FileExistsError:
        return Account(**json.loads(path.read_text()))
    finally:
        draft.unlink()
    return account
