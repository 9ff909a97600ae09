"""Made beside the writing, not in front of it."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("search", "0005_documents")]

    operations = [
        AddIndexConcurrently("offercard", models.Index("market", "slug", name="search_by_slug")),
    ]
