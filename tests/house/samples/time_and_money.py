"""Clocks, ids, amounts."""

from typing import Any

from django.db import models
from django.test.utils import isolate_apps

from tests.house.rules.amounts import amount_columns, no_floats_near_money, rounding_in_rules
from tests.house.rules.clocks import clock_at_the_edge, one_maker_of_ids, wall_clock
from tests.house.sample import broken, shown

_NOW = "from comptoir.kernel import clock"


def _clock(code: str, line: int, what: str) -> Any:
    return broken(
        wall_clock, {"domains/cart/actions.py": code}, ("domains/cart/actions.py", line, f"{what} reads the clock")
    )


@isolate_apps("comptoir.domains.orders")
def _amounts() -> list[type[models.Model]]:
    class Sale(models.Model):
        weight = models.FloatField()
        discount = models.DecimalField(max_digits=9, decimal_places=2)
        paid_minor = models.IntegerField()
        grand_total = models.BigIntegerField()
        tax_rate = models.DecimalField(max_digits=6, decimal_places=4)
        goods_minor = models.BigIntegerField()

        class Meta:
            app_label = "orders"

    return [Sale]


SAMPLES = [
    _clock("from datetime import datetime\nat = datetime.now()", 2, "datetime.datetime.now"),
    _clock("import datetime as dt\nat = dt.datetime.now(dt.UTC)", 2, "datetime.datetime.now"),
    _clock("from datetime import date\non = date.today()", 2, "datetime.date.today"),
    _clock("import time\nstart = time.monotonic()\nat = time.time()", 3, "time.time"),
    _clock("from time import time as t\nat = t()", 2, "time.time"),
    _clock("from django.utils import timezone\nx = Column(default=timezone.now)", 2, "django.utils.timezone.now"),
    _clock("from django.db.models.functions import Now\nrow.at = Now()", 2, "django.db.models.functions.Now"),
    _clock("x = 1\ny = DateTimeField(\n    auto_now_add=True)", 3, "auto_now_add"),
    broken(
        wall_clock,
        {"flows/sweep.py": '"""It is now()."""\nfetch("SELECT id FROM x WHERE until < now()")\nsay("now() or never")'},
        ("flows/sweep.py", 2, "now() lets the database read the clock"),
    ),
    broken(
        clock_at_the_edge,
        {
            "domains/cart/actions.py": f"{_NOW}\ndef add(at):\n    clock.local_day(at, zone)\n    return clock.now()",
            "domains/cart/jobs.py": f"{_NOW}\ndef sweep():\n    return clock.now()",
            "domains/cart/tests/test_actions.py": f"{_NOW}\ndef test():\n    return clock.now()",
        },
        ("domains/cart/actions.py", 4, "add reads the clock instead of being told"),
    ),
    broken(
        clock_at_the_edge,
        {
            "flows/cancel.py": "from comptoir.kernel.clock import now\ndef cancel():\n    return now()",
            "flows/pay.py": f"import stripe\n{_NOW}\ndef pay():\n    stripe.charge()\n    return clock.now()",
        },
        ("flows/cancel.py", 3, "cancel reads the clock instead of being told"),
    ),
    broken(
        one_maker_of_ids,
        {"domains/cart/actions.py": "from uuid import UUID, uuid4\nid = uuid4()"},
        ("domains/cart/actions.py", 2, "makes an id with uuid.uuid4"),
    ),
    shown(
        amount_columns,
        _amounts,
        ("orders.Sale.discount", 0, "is a Decimal, which only a rate may be"),
        ("orders.Sale.grand_total", 0, "looks like an amount and does not say _minor"),
        ("orders.Sale.paid_minor", 0, "holds minor units and is no BigIntegerField"),
        ("orders.Sale.weight", 0, "is a float"),
    ),
    broken(
        no_floats_near_money,
        {
            "domains/cart/rules.py": "from comptoir.kernel.money import Money\nx = float(1)\ny = 1.5",
            "domains/search/rules.py": "weight = 0.5",
        },
        ("domains/cart/rules.py", 2, "float in a module that handles money"),
        ("domains/cart/rules.py", 3, "the float 1.5 in a module that handles money"),
    ),
    broken(
        rounding_in_rules,
        {
            "domains/cart/queries.py": "def tax(price, rate):\n    return price.times_rate(rate)",
            "domains/cart/rules.py": "def tax(price, rate):\n    return price.times_rate(rate)",
        },
        ("domains/cart/queries.py", 2, "times_rate outside rules.py"),
    ),
    broken(
        rounding_in_rules,
        {"flows/pay.py": "from comptoir.kernel.money import round_half_up\ncents = round_half_up(x)"},
        ("flows/pay.py", 2, "round_half_up outside rules.py"),
    ),
]
