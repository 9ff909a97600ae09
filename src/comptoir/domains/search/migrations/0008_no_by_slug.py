"""Nobody looks for a card by its address any more. Taken away beside the writing, not in front of it."""

from django.contrib.postgres.operations import RemoveIndexConcurrently
from django.db import migrations


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("search", "0007_avif_and_downloads")]

    operations = [RemoveIndexConcurrently("offercard", "search_by_slug")]
