from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "comptoir.domains.payments"
    label = "payments"
