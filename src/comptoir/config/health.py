"""What a load balancer asks: are you alive, and can you serve."""

import psycopg
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from comptoir.kernel.sql import fetch

PATIENCE_SECONDS = 2.0
"""Shorter than a buyer's request may wait for a connection: whoever asks here has others to send buyers to."""


def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers; no more is asked of it."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> JsonResponse:
    """The database answers too; 503 when it does not, so that buyers are sent elsewhere."""
    try:
        _ask_database()
    except (DatabaseError, psycopg.Error):
        return JsonResponse({"status": "database away"}, status=503)
    return JsonResponse({"status": "ready"})


def _ask_database() -> None:
    pool = connection.pool  # type: ignore[attr-defined]  # of the PostgreSQL backend
    if pool is None:
        fetch("SELECT 1")
        return
    pool.open()
    with pool.connection(timeout=PATIENCE_SECONDS) as own:
        own.execute("SELECT 1")
