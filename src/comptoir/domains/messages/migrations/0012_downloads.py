from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("messages", "0011_alerts_and_reviews")]

    operations = [
        migrations.RemoveConstraint("message", "messages_kind"),
        migrations.AddConstraint(
            "message",
            models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            *("order_to_pay", "order_confirmed", "payment_received", "order_changed", "order_ready"),
                            *("order_shipped", "order_downloads", "order_cancelled", "return_acknowledged"),
                            *("return_accepted", "return_received", "return_refused", "review_invited", "review_refused"),
                            *("alert_asked", "stock_back", "stored_value_issued"),
                            *("purchase_order", "account_link", "email_link", "login_changed", "test"),
                        ],
                    )
                ),
                name="messages_kind",
            ),
        ),
    ]
