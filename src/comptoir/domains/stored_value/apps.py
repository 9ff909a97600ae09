from django.apps import AppConfig


class StoredValueConfig(AppConfig):
    name = "comptoir.domains.stored_value"
    label = "stored_value"
