from django.apps import AppConfig


class MarketsConfig(AppConfig):
    name = "comptoir.domains.markets"
    label = "markets"
