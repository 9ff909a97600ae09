import comptoir.domains.invoicing.values
import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ("kernel", "0001_initial"),
        ('markets', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.TextField()),
                ('year', models.IntegerField()),
                ('next_number', models.BigIntegerField()),
                ('last_issued_on', models.DateField()),
                ('last_issued_at', models.DateTimeField()),
                ('entity', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='markets.legalentity')),
            ],
        ),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('kind', models.TextField()),
                ('sequence', models.BigIntegerField()),
                ('number', models.TextField()),
                ('key', models.TextField(unique=True)),
                ('state', models.TextField()),
                ('order_id', models.UUIDField()),
                ('order_number', models.TextField()),
                ('issued_at', models.DateTimeField()),
                ('issued_on', models.DateField()),
                ('delivered_on', models.DateField(null=True)),
                ('due_on', models.DateField(null=True)),
                ('language', models.TextField()),
                ('currency', models.TextField()),
                ('net_minor', models.BigIntegerField()),
                ('tax_minor', models.BigIntegerField()),
                ('total_minor', models.BigIntegerField()),
                ('paid_minor', models.BigIntegerField()),
                ('payment_means', models.TextField()),
                ('seller', models.JSONField()),
                ('buyer', models.JSONField()),
                ('delivered_to', models.JSONField()),
                ('lines', models.JSONField()),
                ('charges', models.JSONField()),
                ('taxes', models.JSONField()),
                ('notes', models.JSONField()),
                ('xml', models.TextField(db_default='', default='')),
                ('pdf_path', models.TextField(db_default='', default='')),
                ('pdf_sha256', models.TextField(db_default='', default='')),
                ('rendered_at', models.DateTimeField(null=True)),
                ('corrects', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='invoicing.document')),
                ('entity', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='markets.legalentity')),
                ('market', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='markets.market')),
                ('series', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='invoicing.series')),
            ],
        ),
        migrations.CreateModel(
            name='Credit',
            fields=[
                ('invoice', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='invoicing.document')),
                ('total_minor', models.BigIntegerField()),
                ('credited_minor', models.BigIntegerField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('credited_minor__gte', 0), ('credited_minor__lte', models.F('total_minor'))), name='invoicing_credited_at_most_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='series',
            constraint=models.UniqueConstraint(fields=('entity', 'kind', 'year'), name='invoicing_one_series'),
        ),
        migrations.AddConstraint(
            model_name='series',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', [comptoir.domains.invoicing.values.DocumentKind['INVOICE'], comptoir.domains.invoicing.values.DocumentKind['CREDIT_NOTE']])), name='invoicing_series_kind'),
        ),
        migrations.AddConstraint(
            model_name='series',
            constraint=models.CheckConstraint(condition=models.Q(('next_number__gte', 1)), name='invoicing_series_counts_from_one'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=models.Index(models.F('order_id'), models.F('issued_at'), name='invoicing_documents_of'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=models.Index(models.F('issued_on'), models.F('id'), name='invoicing_documents_by_day'),
        ),
        migrations.AddIndex(
            model_name='document',
            index=models.Index(models.F('issued_at'), condition=models.Q(('state', comptoir.domains.invoicing.values.DocumentState['ISSUED'])), name='invoicing_unrendered'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.UniqueConstraint(fields=('series', 'sequence'), name='invoicing_one_number_each'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.UniqueConstraint(fields=('entity', 'number'), name='invoicing_number'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', [comptoir.domains.invoicing.values.DocumentKind['INVOICE'], comptoir.domains.invoicing.values.DocumentKind['CREDIT_NOTE']])), name='invoicing_document_kind'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('corrects', None), ('kind', comptoir.domains.invoicing.values.DocumentKind['INVOICE'])), models.Q(('corrects__isnull', False), ('kind', comptoir.domains.invoicing.values.DocumentKind['CREDIT_NOTE'])), _connector='OR'), name='invoicing_credit_note_corrects'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(('net_minor__gte', 0), ('tax_minor__gte', 0), ('total_minor', django.db.models.expressions.CombinedExpression(models.F('net_minor'), '+', models.F('tax_minor'))), ('paid_minor__gte', 0), ('paid_minor__lte', models.F('total_minor'))), name='invoicing_document_adds_up'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('pdf_path', ''), ('pdf_sha256', ''), ('rendered_at', None), ('state', comptoir.domains.invoicing.values.DocumentState['ISSUED']), ('xml', '')), models.Q(('pdf_sha256__regex', '^[0-9a-f]{64}$'), ('rendered_at__isnull', False), ('state', comptoir.domains.invoicing.values.DocumentState['RENDERED']), models.Q(('pdf_path', ''), _negated=True), models.Q(('xml', ''), _negated=True)), _connector='OR'), name='invoicing_document_state'),
        ),
        # What is issued stays issued. Rendering fills its columns once, from empty; nothing else ever changes.
        migrations.RunSQL(
            """CREATE FUNCTION invoicing_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
               DECLARE filled text[] := ARRAY['state', 'xml', 'pdf_path', 'pdf_sha256', 'rendered_at'];
               BEGIN
                   IF TG_OP = 'DELETE' OR OLD.state = 'rendered'
                   OR to_jsonb(NEW) - filled IS DISTINCT FROM to_jsonb(OLD) - filled
                   THEN RAISE EXCEPTION 'document % is issued: correct it by a credit note', OLD.number
                        USING ERRCODE = 'check_violation';
                   END IF;
                   RETURN NEW;
               END $$""",
            "DROP FUNCTION invoicing_frozen()",
        ),
        migrations.RunSQL(
            """CREATE TRIGGER invoicing_document_frozen BEFORE UPDATE OR DELETE ON invoicing_document
               FOR EACH ROW EXECUTE FUNCTION invoicing_frozen()""",
            "DROP TRIGGER invoicing_document_frozen ON invoicing_document",
        ),
        # A series only counts up, one by one.
        migrations.RunSQL(
            """CREATE FUNCTION invoicing_counts_up() RETURNS trigger LANGUAGE plpgsql AS $$
               BEGIN
                   IF NEW IS NOT DISTINCT FROM OLD THEN RETURN NEW; END IF;  -- only locked
                   IF TG_OP = 'DELETE' OR NEW.next_number <> OLD.next_number + 1
                   OR (NEW.id, NEW.entity_id, NEW.kind, NEW.year) IS DISTINCT FROM
                      (OLD.id, OLD.entity_id, OLD.kind, OLD.year)
                   OR NEW.last_issued_at < OLD.last_issued_at OR NEW.last_issued_on < OLD.last_issued_on
                   THEN RAISE EXCEPTION 'a series of numbers only counts up' USING ERRCODE = 'check_violation';
                   END IF;
                   RETURN NEW;
               END $$""",
            "DROP FUNCTION invoicing_counts_up()",
        ),
        migrations.RunSQL(
            """CREATE TRIGGER invoicing_series_counts_up BEFORE UPDATE OR DELETE ON invoicing_series
               FOR EACH ROW EXECUTE FUNCTION invoicing_counts_up()""",
            "DROP TRIGGER invoicing_series_counts_up ON invoicing_series",
        ),
    ]
