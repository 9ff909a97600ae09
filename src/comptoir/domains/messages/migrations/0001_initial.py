import comptoir.domains.messages.values
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('orders', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('key', models.TextField(unique=True)),
                ('kind', models.TextField()),
                ('to', models.TextField()),
                ('language', models.TextField()),
                ('state', models.TextField()),
                ('subject', models.TextField(blank=True, default='')),
                ('text', models.TextField(blank=True, default='')),
                ('html', models.TextField(blank=True, default='')),
                ('failure', models.TextField(blank=True, default='')),
                ('queued_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('order', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.order')),
            ],
            options={
                'indexes': [models.Index(models.F('queued_at'), condition=models.Q(('state', comptoir.domains.messages.values.MessageState['QUEUED'])), name='messages_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', [comptoir.domains.messages.values.MessageKind['ORDER_TO_PAY'], comptoir.domains.messages.values.MessageKind['ORDER_CONFIRMED'], comptoir.domains.messages.values.MessageKind['ORDER_SHIPPED'], comptoir.domains.messages.values.MessageKind['ORDER_CANCELLED'], comptoir.domains.messages.values.MessageKind['TEST']])), name='messages_kind'), models.CheckConstraint(condition=models.Q(('state__in', [comptoir.domains.messages.values.MessageState['QUEUED'], comptoir.domains.messages.values.MessageState['SENT'], comptoir.domains.messages.values.MessageState['GIVEN_UP']])), name='messages_state')],
            },
        ),
    ]
