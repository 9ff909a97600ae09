from django.apps import AppConfig


class CartConfig(AppConfig):
    name = "comptoir.domains.cart"
    label = "cart"
