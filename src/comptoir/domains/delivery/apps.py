from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "comptoir.domains.delivery"
    label = "delivery"
