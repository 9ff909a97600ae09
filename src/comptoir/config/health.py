"""What a load balancer asks: are you alive, and can you serve."""

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse

from comptoir.kernel.sql import fetch


def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers; no more is asked of it."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> JsonResponse:
    """The database answers too; 503 when it does not, so that buyers are sent elsewhere."""
    try:
        fetch("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "database away"}, status=503)
    return JsonResponse({"status": "ready"})
