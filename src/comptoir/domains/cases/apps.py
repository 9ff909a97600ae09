from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "comptoir.domains.cases"
    label = "cases"
