"""Forgetting what is no longer needed, and keeping the rest under the present key. Done twice, it is done once."""

from datetime import timedelta

from comptoir.domains.payments.actions import forget_sources, seal_refund_accounts
from comptoir.kernel import clock
from comptoir.kernel.access import job_actor
from comptoir.kernel.jobs import job

SOURCES_KEPT = timedelta(days=30)


@job(every="47 3 * * *", alone=True)
def forget_old_sources() -> None:
    """Where payments came from is kept for a month, to see who tries out cards."""
    now = clock.now()
    while forget_sources(before=now - SOURCES_KEPT, actor=job_actor("payments.forget_old_sources"), now=now):
        pass


@job(every="57 3 * * *", alone=True)
def seal_all_refund_accounts() -> None:
    """After the key was changed, every account is under the new one before the old one goes."""
    while seal_refund_accounts(limit=500, actor=job_actor("payments.seal_all_refund_accounts"), now=clock.now()):
        pass
