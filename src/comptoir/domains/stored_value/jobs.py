"""Codes are kept under the present key, whatever key they were issued under."""

from comptoir.domains.stored_value.actions import renew_codes
from comptoir.kernel import clock
from comptoir.kernel.access import job_actor
from comptoir.kernel.jobs import job

KEEPER = job_actor("card-keys")
_AT_A_TIME = 500


@job(every="37 4 * * *", alone=True)
def renew_all_codes() -> None:
    """After the key of cards was changed, all codes are under the new one before the old one goes."""
    while renew_codes(limit=_AT_A_TIME, actor=KEEPER, now=clock.now()):
        pass
