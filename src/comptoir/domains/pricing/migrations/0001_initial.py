import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("kernel", "0001_initial"),
        ("catalogue", "0001_initial"),
        ("markets", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="PriceList",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("code", models.TextField()),
                ("currency", models.TextField()),
                (
                    "market",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="markets.market",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PriceChange",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("old_amount_minor", models.BigIntegerField(null=True)),
                ("old_compare_at_minor", models.BigIntegerField(null=True)),
                ("amount_minor", models.BigIntegerField()),
                ("compare_at_minor", models.BigIntegerField(null=True)),
                ("actor_kind", models.TextField()),
                ("actor_id", models.TextField()),
                ("actor_label", models.TextField()),
                ("because", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "variant",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.variant",
                    ),
                ),
                (
                    "price_list",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="pricing.pricelist",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Price",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("amount_minor", models.BigIntegerField()),
                ("compare_at_minor", models.BigIntegerField(null=True)),
                (
                    "variant",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.variant",
                    ),
                ),
                (
                    "price_list",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="pricing.pricelist",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="pricelist",
            constraint=models.UniqueConstraint(fields=("market", "code"), name="pricing_one_list_per_code"),
        ),
        migrations.AddConstraint(
            model_name="pricelist",
            constraint=models.CheckConstraint(
                condition=models.Q(("currency__regex", "^[A-Z]{3}$")), name="pricing_list_currency"
            ),
        ),
        migrations.AddIndex(
            model_name="pricechange",
            index=models.Index(models.F("variant"), models.F("id"), name="pricing_changes_of"),
        ),
        migrations.AddConstraint(
            model_name="price",
            constraint=models.UniqueConstraint(
                fields=("variant", "price_list"),
                include=("amount_minor", "compare_at_minor"),
                name="pricing_one_price_per_list",
            ),
        ),
        migrations.AddConstraint(
            model_name="price",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_minor__gte", 0)), name="pricing_price_not_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="price",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("compare_at_minor", None), ("compare_at_minor__gt", models.F("amount_minor")), _connector="OR"
                ),
                name="pricing_compare_at_is_higher",
            ),
        ),
        migrations.RunSQL(
            """CREATE TRIGGER pricing_pricechange_append_only BEFORE UPDATE OR DELETE ON pricing_pricechange
               FOR EACH ROW EXECUTE FUNCTION kernel_append_only()""",
            "DROP TRIGGER pricing_pricechange_append_only ON pricing_pricechange",
        ),
    ]
