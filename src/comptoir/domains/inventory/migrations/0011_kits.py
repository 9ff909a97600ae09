import django.db.models.deletion
from django.db import migrations, models

_VARIANT = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+", "to": "catalogue.variant"}


class Migration(migrations.Migration):
    dependencies = [("inventory", "0010_receipt_cancelled"), ("catalogue", "0004_kinds")]

    operations = [
        migrations.CreateModel(
            name="KitPart",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("quantity", models.IntegerField()),
                ("position", models.IntegerField()),
                ("kit", models.ForeignKey(db_index=False, **_VARIANT)),
                ("part", models.ForeignKey(**_VARIANT)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kit", "part"), name="inventory_part_once"),
                    models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="inventory_part_quantity"),
                    models.CheckConstraint(
                        condition=~models.Q(("kit", models.F("part"))), name="inventory_kit_not_in_itself"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Unstocked",
            fields=[("variant", models.OneToOneField(primary_key=True, serialize=False, **_VARIANT))],
        ),
    ]
