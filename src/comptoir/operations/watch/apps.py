from django.apps import AppConfig


class WatchConfig(AppConfig):
    """An app so that its job is found."""

    name = "comptoir.operations.watch"
    label = "watch"
