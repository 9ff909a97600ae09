from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "comptoir.domains.orders"
    label = "orders"
