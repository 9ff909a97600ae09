from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False  # the index is built beside orders that go on coming in
    dependencies = [('orders', '0002_pieces')]

    operations = [
        AddIndexConcurrently(
            'order', models.Index('placed_at', 'id', condition=~Q(held_because=''), name='orders_on_hold')
        ),
    ]
