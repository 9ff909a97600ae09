from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "comptoir.domains.imports"
    label = "imports"
