"""Configuration is read at every request and changed once a month: kept in each process until somebody changes it."""

import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from django.db import connection, transaction

from comptoir.kernel.notices import announce, listening, on_notice

_TOPIC = "remembered"
type _Answers = dict[Callable[..., Any], dict[Any, Any]]
"""By query and by what it was asked."""

_values: dict[str, _Answers] = {}  # by tag
_generation = 0
_lock = threading.Lock()


def remembered[**P, T](tag: str, *, most: int | None = None) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Cache a query's answers, per arguments, until ``forget(tag)`` anywhere in the installation.

    Where strangers choose the arguments, ``most`` bounds how many answers are kept: with one more, all are dropped.

    Answers must be immutable. A process that does not hear notices remembers for the length of a transaction only, and
    so does a transaction that has changed what the tag stands for: it sees its own rows, and nobody else does before it
    commits.
    """

    def decorate(query: Callable[P, T]) -> Callable[P, T]:
        @wraps(query)
        def ask(*args: P.args, **kwargs: P.kwargs) -> T:
            memory = _memory_of_transaction(tag)
            if memory is None and not listening():
                return query(*args, **kwargs)
            key = (args, tuple(sorted(kwargs.items())))
            known = _values.get(tag, {}).get(query, {}) if memory is None else memory.answers.get(query, {})
            if key in known:
                answer: T = known[key]
                return answer
            before = _generation
            answer = query(*args, **kwargs)
            if memory is not None:
                _keep(memory.answers, query, key, answer, most)
            else:
                with _lock:
                    # A notice that came while we were asking makes this answer old already.
                    if before == _generation:
                        _keep(_values.setdefault(tag, {}), query, key, answer, most)
            return answer

        return ask

    return decorate


def _keep(answers: _Answers, query: Callable[..., Any], key: Any, answer: Any, most: int | None) -> None:
    known = answers.setdefault(query, {})
    if most is not None and len(known) >= most:
        known.clear()
    known[key] = answer


def forget(tag: str) -> None:
    """In the transaction of the change: it asks again at once, and every process does when it has committed."""
    announce(_TOPIC, [tag])
    transaction.on_commit(_Memory(tag))


@dataclass(frozen=True, slots=True, eq=False)
class _Memory:
    """What a transaction knows of a tag since it last changed what that stands for.

    It lies among what is done on commit, from where it vanishes with the end of the transaction, and with that of the
    savepoint in which it began: what was true within one that is taken back is remembered no longer.
    """

    tag: str
    answers: _Answers = field(default_factory=dict)

    def __call__(self) -> None:
        """There is nothing more to do."""


def _memory_of_transaction(tag: str) -> _Memory | None:
    """None where the memory of the process serves: nothing is changed, and it hears of what others change."""
    for hook in reversed(connection.run_on_commit):
        if isinstance(hook[1], _Memory) and hook[1].tag == tag:
            return hook[1]
    if listening() or not connection.in_atomic_block:
        return None
    memory = _Memory(tag)
    transaction.on_commit(memory)
    return memory


def _on_notice(tags: Collection[str] | None) -> None:
    global _generation
    with _lock:
        _generation += 1
        for tag in list(_values) if tags is None else tags:
            _values.pop(tag, None)


on_notice(_TOPIC, _on_notice)
