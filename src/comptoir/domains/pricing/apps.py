from django.apps import AppConfig


class PricingConfig(AppConfig):
    name = "comptoir.domains.pricing"
    label = "pricing"
