import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('markets', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('kind', models.TextField()),
                ('key', models.TextField()),
                ('holds', models.BooleanField()),
                ('source', models.TextField(blank=True)),
                ('what', models.TextField()),
                ('facts', models.JSONField()),
                ('evidence', models.JSONField()),
                ('subject_type', models.TextField(blank=True)),
                ('subject_id', models.TextField(blank=True)),
                ('severity', models.TextField()),
                ('state', models.TextField()),
                ('handler_id', models.TextField(blank=True)),
                ('handler_name', models.TextField(blank=True)),
                ('opened_at', models.DateTimeField()),
                ('last_seen_at', models.DateTimeField()),
                ('times_seen', models.IntegerField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('because', models.TextField(blank=True)),
                ('former', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('market', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='markets.market')),
            ],
        ),
        migrations.CreateModel(
            name='CaseNote',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('author_id', models.TextField()),
                ('author', models.TextField()),
                ('text', models.TextField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
            ],
        ),
        migrations.CreateModel(
            name='CheckRun',
            fields=[
                ('source', models.TextField(primary_key=True, serialize=False)),
                ('ran_at', models.DateTimeField()),
                ('counts', models.JSONField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='cases_run_of_a_source')],
            },
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(models.F('key'), models.F('id'), name='cases_by_key'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(models.F('state'), models.F('id'), name='cases_by_state'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(models.F('source'), models.F('key'), condition=models.Q(('holds', True)), name='cases_held_by_source'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(condition=models.Q(('holds', True)), fields=('key',), name='cases_one_a_key'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['broken_invariant', 'payment_difference', 'stuck_order', 'dispute', 'dead_event', 'failed_job'])), name='cases_kind'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'in_hand', 'resolved', 'dismissed'])), name='cases_state'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('severity__in', ['urgent', 'normal'])), name='cases_severity'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('times_seen__gt', 0)), name='cases_seen'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['open', 'in_hand']), ('closed_at', None), ('holds', True)), models.Q(models.Q(('state__in', ['open', 'in_hand']), _negated=True), ('closed_at__isnull', False), models.Q(('because', ''), _negated=True), models.Q(('state', 'dismissed'), ('holds', False), _connector='OR')), _connector='OR'), name='cases_closed_for_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='casenote',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='cases_note_has_words'),
        ),
    ]
