"""Which surface answers which address."""

from django.urls import URLPattern, URLResolver, include, path

from comptoir.config.health import healthz, readyz
from comptoir.config.media import media
from comptoir.config.metrics import metrics
from comptoir.config.policy_reports import policy_reports
from comptoir.config.settings import _SURFACES

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("metrics", metrics),
    path("policy-reports", policy_reports),
    path("media/<path:path>", media),
]
_PREFIXES = {"api": "api/", "backoffice": "back-office/", "storefront": ""}
for surface, prefix in _PREFIXES.items():
    if surface in _SURFACES:
        urlpatterns.append(path(prefix, include(f"comptoir.{surface}.urls")))

handler500 = "comptoir.storefront.views.away.server_error"
