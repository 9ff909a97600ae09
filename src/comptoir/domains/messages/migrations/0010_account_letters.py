import comptoir.domains.messages.values
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('inventory', '0010_receipt_cancelled'),
        ('messages', '0009_purchase_index'),
        ('orders', '0010_link_version'),
        ('returns', '0006_kept_back'),
        ('stored_value', '0003_sealed_codes'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='message',
            name='messages_kind',
        ),
        migrations.AddField(
            model_name='message',
            name='link_id',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='message',
            name='market',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', [comptoir.domains.messages.values.MessageKind['ORDER_TO_PAY'], comptoir.domains.messages.values.MessageKind['ORDER_CONFIRMED'], comptoir.domains.messages.values.MessageKind['PAYMENT_RECEIVED'], comptoir.domains.messages.values.MessageKind['ORDER_CHANGED'], comptoir.domains.messages.values.MessageKind['ORDER_READY'], comptoir.domains.messages.values.MessageKind['ORDER_SHIPPED'], comptoir.domains.messages.values.MessageKind['ORDER_CANCELLED'], comptoir.domains.messages.values.MessageKind['RETURN_ACKNOWLEDGED'], comptoir.domains.messages.values.MessageKind['RETURN_ACCEPTED'], comptoir.domains.messages.values.MessageKind['RETURN_RECEIVED'], comptoir.domains.messages.values.MessageKind['RETURN_REFUSED'], comptoir.domains.messages.values.MessageKind['STORED_VALUE_ISSUED'], comptoir.domains.messages.values.MessageKind['PURCHASE_ORDER'], comptoir.domains.messages.values.MessageKind['ACCOUNT_LINK'], comptoir.domains.messages.values.MessageKind['EMAIL_LINK'], comptoir.domains.messages.values.MessageKind['LOGIN_CHANGED'], comptoir.domains.messages.values.MessageKind['TEST']])), name='messages_kind'),
        ),
    ]
