from django.db import migrations, models

# What is being given up while this runs; what old code asks to give up later is as it was before.
_FILL = """
UPDATE payments_payment SET voiding = TRUE
 WHERE id IN (SELECT payment_id FROM payments_operation WHERE kind = 'void' AND state IN ('requested', 'unknown'))
"""


class Migration(migrations.Migration):
    dependencies = [('payments', '0009_bank_reference')]

    operations = [
        migrations.AddField('payment', 'voiding', models.BooleanField(db_default=False, default=False)),
        migrations.RunSQL(_FILL, migrations.RunSQL.noop),
    ]
