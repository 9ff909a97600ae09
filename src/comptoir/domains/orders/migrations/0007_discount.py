from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.functions import Least

_WANTED = F("quantity") - F("cancelled")
_PRICE_OF_WANTED = (F("unit_price_minor") - F("discount_minor") / F("quantity")) * _WANTED - Least(
    _WANTED, F("discount_minor") % F("quantity"), output_field=models.BigIntegerField()
)


class Migration(migrations.Migration):
    dependencies = [("orders", "0006_hold_rules")]

    operations = [
        migrations.AddField("order", "voucher", models.TextField(blank=True, db_default="", default="")),
        migrations.AddField("orderline", "discount_minor", models.BigIntegerField(db_default=0, default=0)),
        migrations.RemoveConstraint("orderline", "orders_line_adds_up"),
        migrations.AddConstraint(
            "orderline",
            models.CheckConstraint(
                condition=Q(quantity__gt=0, unit_price_minor__gte=0, discount_minor__gte=0)
                & Q(discount_minor__lte=F("unit_price_minor") * F("quantity"))
                & Q(total_minor=_PRICE_OF_WANTED),
                name="orders_line_adds_up",
            ),
        ),
    ]
