import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Design",
            fields=[
                ("key", models.TextField(primary_key=True, serialize=False)),
                ("head", models.IntegerField(default=0)),
                ("shown", models.IntegerField(default=0)),
                ("number", models.IntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="DesignPublication",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("number", models.IntegerField()),
                ("revision", models.IntegerField()),
                ("published_at", models.DateTimeField()),
                ("published_by", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="DesignRevision",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("number", models.IntegerField()),
                ("document", models.JSONField()),
                ("saved_at", models.DateTimeField()),
                ("saved_by", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Picture",
            fields=[
                ("path", models.TextField(primary_key=True, serialize=False)),
                ("width", models.IntegerField()),
                ("height", models.IntegerField()),
                ("widths", models.JSONField(default=list)),
                ("stored_at", models.DateTimeField()),
                ("stored_by", models.TextField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="page",
            name="content_page_kind",
        ),
        migrations.AddConstraint(
            model_name="page",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["legal", "free", "landing"])), name="content_page_kind"
            ),
        ),
        migrations.CreateModel(
            name="DesignPlan",
            fields=[
                (
                    "design",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="content.design",
                    ),
                ),
                ("revision", models.IntegerField()),
                ("at", models.DateTimeField()),
                ("planned_by", models.TextField()),
                ("refused", models.TextField(default="")),
            ],
        ),
        migrations.AddConstraint(
            model_name="design",
            constraint=models.CheckConstraint(
                condition=models.Q(("key__regex", "^(theme|menus|home|page:[a-z][a-z0-9-]{0,63})$")),
                name="content_design_key",
            ),
        ),
        migrations.AddConstraint(
            model_name="design",
            constraint=models.CheckConstraint(
                condition=models.Q(("head__gte", 0), ("shown__gte", 0), ("shown__lte", models.F("head"))),
                name="content_design_shown",
            ),
        ),
        migrations.AddField(
            model_name="designpublication",
            name="design",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="content.design"
            ),
        ),
        migrations.AddField(
            model_name="designrevision",
            name="design",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="content.design"
            ),
        ),
        migrations.AddIndex(
            model_name="designplan",
            index=models.Index(condition=models.Q(("refused", "")), fields=["at"], name="content_plan_due"),
        ),
        migrations.AddConstraint(
            model_name="designpublication",
            constraint=models.UniqueConstraint(fields=("design", "number"), name="content_publication_number"),
        ),
        migrations.AddConstraint(
            model_name="designrevision",
            constraint=models.UniqueConstraint(fields=("design", "number"), name="content_revision_number"),
        ),
        # What somebody saved, and when it was shown, is evidence: neither is rewritten.
        migrations.RunSQL(
            """CREATE TRIGGER content_revision_unchanged BEFORE UPDATE ON content_designrevision
               FOR EACH ROW EXECUTE FUNCTION kernel_append_only();
               CREATE TRIGGER content_publication_append_only BEFORE UPDATE OR DELETE ON content_designpublication
               FOR EACH ROW EXECUTE FUNCTION kernel_append_only()""",
            """DROP TRIGGER content_revision_unchanged ON content_designrevision;
               DROP TRIGGER content_publication_append_only ON content_designpublication""",
        ),
    ]
