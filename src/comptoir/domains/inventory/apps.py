from django.apps import AppConfig


class InventoryConfig(AppConfig):
    name = "comptoir.domains.inventory"
    label = "inventory"
