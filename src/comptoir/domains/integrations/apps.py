from django.apps import AppConfig


class IntegrationsConfig(AppConfig):
    name = "comptoir.domains.integrations"
    label = "integrations"
