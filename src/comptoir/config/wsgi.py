"""The web process's entry."""

import os

from django.core.wsgi import get_wsgi_application

from comptoir.operations.processes.ending import end_with_parent
from comptoir.operations.supervisor.plan import MARK

if MARK in os.environ:
    # granian's own workers would go on serving when their head is killed.
    end_with_parent()

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comptoir.config.settings")

application = get_wsgi_application()
