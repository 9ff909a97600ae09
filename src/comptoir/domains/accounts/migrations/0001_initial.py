import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import comptoir.kernel.texts


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Role",
            fields=[
                ("code", models.TextField(primary_key=True, serialize=False)),
                ("name", comptoir.kernel.texts.TextsField(default=dict)),
                ("patterns", django.contrib.postgres.fields.ArrayField(base_field=models.TextField())),
                ("preset", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("password", models.CharField(max_length=128)),
                ("last_login", models.DateTimeField(blank=True, null=True)),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("name", models.TextField()),
                ("language", models.TextField()),
                ("markets", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), null=True)),
                ("is_active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("email", django.db.models.functions.text.Lower(models.Func("email", function="btrim"))),
                            models.Q(("email", ""), _negated=True),
                        ),
                        name="accounts_user_email_normalised",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ApiKey",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("label", models.TextField()),
                ("prefix", models.TextField(unique=True)),
                ("sha256", models.TextField()),
                ("scopes", django.contrib.postgres.fields.ArrayField(base_field=models.TextField())),
                ("markets", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), null=True)),
                ("created_at", models.DateTimeField()),
                ("created_by", models.TextField()),
                ("revoked_at", models.DateTimeField(null=True)),
                ("last_used_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="accounts_key_digest"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("label", ""), _negated=True), name="accounts_key_labelled"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UserRole",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.role"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("user", "role"), name="accounts_role_once")],
            },
        ),
    ]
