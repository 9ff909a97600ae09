from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "comptoir.domains.network"
    label = "network"
