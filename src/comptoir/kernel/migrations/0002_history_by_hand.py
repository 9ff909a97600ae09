from django.db import migrations, models


class Migration(migrations.Migration):
    """The audit trail of people and their programs, without reading past what buyers and jobs set off."""

    dependencies = (("kernel", "0001_initial"),)
    operations = (
        migrations.AddIndex(
            model_name="historyline",
            index=models.Index(
                models.F("id"),
                name="kernel_history_by_hand",
                condition=models.Q(actor_kind__in=("person", "key")),
            ),
        ),
    )
