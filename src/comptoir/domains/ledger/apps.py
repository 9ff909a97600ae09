from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "comptoir.domains.ledger"
    label = "ledger"
