"""`comptoir up`: everything started in order, watched, and stopped in order."""

import shutil
import signal
import subprocess
import time
from contextlib import ExitStack
from pathlib import Path

from comptoir.operations.postgres import cluster
from comptoir.operations.postgres.errors import PostgresError
from comptoir.operations.postgres.external import check_external
from comptoir.operations.postgres.places import places_of
from comptoir.operations.postgres.running import running_server
from comptoir.operations.postgres.server import Server, start
from comptoir.operations.processes.facts import send
from comptoir.operations.processes.spawning import Conditions, spawn
from comptoir.operations.supervisor import logs
from comptoir.operations.supervisor.children import children_of
from comptoir.operations.supervisor.crew import Crew, Member, answers, end_remains
from comptoir.operations.supervisor.holding import held
from comptoir.operations.supervisor.plan import Plan
from comptoir.operations.supervisor.preparation import Preparation
from comptoir.operations.supervisor.refusals import Refused, check_disk, check_ports
from comptoir.operations.supervisor.screen import Screen
from comptoir.operations.supervisor.signals import Signals

READY_PATIENCE = 180.0
HOUSEKEEPING_EVERY = 60.0


class StopAsked(Exception):
    """Somebody wants us to stop before everything was up."""


def up(plan: Plan, screen: Screen) -> int:
    """Run the installation until asked to stop. Exit status: 0 after a stop that was asked for, 1 when refused."""
    try:
        cluster.make_folders(places_of(plan.home))
        with held(plan.home, told=plan.base_url), Signals() as signals:
            return _Up(plan, screen, signals).run()
    except (Refused, PostgresError) as error:
        screen.error(str(error))
        return 1


class _Up:
    """One run, from the first check to the last process."""

    def __init__(self, plan: Plan, screen: Screen, signals: Signals) -> None:
        self._plan = plan
        self._screen = screen
        self._signals = signals
        self._crew = Crew(plan, children_of(plan), screen)
        self._server: Server | None = None
        self._tidied_at = 0.0
        self._has_begun = False

    def run(self) -> int:
        self._look_before()
        with ExitStack() as stack:
            stack.callback(self._say_stopped)
            try:
                self._start_database(stack)
                # Before the database in the order of stopping, whatever happens from here on.
                stack.callback(self._stop_children)
                self._prepare()
                self._start_children()
                self._watch()
            except StopAsked:
                return 0
        return 0

    def _look_before(self) -> None:
        remains = end_remains(self._plan)
        if remains:
            self._screen.step("recovery", f"ended {remains} left over from a run that was cut off")
        warning = check_disk(self._plan.home)
        if warning:
            self._screen.step("disk", warning)
        check_ports(self._plan)

    def _start_database(self, stack: ExitStack) -> None:
        began = time.monotonic()
        if self._plan.database_url is not None:
            version = check_external(self._plan.database_url)
            self._screen.step("database", f"PostgreSQL {version}, by DATABASE_URL", seconds=time.monotonic() - began)
            return
        self._server = stack.enter_context(
            running_server(self._plan.home, tied=True, always_stop=True, progress=self._say_database)
        )
        self._screen.step("database", "PostgreSQL runs", seconds=time.monotonic() - began)
        self._heed()

    def _say_database(self, words: str) -> None:
        self._screen.step("database", words)

    def _prepare(self) -> None:
        """Tables, static files and demo data, by a process of its own: its memory is given back afterwards."""
        preparation = Preparation(self._plan)
        if preparation.is_done():
            return
        process = spawn(
            preparation.command,
            conditions=Conditions(at_our_end=signal.SIGTERM),
            environ=self._plan.environ_of("command"),
            output=None,
            folder=str(Path.cwd()),
        )
        while process.poll() is None:
            self._signals.wait(1.0)
            if self._signals.asked:
                send(process.pid, signal.SIGTERM)
                try:
                    process.wait(15.0)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
                raise StopAsked
        if process.returncode != 0:
            raise Refused("the installation could not be prepared; see above.")
        preparation.remember()

    def _start_children(self) -> None:
        """Whoever answers buyers first, alone: the others would take the processors from it at the worst moment."""
        members = sorted(self._crew.members, key=lambda member: not member.child.answers_at)
        shutil.rmtree(self._plan.measures, ignore_errors=True)  # counted from the start, and over restarts of a child
        self._plan.measures.mkdir(mode=0o700)
        for member in members:
            began = time.monotonic()
            self._crew.start(member)
            if member.child.answers_at:
                self._wait_for(member, until=began + READY_PATIENCE)
                self._screen.step(member.child.name, member.child.told, seconds=time.monotonic() - began)
            else:
                self._screen.step(member.child.name, member.child.told)

    def _wait_for(self, member: Member, *, until: float) -> None:
        while not answers(member.child.answers_at):
            self._heed()
            if member in self._crew.ended():
                words = "\n    ".join(self._crew.last_words(member))
                raise Refused(f"{member.child.name} does not start. Its last words:\n    {words}")
            if time.monotonic() > until:
                log = self._plan.home / "logs" / f"{member.child.name}.log"
                raise Refused(f"{member.child.name} does not answer after {READY_PATIENCE:.0f} s. See {log}")
            self._signals.wait(0.05)

    def _watch(self) -> None:
        self._screen.table(Preparation(self._plan).welcome())
        self._screen.ready("Ctrl-C stops everything.")
        while not self._signals.asked:
            self._tend_database()
            self._crew.tend()
            self._keep_house()
            self._signals.wait(self._crew.next_due())

    def _tend_database(self) -> None:
        if self._server is None or self._server.alive():
            return
        self._screen.step("database", "ended; starting it again")
        began = time.monotonic()
        try:
            self._server = start(self._plan.home, tied=True, progress=self._say_database)
        except PostgresError as error:
            # The disk may have room again in a moment, and the web server can at least say that it is sorry.
            self._screen.step("database", str(error))
            self._signals.wait(5.0)
            return
        self._screen.step("database", "PostgreSQL runs", seconds=time.monotonic() - began)

    def _keep_house(self) -> None:
        now = time.monotonic()
        if now - self._tidied_at < HOUSEKEEPING_EVERY:
            return
        self._tidied_at = now
        logs.rotate(self._plan.home / "logs")
        try:
            check_disk(self._plan.home)
        except Refused as error:
            self._screen.step("disk", str(error))

    def _heed(self) -> None:
        if self._signals.asked:
            raise StopAsked

    def _stop_children(self) -> None:
        self._has_begun = True
        self._screen.note("Stopping.")
        self._crew.stop(self._signals)
        end_remains(self._plan, patience=1.0)

    def _say_stopped(self) -> None:
        # When it was refused before anything ran, the refusal is all there is to say.
        if self._has_begun:
            self._screen.note("Stopped.")
