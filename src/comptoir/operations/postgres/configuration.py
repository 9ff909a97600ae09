"""The server's three configuration files, written anew before every start."""

import os
from pathlib import Path

from comptoir.operations.postgres.addresses import OWNER, READER, SUPERUSER
from comptoir.operations.postgres.places import PORT

FILE = "comptoir.conf"
INCLUDE_LINE = f"include '{FILE}'\n"
MAP = "comptoir"
GIBIBYTE = 2**30

SETTINGS = """\
# Written by Comptoir before every start. Own wishes: `ALTER SYSTEM SET …`, which comes after this file and wins.

# Reached through the socket folder only; who may is said by pg_hba.conf.
listen_addresses = ''
port = {port}
unix_socket_directories = {sockets}
unix_socket_permissions = 0700
max_connections = 120

# A commit that was acknowledged survives a power cut.
fsync = on
full_page_writes = on
synchronous_commit = on

shared_buffers = {shared_mb}MB
effective_cache_size = {cache_mb}MB
work_mem = 16MB
maintenance_work_mem = 128MB
max_wal_size = 2GB
checkpoint_timeout = 15min
random_page_cost = 1.1
# Short transactions: compiling a plan costs more than it brings.
jit = off

timezone = 'UTC'
datestyle = 'ISO, YMD'
lc_messages = 'C'

# To standard error, which is a file of COMPTOIR_HOME/logs. No statement and no value: they hold personal data.
logging_collector = off
log_destination = 'stderr'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] %q%u@%d '
log_min_error_statement = panic
log_error_verbosity = terse
log_checkpoints = off
log_lock_waits = on
"""

NOT_DURABLE = """
# Tests only: commits survive kill -9, but no power cut.
fsync = off
full_page_writes = off
"""


def settings_text(*, sockets: Path, durable: bool, memory_bytes: int) -> str:
    """The server's settings for a machine of this size that it shares with everything else."""
    shared_mb = 256 if memory_bytes >= 4 * GIBIBYTE else 128
    text = SETTINGS.format(
        port=PORT, sockets=_quoted(str(sockets)), shared_mb=shared_mb, cache_mb=memory_bytes // 2**21
    )
    return text if durable else text + NOT_DURABLE


def access_text() -> str:
    """pg_hba.conf: by socket only; the system vouches for the account, the map says which role it may take."""
    return f"# Written by Comptoir before every start.\nlocal all all peer map={MAP}\n"


def map_text(*accounts: str) -> str:
    """pg_ident.conf: these operating system accounts may take our three roles, everybody else none."""
    lines = [
        f"{MAP} {_quoted_word(account)} {role}"
        for account in sorted(set(accounts))
        for role in (SUPERUSER, OWNER, READER)
    ]
    return "# Written by Comptoir before every start.\n" + "\n".join(lines) + "\n"


def memory_bytes() -> int:
    """The machine's memory."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def _quoted(value: str) -> str:
    doubled = value.replace("'", "''")
    return f"'{doubled}'"


def _quoted_word(value: str) -> str:
    doubled = value.replace('"', '""')
    return f'"{doubled}"'
