"""PostgreSQL's words in ours."""

from pathlib import Path

import pytest

from comptoir.operations.postgres.explain import explanation

HOME, LOG = Path("/srv/shop"), Path("/srv/shop/logs/postgres.log")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ('PANIC:  could not write to file "pg_wal/xlogtemp.1": No space left on device', "the disk is full"),
        ('FATAL:  could not extend file "base/1/2": Disk quota exceeded', "the disk quota of this account"),
        ('FATAL:  lock file "postmaster.pid" already exists', "another PostgreSQL already works in /srv/shop"),
        ('FATAL:  unrecognized configuration parameter "shared_bufers"', "a setting is refused"),
        ("FATAL:  could not map anonymous shared memory: Cannot allocate memory", "too little memory"),
        ('FATAL:  data directory "/x" has wrong ownership', "owner or permissions of /srv/shop/postgres"),
        ("PANIC:  could not locate a valid checkpoint record", "restore a backup"),
    ],
)
def test_known_causes(said: str, words: str) -> None:
    assert words in explanation(said, home=HOME, log=LOG)


def test_an_unknown_cause_is_quoted_with_the_place_of_the_log() -> None:
    said = "LOG:  starting\nFATAL:  the moon is in the wrong quarter\nLOG:  shut down\n"
    assert explanation(said, home=HOME, log=LOG) == (
        "FATAL:  the moon is in the wrong quarter (see /srv/shop/logs/postgres.log)"
    )
    assert explanation("", home=HOME, log=LOG) == "it said nothing (see /srv/shop/logs/postgres.log)"
