"""On tables that are written to all day: made beside the writing, not in front of it."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('inventory', '0002_supply'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='stocklevel',
            index=models.Index(models.F('place'), condition=models.Q(('target__isnull', False)), name='inventory_levels_to_refill'),
        ),
        AddIndexConcurrently(
            model_name='stockmovement',
            index=models.Index(models.F('variant'), models.F('place'), models.F('at'), condition=models.Q(('kind', 'shipment')), name='inventory_sold_since'),
        ),
    ]
