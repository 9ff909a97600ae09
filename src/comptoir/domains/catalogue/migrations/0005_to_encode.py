"""Made beside the writing, not in front of it."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("catalogue", "0004_kinds")]

    operations = [
        AddIndexConcurrently(
            "media",
            models.Index("path", condition=models.Q(("avif", False)), name="catalogue_media_to_encode"),
        ),
    ]
