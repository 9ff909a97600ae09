from django.apps import AppConfig


class PostgresSearchConfig(AppConfig):
    name = "comptoir.connectors.search.postgres"
    label = "search_postgres"
