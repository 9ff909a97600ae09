from collections.abc import Iterator

from comptoir.domains.cases.values import CaseKind, Finding
from comptoir.kernel.events.dead import dead_kinds
from comptoir.kernel.jobs import failed_kinds


def find_given_up(*, most: int) -> Iterator[Finding]:
    """A finding for each reaction that gave up on an event of some kind, and for each job that failed for good, however
    often: thousands of failures have one cause, and need one person who looks.
    """
    for dead in dead_kinds(limit=most):
        yield Finding(
            key=f"events:{dead.reaction}:{dead.name}",
            kind=CaseKind.DEAD_EVENT,
            what="given_up",
            facts={"event": dead.name, "reaction": dead.reaction},
            evidence={
                "found": {
                    "event": dead.name,
                    "reaction": dead.reaction,
                    "count": dead.count,
                    "error": dead.error,
                    "since_at": dead.since.isoformat(),
                    "died_at": dead.last_at.isoformat(),
                }
            },
        )
    for failed in failed_kinds(limit=most):
        yield Finding(
            key=f"jobs:{failed.name}",
            kind=CaseKind.FAILED_JOB,
            what="failed",
            facts={"job": failed.name},
            evidence={
                "found": {
                    "job": failed.name,
                    "arguments": failed.arguments,
                    "count": failed.count,
                    "tries": failed.tries,
                    "since_at": failed.since.isoformat(),
                    "failed_at": failed.last_at.isoformat(),
                }
            },
        )
