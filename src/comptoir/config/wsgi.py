"""The web process's entry: shared pages from memory in front, Django behind."""

import os

from django.core.wsgi import get_wsgi_application

from comptoir.operations.processes.ending import end_with_parent
from comptoir.operations.supervisor.plan import MARK

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comptoir.config.settings")

if MARK in os.environ:
    # The server's own workers go on serving when their head is killed; the supervisor must be able to start anew.
    end_with_parent()

django_application = get_wsgi_application()

# Only now can the surfaces be imported: their models exist.
from django.conf import settings  # noqa: E402 - after Django is set up

from comptoir.config.maintenance import ClosedForMaintenance  # noqa: E402 - after Django is set up
from comptoir.domains.search.queries import search_engine  # noqa: E402 - after Django is set up
from comptoir.kernel.notices import start_listening  # noqa: E402 - after Django is set up
from comptoir.storefront.pagecache.standing import in_front_of  # noqa: E402 - after Django is set up

start_listening()
search_engine().tend()
application = ClosedForMaintenance(
    in_front_of(django_application, most_bytes=settings.PAGE_CACHE_BYTES)
    if settings.PAGE_CACHE_BYTES
    else django_application,
    home=settings.COMPTOIR_HOME,
)
