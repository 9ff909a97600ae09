"""On tables that are written to all day: made beside the writing, not in front of it."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

import comptoir.domains.inventory.values


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('inventory', '0004_buckets'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='stocklevel',
            index=models.Index(models.F('variant'), models.F('place'), condition=models.Q(('buckets__gt', 0)), name='inventory_spread_levels'),
        ),
        AddIndexConcurrently(
            model_name='reservation',
            index=models.Index(models.F('variant'), models.F('place'), condition=models.Q(('spread', True), ('state', comptoir.domains.inventory.values.ReservationState['CLAIMED'])), name='inventory_spread_claims'),
        ),
    ]
