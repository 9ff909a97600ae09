"""Why the server did not start or ended, in plain words, from what it wrote in its log. Pure."""

import re
from pathlib import Path

# First match wins, so the cause stands before its consequences.
CAUSES = (
    ("No space left on device", "the disk is full: free some space where {home} lies, then start again"),
    ("Disk quota exceeded", "the disk quota of this account is used up: free some space in {home}, then start again"),
    ("File too large", "the system's limit on file size (ulimit -f) is too small for a database"),
    ("Read-only file system", "{home} lies on a file system that can only be read"),
    ('lock file "[^"]+" already exists', "another PostgreSQL already works in {home}; stop it first"),
    ("pre-existing shared memory block", "processes of a killed server are still at work in {home}; end them first"),
    ("could not bind|could not create Unix-domain socket", "its socket could not be made; see {log}"),
    ("could not (create|map anonymous) shared memory", "the machine has too little memory left"),
    ("could not create semaphores", "the system's limit on semaphores is reached (kernel.sem)"),
    ("files are incompatible with server", "the data were made by another version of PostgreSQL"),
    ("invalid value for parameter|unrecognized configuration", "a setting is refused (ALTER SYSTEM?): see {log}"),
    ("data directory .* has (wrong|invalid)", "owner or permissions of {home}/postgres were changed"),
    ("could not locate a valid checkpoint|PANIC", "its data are damaged; restore a backup. Details in {log}"),
    ("[Pp]ermission denied", "a file could not be opened (permission denied); see {log}"),
)


def explanation(log_text: str, *, home: Path, log: Path) -> str:
    """One clause without capital or full stop; the last lines of the log when the cause is not a known one."""
    for pattern, words in CAUSES:
        if re.search(pattern, log_text):
            return words.format(home=home, log=log)
    grave = [line.strip() for line in log_text.splitlines() if re.search(r"FATAL|PANIC|ERROR|error", line)]
    last = grave[-1] if grave else (log_text.strip().splitlines() or ["it said nothing"])[-1]
    return f"{last} (see {log})"
