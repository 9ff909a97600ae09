import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Channel",
            fields=[
                ("code", models.TextField(primary_key=True, serialize=False)),
                ("kind", models.TextField()),
                ("name", models.TextField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["web", "shop", "phone", "marketplace"])),
                        name="markets_channel_kind",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LegalEntity",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("code", models.TextField(unique=True)),
                ("name", models.TextField()),
                ("legal_form", models.TextField()),
                ("share_capital_minor", models.BigIntegerField(null=True)),
                ("share_capital_currency", models.TextField(null=True)),
                ("siren", models.TextField()),
                ("siret", models.TextField()),
                ("vat_number", models.TextField()),
                ("rcs", models.TextField()),
                ("address", models.JSONField()),
                ("iban", models.TextField()),
                ("bic", models.TextField()),
                ("email", models.TextField()),
                ("phone", models.TextField()),
                ("oss_registered", models.BooleanField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("siren", ""), ("siren__regex", "^\\d{9}$"), _connector="OR"),
                        name="markets_entity_siren",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("siret", ""), ("siret__regex", "^\\d{14}$"), _connector="OR"),
                        name="markets_entity_siret",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="markets_entity_named"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("share_capital_currency", None), ("share_capital_minor", None)),
                            models.Q(("share_capital_currency__regex", "^[A-Z]{3}$"), ("share_capital_minor__gt", 0)),
                            _connector="OR",
                        ),
                        name="markets_entity_capital",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Market",
            fields=[
                ("code", models.TextField(primary_key=True, serialize=False)),
                ("name", models.TextField()),
                ("currency", models.TextField()),
                ("languages", django.contrib.postgres.fields.ArrayField(base_field=models.TextField())),
                ("default_language", models.TextField()),
                ("time_zone", models.TextField()),
                ("countries", django.contrib.postgres.fields.ArrayField(base_field=models.TextField())),
                ("order_prefix", models.TextField(unique=True)),
                ("capture_at", models.TextField()),
                ("invoice_at", models.TextField()),
                ("active", models.BooleanField()),
                ("position", models.IntegerField()),
                (
                    "legal_entity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="markets.legalentity"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Merchant",
            fields=[
                ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("name", models.TextField()),
                ("sender_name", models.TextField()),
                ("sender_email", models.TextField()),
                ("support_email", models.TextField()),
                ("phone", models.TextField()),
                ("set_up_at", models.DateTimeField()),
                (
                    "default_market",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="markets.market"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="market",
            constraint=models.CheckConstraint(
                condition=models.Q(("code__regex", "^[a-z][a-z0-9-]{0,15}$")), name="markets_market_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="market",
            constraint=models.CheckConstraint(
                condition=models.Q(("currency__regex", "^[A-Z]{3}$")), name="markets_market_currency"
            ),
        ),
        migrations.AddConstraint(
            model_name="market",
            constraint=models.CheckConstraint(
                condition=models.Q(("languages__contains", [models.F("default_language")])),
                name="markets_market_language",
            ),
        ),
        migrations.AddConstraint(
            model_name="market",
            constraint=models.CheckConstraint(
                condition=models.Q(("countries__len__gt", 0)), name="markets_market_countries"
            ),
        ),
        migrations.AddConstraint(
            model_name="market",
            constraint=models.CheckConstraint(
                condition=models.Q(("capture_at__in", ["authorisation", "shipment"])), name="markets_market_capture_at"
            ),
        ),
        migrations.AddConstraint(
            model_name="market",
            constraint=models.CheckConstraint(
                condition=models.Q(("invoice_at__in", ["payment", "shipment"])), name="markets_market_invoice_at"
            ),
        ),
        migrations.AddConstraint(
            model_name="market",
            constraint=models.CheckConstraint(
                condition=models.Q(("order_prefix__regex", "^[A-Z0-9]{1,8}$")), name="markets_market_order_prefix"
            ),
        ),
        migrations.AddConstraint(
            model_name="merchant",
            constraint=models.CheckConstraint(condition=models.Q(("id", 1)), name="markets_one_merchant"),
        ),
        migrations.AddConstraint(
            model_name="merchant",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="markets_merchant_named"
            ),
        ),
    ]
