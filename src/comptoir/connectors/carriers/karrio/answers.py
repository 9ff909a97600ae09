"""What carriers answered in the last days, under our keys: most of them know none, and would book a parcel twice."""

import json
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from comptoir.domains.fulfilment.values import LabelId

_FOLDER = "karrio"
_KEPT = timedelta(days=7)  # a question that is asked again for longer has other troubles


def _storage() -> Storage:
    return storages["private"]


def recall(key: LabelId, asked_on: date) -> dict[str, Any] | None:
    """The answer to the question of that key, if it was ever heard."""
    try:
        with _storage().open(_path(key, asked_on)) as file:
            answer: dict[str, Any] = json.loads(file.read())
            return answer
    except FileNotFoundError:
        return None


def keep(key: LabelId, asked_on: date, answer: dict[str, Any]) -> None:
    """Keep it before anything else can go wrong, and throw away what is older than a week: it names people."""
    _storage().save(_path(key, asked_on), ContentFile(json.dumps(answer).encode()))
    for day in _days():
        if day < asked_on - _KEPT:
            for name in _storage().listdir(f"{_FOLDER}/{day.isoformat()}")[1]:
                _storage().delete(f"{_FOLDER}/{day.isoformat()}/{name}")


def _days() -> list[date]:
    found = []
    for name in _storage().listdir(_FOLDER)[0]:
        with suppress(ValueError):
            found.append(date.fromisoformat(name))
    return found


def _path(key: LabelId, asked_on: date) -> str:
    return f"{_FOLDER}/{asked_on.isoformat()}/{key}.json"
