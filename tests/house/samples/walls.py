"""Relations, tables, transactions, surfaces: where one thing ends and another begins."""

from typing import Any

from django.db import models
from django.test.utils import isolate_apps

from tests.house.rules.network import Wired, no_network_inside_atomic
from tests.house.rules.relations import relations_between_domains
from tests.house.rules.surfaces import (
    Budgets,
    budgets_are_measured,
    one_write_a_request,
    pages_have_budgets,
)
from tests.house.rules.tables import no_lookups_across, own_tables_only
from tests.house.rules.transactions import (
    flows_between_transactions,
    locks_are_ordered,
    locks_are_taken,
    transactions_have_an_owner,
)
from tests.house.sample import Sample, broken, shown, tree_of
from tests.house.tree import Tree

_FLOW = "flows/pay.py"
_ATOMIC = "from django.db import transaction\n"


@isolate_apps("comptoir.domains.orders", "comptoir.domains.fulfilment", "comptoir.domains.customers")
def _relations() -> list[type[models.Model]]:
    class Parcel(models.Model):
        class Meta:
            app_label = "fulfilment"

    class Customer(models.Model):
        class Meta:
            app_label = "customers"

    class Order(models.Model):
        up = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="+")
        open = models.ForeignKey(Customer, on_delete=models.PROTECT)
        falling = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
        good = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+")
        own = models.ForeignKey("self", on_delete=models.CASCADE, related_name="children")
        many = models.ManyToManyField(Customer, related_name="+")

        class Meta:
            app_label = "orders"

    return [Parcel, Customer, Order]


def _network(body: str, line: int, what: str) -> Sample:
    code = f"import httpx\nfrom comptoir.kernel import ports\n{_ATOMIC}{body}"
    return _talk({_FLOW: code}, line, what)


def _talk(files: dict[str, str], line: int, what: str) -> Sample:
    tree = tree_of(files)
    modules = {"payments": ["comptoir.connectors.payments.far"], "search": ["comptoir.connectors.search.near"]}
    far = tree_of({"connectors/payments/far.py": "import stripe\nclass Far:\n    def ask(self):\n        stripe.ask()"})
    both = Tree({**tree.files, **far.files})
    path = f"src/comptoir/{_FLOW}"
    return shown(no_network_inside_atomic, lambda: Wired(both, modules), (path, line, f"{what} inside a transaction"))


def _writes(code: str, name: str, line: int = 3) -> Any:
    path = "storefront/views/cart.py"
    start = (
        "from comptoir.domains.cart.actions import open_cart, set_line\n"
        "from comptoir.flows.place_order import place_order\n"
    )
    what = f"{name} may call two actions or flows in one request"
    return broken(one_write_a_request, {path: start + code}, (path, line, what))


def _lock(code: str, line: int = 1) -> Any:
    path = "domains/cart/actions.py"
    return broken(locks_are_taken, {path: code}, (path, line, "a lock that nothing takes here"))


def _order(code: str, line: int = 1) -> Any:
    path = "domains/cart/actions.py"
    return broken(locks_are_ordered, {path: code}, (path, line, "locks several rows in no order"))


