"""Pages for tests of this and other domains."""

from datetime import UTC, datetime

from comptoir.domains.content.actions import publish_starter_pages
from comptoir.domains.content.queries import terms_version
from comptoir.domains.markets.testing import make_market
from comptoir.kernel.access import job_actor


def make_pages(*, now: datetime = datetime(2026, 1, 5, 9, tzinfo=UTC)) -> str:
    """The three legal pages of the test merchant; returns the version of the terms."""
    make_market()
    publish_starter_pages(actor=job_actor("test"), now=now)
    return terms_version()
