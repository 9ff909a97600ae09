import comptoir.domains.ledger.values
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("kernel", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("entity_id", models.UUIDField()),
                ("code", models.TextField()),
                ("currency", models.TextField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("entity_id", "code", "currency"), name="ledger_one_account"),
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[1-7][0-9]{2}[0-9A-Z]{0,29}$")), name="ledger_account_code"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("currency__regex", "^[A-Z]{3}$")), name="ledger_account_currency"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("entity_id", models.UUIDField()),
                ("journal", models.TextField()),
                ("entered_on", models.DateField()),
                ("label", models.TextField()),
                ("reference", models.TextField()),
                ("key", models.TextField(unique=True)),
                ("digest", models.TextField()),
                ("actor_kind", models.TextField()),
                ("actor_id", models.TextField()),
                ("actor_label", models.TextField()),
                ("posted_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("entity_id"), models.F("entered_on"), models.F("id"), name="ledger_entries_by_day"
                    ),
                    models.Index(models.F("reference"), name="ledger_entries_about"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "journal__in",
                                [
                                    comptoir.domains.ledger.values.Journal["SALES"],
                                    comptoir.domains.ledger.values.Journal["BANK"],
                                    comptoir.domains.ledger.values.Journal["MISCELLANEOUS"],
                                ],
                            )
                        ),
                        name="ledger_entry_journal",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("debit_minor", models.BigIntegerField()),
                ("credit_minor", models.BigIntegerField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.account"
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="ledger.entry"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("credit_minor", 0), ("debit_minor__gt", 0)),
                            models.Q(("credit_minor__gt", 0), ("debit_minor", 0)),
                            _connector="OR",
                        ),
                        name="ledger_line_has_one_side",
                    )
                ],
            },
        ),
        migrations.RunSQL(
            """CREATE TRIGGER ledger_entry_append_only BEFORE UPDATE OR DELETE ON ledger_entry
               FOR EACH ROW EXECUTE FUNCTION kernel_append_only()""",
            "DROP TRIGGER ledger_entry_append_only ON ledger_entry",
        ),
        migrations.RunSQL(
            """CREATE TRIGGER ledger_line_append_only BEFORE UPDATE OR DELETE ON ledger_line
               FOR EACH ROW EXECUTE FUNCTION kernel_append_only()""",
            "DROP TRIGGER ledger_line_append_only ON ledger_line",
        ),
        migrations.RunSQL(
            """CREATE TRIGGER ledger_account_append_only BEFORE UPDATE OR DELETE ON ledger_account
               FOR EACH ROW EXECUTE FUNCTION kernel_append_only()""",
            "DROP TRIGGER ledger_account_append_only ON ledger_account",
        ),
        # At commit, so that an entry and its lines may be written in any number of statements.
        migrations.RunSQL(
            """CREATE FUNCTION ledger_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
               DECLARE of_entry bigint := coalesce((to_jsonb(NEW) ->> 'entry_id')::bigint, NEW.id);
               BEGIN
                   IF NOT EXISTS (SELECT FROM ledger_line WHERE entry_id = of_entry)
                   OR EXISTS (SELECT FROM ledger_line JOIN ledger_account ON ledger_account.id = account_id
                               WHERE entry_id = of_entry GROUP BY currency
                              HAVING sum(debit_minor) <> sum(credit_minor))
                   OR EXISTS (SELECT FROM ledger_line JOIN ledger_account ON ledger_account.id = account_id
                                     JOIN ledger_entry ON ledger_entry.id = entry_id
                               WHERE entry_id = of_entry AND ledger_account.entity_id <> ledger_entry.entity_id)
                   THEN RAISE EXCEPTION 'entry % is not balanced', of_entry USING ERRCODE = 'check_violation';
                   END IF;
                   RETURN NULL;
               END $$""",
            "DROP FUNCTION ledger_balanced()",
        ),
        migrations.RunSQL(
            """CREATE CONSTRAINT TRIGGER ledger_entry_balanced AFTER INSERT ON ledger_entry
               DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_balanced()""",
            "DROP TRIGGER ledger_entry_balanced ON ledger_entry",
        ),
        migrations.RunSQL(
            """CREATE CONSTRAINT TRIGGER ledger_line_balanced AFTER INSERT ON ledger_line
               DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_balanced()""",
            "DROP TRIGGER ledger_line_balanced ON ledger_line",
        ),
    ]
