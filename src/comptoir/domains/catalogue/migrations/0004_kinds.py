import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0003_related")]

    operations = [
        migrations.RemoveConstraint("product", "catalogue_product_withdrawal"),
        migrations.AddConstraint(
            "product",
            models.CheckConstraint(
                condition=models.Q(("withdrawal__in", ["allowed", "perishable", "sealed", "custom", "digital"])),
                name="catalogue_product_withdrawal",
            ),
        ),
        migrations.AddField("variant", "kind", models.TextField(db_default="goods", default="goods")),
        migrations.AddConstraint(
            "variant",
            models.CheckConstraint(
                condition=models.Q(("kind__in", ["goods", "download", "service"])), name="catalogue_variant_kind"
            ),
        ),
        migrations.AddField("media", "avif", models.BooleanField(db_default=False, default=False)),
        migrations.CreateModel(
            name="VariantFile",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("name", models.TextField()),
                ("path", models.TextField()),
                ("size", models.BigIntegerField()),
                ("media_type", models.TextField()),
                ("active", models.BooleanField(default=True)),
                ("added_at", models.DateTimeField()),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalogue.variant"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=~models.Q(name="") & ~models.Q(path=""), name="catalogue_file_named"
                    ),
                    models.CheckConstraint(condition=models.Q(size__gt=0), name="catalogue_file_size"),
                ],
            },
        ),
    ]
