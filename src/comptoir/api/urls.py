from django.urls import path

from comptoir.api.v1.api import api, nothing_here

urlpatterns = [
    path("v1/", nothing_here),  # the framework's own root is a page
    path("v1/", api.urls),
    path("<path:rest>", nothing_here),
]
