from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # built beside letters that go on leaving

    dependencies = [("messages", "0008_purchases")]

    operations = [
        AddIndexConcurrently(
            "message",
            models.Index(
                models.F("about_purchase"),
                condition=models.Q(("about_purchase__isnull", False)),
                name="messages_of_purchase",
            ),
        ),
    ]
