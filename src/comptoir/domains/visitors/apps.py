from django.apps import AppConfig


class VisitorsConfig(AppConfig):
    name = "comptoir.domains.visitors"
    label = "visitors"
