"""Writes into every text field of every form that is found on pages, one field at a time."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from tests.payloads.corpus import fitting
from tests.payloads.forms import Filled, forms_of

# What ends things is done last, so that everything else still stands to be written to.
_LAST = ("cancel", "remove", "close", "sign-out", "deactivate", "block", "revoke")
_LEAVE = ("sign-out", "password", "security", "preferences", "reauthenticate", "2fa")
_ID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass
class Planted:
    """``taken`` are the fields that kept a payload, ``refused`` those that every payload was refused by, ``faults``
    what broke."""

    taken: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def plant(client: Client, paths: Iterable[str], planted: Planted, *, turn: int = 0, root: str = "") -> None:
    """Every text field of every form on these pages."""
    found: list[tuple[str, Filled]] = []
    for path in paths:
        answer = client.get(path)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            found += [(path, each) for each in forms_of(answer.text, path) if each.action.startswith(root or "/")]
    posted = [(path, each) for path, each in found if each.method == "post" and not _touches(each, _LEAVE)]
    posted.sort(key=lambda one: _touches(one[1], _LAST))
    shown: dict[str, Any] = {}
    for number, (path, each) in enumerate(posted):
        if path not in shown:
            shown[path] = client.get(path)
        if _write(client, shown[path], path, each, planted, turn=turn + number):
            shown.clear()  # until then every page is as it was: what is refused changes nothing


def _touches(form: Filled, words: tuple[str, ...]) -> bool:
    # Apart from its ids: they begin with the time, and for a quarter of an hour that had 2fa in it.
    told = _ID.sub("", form.action)
    return any(word in told for word in words)


def _write(client: Client, now: Any, path: str, form: Filled, planted: Planted, *, turn: int) -> bool:
    """With the form as it stands now: what was written before is kept, so that versions and totals are right.

    Whether a payload was taken.
    """
    current = form
    if now.status_code == 200:
        same = (one for one in forms_of(now.text, path) if (one.action, one.field) == (form.action, form.field))
        current = next(same, form)
    name = f"{form.action.rstrip('/').rpartition('/')[2]}.{form.field}"
    for limit in dict.fromkeys((current.limit, min(current.limit, 120), min(current.limit, 40))):
        answer = client.post(current.action, {**current.values, current.field: fitting(limit, turn)})
        if answer.status_code >= 500:
            planted.faults.append(f"{name}: answered {answer.status_code}")
            return False
        if answer.status_code in (302, 303):
            planted.taken[name] += 1
            return True
    planted.refused[name] += 1
    return False
