import psycopg
from django.conf import settings

from comptoir.flows.check_books import check_books
from comptoir.kernel import clock
from comptoir.kernel.access import job_actor
from comptoir.kernel.jobs import job
from comptoir.operations.verify.look import look_at_books
from comptoir.operations.watch.findings import findings_of

WATCH = job_actor("watch")


@job(every="43 * * * *", alone=True)
def verify_books() -> None:
    """What must always be true, recomputed under the role that cannot write: a case for each break, and none for what
    was mended."""
    now = clock.now()
    with psycopg.connect(settings.READER_DATABASE_URL) as reader:
        found = list(look_at_books(reader, settings.COMPTOIR_HOME, now=now, real_now=clock.real_now()))
    check_books(
        findings=[finding for each in found for finding in findings_of(each)],
        breaks={each.check.code: len(each.breaks) for each in found},
        actor=WATCH,
        now=now,
    )
