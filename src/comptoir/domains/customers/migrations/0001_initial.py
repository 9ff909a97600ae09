import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("markets", "0001_initial"),
    ]

    operations = [
        TrigramExtension(),
        migrations.CreateModel(
            name="Customer",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("email", models.TextField()),
                ("email_normalised", models.TextField(unique=True)),
                ("name", models.TextField()),
                ("company", models.TextField()),
                ("vat_number", models.TextField()),
                ("phone", models.TextField()),
                ("language", models.TextField()),
                ("created_at", models.DateTimeField()),
                ("last_order_at", models.DateTimeField(null=True)),
                ("seen_at", models.DateTimeField()),
                ("version", models.IntegerField(default=1)),
                (
                    "market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="markets.market"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-seen_at", "-id"], name="customers_customer_seen"),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            models.Func(
                                django.db.models.functions.text.Lower(
                                    django.db.models.functions.text.Concat(
                                        "name",
                                        models.Value(" ", output_field=models.TextField()),
                                        "company",
                                        models.Value(" ", output_field=models.TextField()),
                                        "email_normalised",
                                        models.Value(" ", output_field=models.TextField()),
                                        "phone",
                                    )
                                ),
                                models.Value("àâäáãåçéèêëíìîïñóòôöõúùûüýÿ"),
                                models.Value("aaaaaaceeeeiiiinooooouuuuyy"),
                                function="translate",
                                output_field=models.TextField(),
                            ),
                            "gin_trgm_ops",
                        ),
                        name="customers_customer_find",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "email_normalised",
                                django.db.models.functions.text.Lower(models.Func("email", function="btrim")),
                            ),
                            models.Q(("email_normalised", ""), _negated=True),
                        ),
                        name="customers_email_normalised",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_order_at", None), ("last_order_at__lte", models.F("seen_at")), _connector="OR"
                        ),
                        name="customers_seen",
                    ),
                ],
            },
        ),
    ]
