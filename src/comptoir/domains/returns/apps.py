from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "comptoir.domains.returns"
    label = "returns"
