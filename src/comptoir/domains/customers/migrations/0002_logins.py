import comptoir.domains.customers.values
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("kernel", "0001_initial"),
        ('customers', '0001_initial'),
        ('markets', '0004_return_postage'),
    ]

    operations = [
        migrations.AddField(
            model_name='customer',
            name='erased_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name='Login',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('email', models.TextField()),
                ('email_normalised', models.TextField(unique=True)),
                ('name', models.TextField(blank=True)),
                ('password', models.TextField(blank=True)),
                ('language', models.TextField()),
                ('created_at', models.DateTimeField()),
                ('market', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='markets.market')),
            ],
        ),
        migrations.CreateModel(
            name='Passkey',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('credential_id', models.BinaryField(unique=True)),
                ('public', models.BinaryField()),
                ('sign_count', models.BigIntegerField(default=0)),
                ('label', models.TextField(blank=True)),
                ('created_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('login', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='customers.login')),
            ],
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('secret_hash', models.TextField()),
                ('device', models.TextField(blank=True)),
                ('created_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField(db_index=True)),
                ('login', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='customers.login')),
            ],
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('purpose', models.TextField()),
                ('granted', models.BooleanField()),
                ('wording', models.TextField()),
                ('language', models.TextField()),
                ('given_on', models.TextField()),
                ('source', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.customer')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('purpose__in', [comptoir.domains.customers.values.Purpose['NEWSLETTER'], comptoir.domains.customers.values.Purpose['ADVICE']])), name='customers_purpose')],
            },
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('purpose', models.TextField()),
                ('email', models.TextField()),
                ('email_normalised', models.TextField()),
                ('language', models.TextField()),
                ('asked_at', models.DateTimeField(db_index=True)),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('former_email', models.TextField(blank=True)),
                ('wording', models.TextField(blank=True)),
                ('given_on', models.TextField(blank=True)),
                ('source', models.TextField(blank=True)),
                ('market', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='markets.market')),
                ('login', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='customers.login')),
            ],
            options={
                'indexes': [models.Index(models.F('email_normalised'), condition=models.Q(('used_at', None)), name='customers_open_links')],
                'constraints': [models.CheckConstraint(condition=models.Q(('purpose__in', [comptoir.domains.customers.values.LinkPurpose['ENTER'], comptoir.domains.customers.values.LinkPurpose['CHANGE'], comptoir.domains.customers.values.LinkPurpose['NEWS']])), name='customers_link_purpose'), models.CheckConstraint(condition=models.Q(models.Q(('purpose', comptoir.domains.customers.values.LinkPurpose['CHANGE']), _negated=True), ('login__isnull', False), _connector='OR'), name='customers_link_of_whom')],
            },
        ),
        migrations.CreateModel(
            name='LoginCustomer',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('since', models.DateTimeField(null=True)),
                ('until', models.DateTimeField(null=True)),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.customer')),
                ('login', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='customers.login')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('until', None)), fields=('login',), name='customers_login_now'), models.UniqueConstraint(condition=models.Q(('until', None)), fields=('customer',), name='customers_login_of_customer')],
            },
        ),
        migrations.CreateModel(
            name='SavedAddress',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('address', models.JSONField()),
                ('preferred', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField()),
                ('login', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='customers.login')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('preferred', True)), fields=('login',), name='customers_one_preferred_address')],
            },
        ),
        migrations.RunSQL(
            """CREATE TRIGGER customers_consent_append_only BEFORE UPDATE OR DELETE ON customers_consent
               FOR EACH ROW EXECUTE FUNCTION kernel_append_only()""",
            "DROP TRIGGER customers_consent_append_only ON customers_consent",
        ),
    ]
