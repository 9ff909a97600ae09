from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class KernelConfig(AppConfig):
    """Loads every domain's reactions and jobs once all models exist: nothing is registered by luck of import."""

    name = "comptoir.kernel"
    label = "kernel"

    def ready(self) -> None:
        autodiscover_modules("events", "reactions", "jobs", "housekeeping")
