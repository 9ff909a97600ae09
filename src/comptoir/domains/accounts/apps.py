from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "comptoir.domains.accounts"
    label = "accounts"
