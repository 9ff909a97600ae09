from django.apps import AppConfig


class FulfilmentConfig(AppConfig):
    name = "comptoir.domains.fulfilment"
    label = "fulfilment"
