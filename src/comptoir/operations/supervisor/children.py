"""The processes of an installation beside its database: the table, in the order in which they are stopped."""

import sys
from dataclasses import dataclass

from comptoir.operations.supervisor.plan import Plan


@dataclass(frozen=True, kw_only=True)
class Child:
    """One long-running process."""

    name: str
    command: tuple[str, ...]
    process: str
    """What it is to the settings: decides pool and time limits."""
    told: str
    """What is said on the screen when it runs."""
    grace_seconds: float
    """How long it may take to end after having been asked."""
    niceness: int = 0
    reminded: bool = False
    """Asked again every second, all its processes: those that were just starting did not hear the first time."""
    answers_at: str = ""
    """An address that answers once it is ready; empty when running is enough."""


def children_of(plan: Plan) -> tuple[Child, ...]:
    """Web first and worker next: nothing new comes in while what is under way is finished."""
    web = Child(
        name="web",
        command=web_command(plan),
        process="web",
        told=f"{counted(plan.web_processes, 'process')} of {counted(plan.web_threads, 'thread')}",
        grace_seconds=10,
        reminded=True,
        answers_at=f"http://{reachable(plan.host)}:{plan.port}/healthz",
    )
    # Lower priority: a job can wait, a buyer does not.
    worker = Child(
        name="worker",
        command=(*plan.comptoir, "worker"),
        process="worker",
        told="jobs and events",
        grace_seconds=20,
        niceness=5,
    )
    if plan.simulator_port is None:
        return web, worker
    simulator = Child(
        name="simulator",
        command=(*plan.comptoir, "simulator"),
        process="simulator",
        told=f"a bank that is none, on port {plan.simulator_port}",
        grace_seconds=5,
    )
    return web, worker, simulator


def web_command(plan: Plan) -> tuple[str, ...]:
    """granian with threads; its own workers come back by themselves, and all of it through us."""
    return (
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"),
        *("--host", plan.host, "--port", str(plan.port)),
        *("--workers", str(plan.web_processes), "--blocking-threads", str(plan.web_threads)),
        *("--respawn-failed-workers", "--respawn-interval", "0.2", "--workers-kill-timeout", "5"),
        *("--log-level", "warning"),
        plan.application,
    )


def reachable(host: str) -> str:
    """The address at which a server that listens there can be asked from this machine."""
    if host in ("0.0.0.0", ""):  # noqa: S104 - compared, not bound
        return "127.0.0.1"
    return "[::1]" if host == "::" else f"[{host}]" if ":" in host else host


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}{'es' if noun.endswith('s') else 's'}"
