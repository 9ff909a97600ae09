"""What every request carries when it reaches a surface."""

from datetime import datetime

from django.http import HttpRequest


class Request(HttpRequest):
    """A request as the edge (``config.edge``) hands it on. ``now`` is its instant, read once."""

    now: datetime
