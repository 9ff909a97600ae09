import django.db.models.deletion
from django.db import migrations, models

import comptoir.kernel.texts


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("kernel", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Page",
            fields=[
                ("key", models.TextField(primary_key=True, serialize=False)),
                ("kind", models.TextField()),
                ("position_in_footer", models.IntegerField(null=True)),
                ("number", models.IntegerField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("key__regex", "^[a-z][a-z0-9-]{0,63}$")), name="content_page_key"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["legal", "free"])), name="content_page_kind"
                    ),
                    models.CheckConstraint(condition=models.Q(("number__gte", 0)), name="content_page_number"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PageSlug",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("language", models.TextField()),
                ("slug", models.TextField()),
                (
                    "page",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="content.page"),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("language", "slug"), name="content_slug_of_one_page")],
            },
        ),
        migrations.CreateModel(
            name="PageVersion",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("number", models.IntegerField()),
                ("titles", comptoir.kernel.texts.TextsField(default=dict)),
                ("slugs", comptoir.kernel.texts.TextsField(default=dict)),
                ("bodies", comptoir.kernel.texts.TextsField(default=dict)),
                ("published_at", models.DateTimeField()),
                ("published_on", models.DateField()),
                (
                    "page",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="content.page"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("page", "number"), name="content_version_number")],
            },
        ),
        # Buyers have agreed to some of these texts: the database itself refuses to change or forget one.
        migrations.RunSQL(
            """CREATE TRIGGER content_version_append_only BEFORE UPDATE OR DELETE ON content_pageversion
               FOR EACH ROW EXECUTE FUNCTION kernel_append_only()""",
            "DROP TRIGGER content_version_append_only ON content_pageversion",
        ),
    ]
