"""The web process's entry: shared pages from memory in front, Django behind."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comptoir.config.settings")

application = get_wsgi_application()

# Only now can the surfaces be imported: their models exist.
from comptoir.kernel.notices import start_listening  # noqa: E402 - after Django is set up

start_listening()
if settings.PAGE_CACHE_BYTES:
    from comptoir.storefront.pagecache.standing import in_front_of

    application = in_front_of(application, most_bytes=settings.PAGE_CACHE_BYTES)
