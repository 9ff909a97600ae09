from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("invoicing", "0002_series"),
    ]

    operations = [
        migrations.AddField(
            "document",
            "deducts",
            models.JSONField(db_default=models.Value([], output_field=models.JSONField()), default=list),
        ),
        migrations.RemoveConstraint("document", "invoicing_document_kind"),
        migrations.RemoveConstraint("document", "invoicing_credit_note_corrects"),
        migrations.AddConstraint(
            "document",
            models.CheckConstraint(
                condition=models.Q(("kind__in", ["invoice", "credit_note", "deposit"])), name="invoicing_document_kind"
            ),
        ),
        migrations.AddConstraint(
            "document",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("corrects", None), ("kind__in", ["invoice", "deposit"])),
                    models.Q(("corrects__isnull", False), ("kind", "credit_note")),
                    _connector="OR",
                ),
                name="invoicing_credit_note_corrects",
            ),
        ),
    ]
