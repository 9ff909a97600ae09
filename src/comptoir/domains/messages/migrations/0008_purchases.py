import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inventory", "0008_supplier_language"), ("messages", "0007_payment_received")]

    operations = [
        migrations.RemoveConstraint("message", "messages_kind"),
        migrations.AddField(
            "message",
            "about_purchase",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="inventory.purchaseorder",
            ),
        ),
        migrations.AddConstraint(
            "message",
            models.CheckConstraint(
                condition=models.Q(('kind__in', [
                    'order_to_pay', 'order_confirmed', 'payment_received', 'order_changed', 'order_ready',
                    'order_shipped', 'order_cancelled', 'return_acknowledged', 'return_accepted', 'return_received', 'return_refused',
                    'stored_value_issued', 'purchase_order', 'test',
                ])),
                name='messages_kind',
            ),
        ),
    ]
