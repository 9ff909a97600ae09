from django.urls import path

from comptoir.api.v1.api import api, nothing_here

urlpatterns = [
    path("v1/", api.urls),
    path("<path:rest>", nothing_here),
]
