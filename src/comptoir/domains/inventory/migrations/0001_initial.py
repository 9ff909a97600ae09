import comptoir.domains.inventory.values
import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('kernel', '0001_initial'),
        ('catalogue', '0001_initial'),
        ('network', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Reservation',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('order_id', models.UUIDField()),
                ('quantity', models.BigIntegerField()),
                ('state', models.TextField()),
                ('until', models.DateTimeField()),
                ('made_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('place', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.place')),
                ('variant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.variant')),
            ],
            options={
                'indexes': [models.Index(models.F('order_id'), name='inventory_reservations_of'), models.Index(models.F('until'), condition=models.Q(('state', comptoir.domains.inventory.values.ReservationState['ACTIVE'])), name='inventory_reservations_due')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', (comptoir.domains.inventory.values.ReservationState['ACTIVE'], comptoir.domains.inventory.values.ReservationState['CLAIMED']))), fields=('order_id', 'variant', 'place'), name='inventory_reserved_once'), models.CheckConstraint(condition=models.Q(('state__in', [comptoir.domains.inventory.values.ReservationState['ACTIVE'], comptoir.domains.inventory.values.ReservationState['CLAIMED'], comptoir.domains.inventory.values.ReservationState['SHIPPED'], comptoir.domains.inventory.values.ReservationState['RELEASED'], comptoir.domains.inventory.values.ReservationState['EXPIRED']])), name='inventory_reservation_state'), models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='inventory_reservation_quantity')],
            },
        ),
        migrations.CreateModel(
            name='StockLevel',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('on_hand', models.BigIntegerField(db_default=0, default=0)),
                ('reserved', models.BigIntegerField(db_default=0, default=0)),
                ('claimed', models.BigIntegerField(db_default=0, default=0)),
                ('safety', models.BigIntegerField(db_default=0, default=0)),
                ('backorder_limit', models.BigIntegerField(db_default=0, default=0)),
                ('shortfall', models.BigIntegerField(db_default=0, default=0)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.place')),
                ('variant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.variant')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('variant', 'place'), name='inventory_one_level_per_place'), models.CheckConstraint(condition=models.Q(('backorder_limit__gte', 0), ('claimed__gte', 0), ('on_hand__gte', 0), ('reserved__gte', 0), ('safety__gte', 0), ('shortfall__gte', 0)), name='inventory_level_not_negative'), models.CheckConstraint(condition=models.Q(('on_hand__gte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('reserved'), '+', models.F('claimed')), '-', models.F('backorder_limit')), '-', models.F('shortfall')))), name='inventory_never_oversold')],
            },
        ),
        migrations.CreateModel(
            name='StockMovement',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.TextField()),
                ('quantity', models.BigIntegerField()),
                ('on_hand_after', models.BigIntegerField()),
                ('reference', models.TextField()),
                ('actor_kind', models.TextField()),
                ('actor_id', models.TextField()),
                ('actor_label', models.TextField()),
                ('at', models.DateTimeField()),
                ('place', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.place')),
                ('variant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.variant')),
            ],
            options={
                'indexes': [models.Index(models.F('variant'), models.F('id'), name='inventory_movements_of')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', [comptoir.domains.inventory.values.MovementKind['COUNT'], comptoir.domains.inventory.values.MovementKind['RECEIPT'], comptoir.domains.inventory.values.MovementKind['SHIPMENT'], comptoir.domains.inventory.values.MovementKind['RETURN'], comptoir.domains.inventory.values.MovementKind['TRANSFER'], comptoir.domains.inventory.values.MovementKind['DAMAGE']])), name='inventory_movement_kind'), models.CheckConstraint(condition=models.Q(('quantity', 0), _negated=True), name='inventory_movement_moves')],
            },
        ),
        migrations.RunSQL(
            """CREATE TRIGGER inventory_movement_append_only BEFORE UPDATE OR DELETE ON inventory_stockmovement
               FOR EACH ROW EXECUTE FUNCTION kernel_append_only()""",
            "DROP TRIGGER inventory_movement_append_only ON inventory_stockmovement",
        ),
    ]
