"""What went wrong, as one line for the person at the terminal and a status for the script around it."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from comptoir.config.values import BadSetting
from comptoir.operations.postgres.errors import PostgresError

FAILED = 1
INTERRUPTED = 128 + signal.SIGINT


@contextmanager
def in_one_line() -> Iterator[None]:
    """Tell expected failures in one line and exit with 1. Anything else is our mistake and keeps its traceback."""
    try:
        yield
    except (BadSetting, PostgresError) as error:
        fail(str(error))
    except KeyboardInterrupt:
        click.echo("Stopped.", err=True)
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # Whoever read along has gone, as in `comptoir events | head`. Nothing is left to be told.
        sys.stderr.close()
        sys.exit(FAILED)
    except Exception as error:
        words = _expected(error)
        if words is None:
            raise
        fail(words)


def fail(words: str) -> None:
    """Say it on the error output and exit with 1."""
    click.echo(f"comptoir: {words}", err=True)
    sys.exit(FAILED)


def _expected(error: Exception) -> str | None:
    # Looked up among what is loaded: a command that does not use Django must not load it to fail.
    business = getattr(sys.modules.get("comptoir.kernel.errors"), "BusinessError", None)
    if business is not None and isinstance(error, business):
        return str(error)
    operational = getattr(sys.modules.get("django.db"), "OperationalError", None)
    if operational is not None and isinstance(error, operational):
        return f"The database does not answer: {str(error).strip().splitlines()[-1]}"
    return None
