from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "comptoir.domains.catalogue"
    label = "catalogue"
