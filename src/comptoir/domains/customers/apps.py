from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "comptoir.domains.customers"
    label = "customers"
