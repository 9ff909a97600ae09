from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "comptoir.domains.content"
    label = "content"