SAMPLES = [
    shown(
        relations_between_domains,
        _relations,
        ("orders.Order.falling", 0, "does not protect what it points to; say on_delete=models.PROTECT"),
        (
            "orders.Order.many",
            0,
            "joins many rows of customers.Customer: make a model of the join, with two protected keys",
        ),
        ("orders.Order.open", 0, 'is visible from the other side; say related_name="+"'),
        ("orders.Order.up", 0, "points to fulfilment.Parcel, which is not in a lower domain"),
    ),
    broken(
        own_tables_only,
        {
            "domains/cart/queries.py": 'fetch("SELECT * FROM cart_cart JOIN catalogue_variant ON true")',
            "domains/stored_value/queries.py": 'fetch(f"SELECT {x} FROM stored_value_card")',
            "domains/cart/tests/test_queries.py": 'fetch("SELECT FROM orders_order")',
            "operations/verify/money.py": 'fetch("SELECT FROM orders_order")',
            "connectors/search/postgres/engine.py": 'fetch("SELECT FROM search_postgres_word, search_card")',
            "connectors/search/elsewhere/engine.py": 'fetch("SELECT FROM search_postgres_word")',
        },
        ("connectors/search/elsewhere/engine.py", 1, "names search_postgres_word, a table of search"),
        ("domains/cart/queries.py", 1, "names catalogue_variant, a table of catalogue"),
    ),
    broken(
        own_tables_only,
        {_FLOW: 'execute(f"UPDATE orders_order SET {x}")\nexecute("INSERT INTO kernel_outbox VALUES (1)")'},
        (_FLOW, 1, "names orders_order, a table of orders"),
        (_FLOW, 2, "names kernel_outbox, a table of kernel"),
    ),
    broken(
        no_lookups_across,
        {
            "domains/cart/models.py": (
                'class Line:\n    variant = models.ForeignKey("catalogue.Variant")\n    cart = models.ForeignKey(Cart)'
            ),
            "domains/cart/queries.py": """
                rows.filter(variant__in=ids, variant__id=1, cart__market="fr")
                rows.filter(variant__sku="x")
                rows.order_by("-variant__position")
                rows.select_related("cart", "variant")
                """,
        },
        ("domains/cart/queries.py", 2, "variant__sku looks into another domain"),
        ("domains/cart/queries.py", 3, "-variant__position looks into another domain"),
        ("domains/cart/queries.py", 4, "variant looks into another domain"),
    ),
    _network("with transaction.atomic():\n    httpx.get(x)", 5, "httpx"),
    _network(
        (
            "with transaction.atomic():\n    transaction.on_commit(lambda: httpx.get(x))\n"
            "    ports.load('search', b).ask(); ports.load('payments', b).ask()"
        ),
        6,
        "the port payments",
    ),
    _network(
        (
            "def pay(kind):\n    provider = ports.load('payments', kind)\n"
            "    with transaction.atomic(durable=True):\n        provider.ask()"
        ),
        7,
        "the port payments",
    ),
    _network(
        "@transaction.atomic\ndef pay():\n    _far()\ndef _far():\n    _farther()\ndef _farther():\n    httpx.get(x)",
        6,
        "httpx",
    ),
    _talk(
        {
            _FLOW: (
                f"from comptoir.connectors.mail.smtp import send\n{_ATOMIC}with transaction.atomic():\n"
                "    send()\n    render.enqueue()"
            ),
            "connectors/mail/smtp.py": "import smtplib\ndef send():\n    smtplib.SMTP('x')",
        },
        4,
        "smtplib",
    ),
    _talk(
        {
            _FLOW: f"from comptoir.flows.doors import door\n{_ATOMIC}with transaction.atomic():\n    door('x').ask()",
            "flows/doors.py": (
                "from comptoir.kernel import ports\ndef door(kind):\n    return ports.load('payments', kind)"
            ),
        },
        4,
        "the port payments",
    ),
    broken(
        transactions_have_an_owner,
        {
            _FLOW: _ATOMIC + "with transaction.atomic(durable=True): ...\nwith transaction.atomic(): ...",
            "domains/cart/actions.py": _ATOMIC
            + "with transaction.atomic(savepoint=False): ...\n@transaction.atomic\ndef f(): ...",
            "domains/cart/jobs.py": _ATOMIC + "with transaction.atomic(): ...",
        },
        (_FLOW, 3, "a transaction here says durable=True"),
        ("domains/cart/actions.py", 3, "a transaction here says savepoint=False"),
    ),
    broken(
        flows_between_transactions,
        {
            _FLOW: "from comptoir.flows.settle import settle\n"
            + _ATOMIC
            + "settle()\nwith transaction.atomic():\n    settle()",
        },
        (_FLOW, 5, "the flow settle inside a transaction"),
    ),
    _lock("rows = Cart.objects.select_for_update().filter(id=1)"),
    _lock(
        (
            "rows = list(Cart.objects.select_for_update())\n"
            "Cart.objects.select_for_update().get(id=1)\nf(Cart.objects.select_for_update())"
        ),
        3,
    ),
    _lock("for row in Cart.objects.select_for_update(): ...\nrows = Cart.objects.select_for_update()[:5]", 2),
    _order(
        "rows = list(Cart.objects.select_for_update().filter(id__in=ids))\n"
        "rows = list(Cart.objects.order_by('id').select_for_update())"
    ),
    _order('"""Doc."""\nfetch("SELECT id FROM cart_cart WHERE id = ANY(%s) FOR UPDATE")', 2),
    _order(
        'fetch("SELECT id, (SELECT x FROM y WHERE z IN (1)) FROM cart_cart WHERE id = %s FOR UPDATE")\n'
        'fetch("SELECT id FROM cart_cart WHERE id = ANY(%s) ORDER BY id FOR UPDATE")\n'
        'fetch("SELECT id FROM cart_cart WHERE id IN (SELECT id FROM x ORDER BY id) FOR UPDATE")',
        3,
    ),
    _writes("def add(request):\n    open_cart()\n    set_line()", "add"),
    _writes("def add(request):\n    for x in y:\n        set_line()", "add"),
    _writes("def add(request):\n    return [set_line() for x in y]", "add"),
    _writes(
        (
            "def add(request):\n    if x:\n        open_cart()\n    else:\n        z()\n"
            "    _put()\ndef _put():\n    place_order()"
        ),
        "add",
    ),
    _writes(
        (
            "class Add:\n    def post(self):\n        self.open()\n        set_line()\n"
            "    def open(self):\n        open_cart()"
        ),
        "post",
        4,
    ),
    _writes(
        """def add(request):
    if x:
        return open_cart()
    try:
        set_line()
    except Closed:
        open_cart()

def both(request):
    with lock():
        open_cart()
    return set_line()""",
        "both",
        11,
    ),
    shown(
        pages_have_budgets,
        lambda: Budgets(["home", "product"], {"home": 2, "gone": 3}),
        ("gone", 0, "has a query budget and no page"),
        ("product", 0, "has no query budget"),
    ),
    broken(
        budgets_are_measured,
        {
            "storefront/tests/budgets.py": "BUDGETS = {}",
            "storefront/tests/test_pages.py": "from comptoir.storefront.tests.budgets import BUDGETS",
        },
        (
            "storefront/tests/budgets.py",
            0,
            (
                "no test imports BUDGETS and counts queries"
                " (CaptureQueriesContext, assert_num_queries, assert_max_num_queries, execute_wrapper)"
            ),
        ),
    ),
]
