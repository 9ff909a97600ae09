"""Cards for tests of other domains and surfaces, and documents for tests of engines."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from comptoir.domains.catalogue.values import ProductId
from comptoir.domains.search.actions.writing import REMOVE_DOCUMENTS, WRITE_DOCUMENTS
from comptoir.domains.search.queries import changes_of
from comptoir.domains.search.rules import plain
from comptoir.domains.search.values import SearchEngine
from comptoir.kernel.events import Lane
from comptoir.kernel.events.relay import deliver
from comptoir.kernel.ids import new_id
from comptoir.kernel.sql import fetch, jsonb
from comptoir.kernel.testing import NOON


def settle_news() -> None:
    """Let all waiting events be reacted to, as the worker would."""
    while any([deliver(Lane.URGENT), deliver(Lane.BULK)]):
        pass


def made_document(
    title: str = "",
    *,
    market: str = "fr",
    languages: Sequence[str] = ("fr",),
    keywords: str = "",
    text: str = "",
    facts: Iterable[str] = (),
    position: int = 0,
    price: int = 1000,
    published_at: datetime = NOON,
    id: ProductId | None = None,
) -> dict[str, Any]:
    """A product as documents are made of it. Its words are the same in all languages."""
    said = {"title": plain(title), "keywords": plain(keywords), "text": plain(text)}
    return {
        "market": market,
        "product_id": id or ProductId(new_id()),
        "texts": dict.fromkeys(languages, said),
        "facts": sorted(facts),
        "position": position,
        "price_minor": price,
        "published_at": published_at,
    }


def publish(engine: SearchEngine, documents: Sequence[dict[str, Any]]) -> list[ProductId]:
    """Write documents as a refresh does, and tell the engine; answers their products."""
    with transaction.atomic():
        fetch(WRITE_DOCUMENTS, {"rows": jsonb(documents)})
        ids = [each["product_id"] for each in documents]
        for market in {each["market"] for each in documents}:
            engine.take(changes_of(market, ids))
    return ids


def withdraw(engine: SearchEngine, ids: Sequence[ProductId], *, market: str = "fr") -> None:
    """Take products out of a market, as a refresh does, and tell the engine."""
    with transaction.atomic():
        fetch(REMOVE_DOCUMENTS, {"market": market, "gone": list(ids)})
        engine.take(changes_of(market, ids))
