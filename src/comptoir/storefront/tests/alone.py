"""The storefront without the rest of the house: its pages need translations and nothing else."""

import django
from django.conf import settings


def set_up() -> None:
    """Configure Django for pages only, unless a test run has configured it already."""
    if settings.configured:
        return
    settings.configure(
        INSTALLED_APPS=["comptoir.storefront"],
        USE_I18N=True,
        THEME_FOLDER="",
        LANGUAGE_CODE="fr",
        LANGUAGES=[("fr", "Français"), ("en", "English")],
        BASE_URL="https://halle.example",
    )
    django.setup()
