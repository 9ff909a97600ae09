from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "comptoir.domains.search"
    label = "search"
