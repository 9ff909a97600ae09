from django.apps import AppConfig


class FlowsConfig(AppConfig):
    name = "comptoir.flows"
    label = "flows"
