"""Configuration is read at every request and changed once a month: kept in each process until somebody changes it."""

import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.db import connection, transaction

from comptoir.kernel.notices import announce, listening, on_notice

_TOPIC = "remembered"
_values: dict[str, dict[Callable[..., Any], dict[Any, Any]]] = {}  # by tag and query
_generation = 0
_lock = threading.Lock()


def remembered[**P, T](tag: str, *, most: int | None = None) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Cache a query's answers, per arguments, until ``forget(tag)`` anywhere in the installation.

    Where strangers choose the arguments, ``most`` bounds how many answers are kept: with one more, all are dropped.

    Answers must be immutable. Nothing is cached inside a process that does not hear notices, nor inside a transaction
    that has changed what the tag stands for: that one sees its own rows, and nobody else does before it commits.
    """

    def decorate(query: Callable[P, T]) -> Callable[P, T]:
        @wraps(query)
        def ask(*args: P.args, **kwargs: P.kwargs) -> T:
            if not listening() or _is_changing(tag):
                return query(*args, **kwargs)
            key = (args, tuple(sorted(kwargs.items())))
            known = _values.get(tag, {}).get(query, {})
            if key in known:
                answer: T = known[key]
                return answer
            before = _generation
            answer = query(*args, **kwargs)
            with _lock:
                # A notice that came while we were asking makes this answer old already.
                if before == _generation:
                    _keep(tag, query, key, answer, most)
            return answer

        return ask

    return decorate


def _keep(tag: str, query: Callable[..., Any], key: Any, answer: Any, most: int | None) -> None:
    known = _values.setdefault(tag, {}).setdefault(query, {})
    if most is not None and len(known) >= most:
        known.clear()
    known[key] = answer


def forget(tag: str) -> None:
    """In the transaction of the change: it asks again at once, and every process does when it has committed."""
    announce(_TOPIC, [tag])
    transaction.on_commit(_Change(tag))


@dataclass(frozen=True, slots=True)
class _Change:
    """Marks a transaction that has changed what the tag stands for. The mark goes with a commit or a rollback."""

    tag: str

    def __call__(self) -> None:
        """There is nothing more to do."""


def _is_changing(tag: str) -> bool:
    return any(hook[1] == _Change(tag) for hook in connection.run_on_commit)


def _on_notice(tags: Collection[str] | None) -> None:
    global _generation
    with _lock:
        _generation += 1
        for tag in list(_values) if tags is None else tags:
            _values.pop(tag, None)


on_notice(_TOPIC, _on_notice)
