"""Actions, queries, flows, events, and what each domain owes its readers."""

from typing import Any

from django.apps import apps
from django.db.migrations.state import ProjectState

from comptoir.kernel.events import Event, event
from tests.house.rules.domains import (
    Page,
    Schema,
    architecture,
    domains_are_wired,
    domains_introduce_themselves,
    map_is_fresh,
    models_are_migrated,
    ports_load,
)
from tests.house.rules.news import (
    Recorded,
    events_are_recorded,
    news_goes_in_no_circle,
    reactions_decide_nothing,
    sample_path,
)
from tests.house.rules.verbs import (
    one_flow_a_file,
    permission_first,
    promises,
    refusals_are_tested,
    signatures,
    values_cross_walls,
)
from tests.house.sample import broken, shown

_ACTIONS = "domains/cart/actions.py"
_GOOD = "def add_line(*, sku: str, actor: Actor, now: datetime) -> None:\n    '''Add.'''\n    actor.must(CART_EDIT)\n"


def _signature(code: str, *wrong: str) -> Any:
    return broken(signatures, {_ACTIONS: _GOOD + code}, *((_ACTIONS, 4, f"take {what}") for what in wrong))


_EVENTS = {
    "domains/cart/events.py": "class CartFilled: ...\nclass CartEmptied: ...",
    "domains/orders/events.py": "class OrderPlaced: ...",
}


@event("house.sample_told.1")
class SampleTold(Event):
    """An event of these tests alone."""

    numbers: tuple[int, ...]


_SAMPLE = "a/tests/events/house.sample_told.1.json"


def _unmigrated() -> Schema:
    declared = ProjectState.from_apps(apps)
    migrated = declared.clone()
    migrated.remove_model("kernel", "clocksetting")
    return Schema(migrated, declared)


SAMPLES = [
    _signature(
        "def take(sku: str, *, actor: Actor, now: datetime) -> None: ...", "takes positional or undeclared arguments"
    ),
    _signature(
        "def take(*, actor: Actor, now: datetime, **more: str) -> None: ...", "takes positional or undeclared arguments"
    ),
    _signature("def take(*, sku, actor: Actor, now: datetime) -> None: ...", "is not fully typed"),
    _signature("def take(*, actor: Actor, now: datetime): ...", "is not fully typed"),
    _signature("def take(*, now: datetime) -> None: ...", "does not take actor: Actor"),
    _signature("def take(*, actor: Actor, now: date) -> None: ...", "does not take now: datetime"),
    broken(
        signatures,
        {
            "flows/place_order.py": (
                "from comptoir.domains.cart.actions import close_cart\ndef place_order() -> None: ..."
            ),
            "flows/ask_provider.py": "def ask_provider(*, kind: str) -> None: ...",
        },
        ("flows/place_order.py", 2, "place_order does not take actor: Actor"),
        ("flows/place_order.py", 2, "place_order does not take now: datetime"),
    ),
    broken(
        permission_first,
        {_ACTIONS: _GOOD + "def take(*, actor: Actor) -> None:\n    row = read()\n    actor.must(CART_EDIT)"},
        (_ACTIONS, 4, "take does not begin with actor.must(…)"),
    ),
    broken(
        permission_first,
        {
            "domains/cart/actions/__init__.py": "from comptoir.domains.cart.actions.take import take",
            "domains/cart/actions/take.py": "def take(*, actor: Actor) -> None: ...\ndef shared(): ...",
        },
        ("domains/cart/actions/take.py", 1, "take does not begin with actor.must(…)"),
    ),
    broken(
        refusals_are_tested,
        {
            _ACTIONS: (
                "def seen(): ...\ndef by_parameter(): ...\ndef by_table(): ...\n"
                "def by_function(): ...\ndef by_loop(): ...\ndef by_key(): ...\ndef unseen(): ..."
            ),
            "domains/orders/actions.py": "def elsewhere(): ...",
            "domains/cart/tests/test_actions.py": """
                CALLS = [lambda: by_table()]
                VERBS = {"key": lambda actor: by_key(actor)}
                OTHERS = [unseen]

                def ask():
                    by_function()

                def test_seen():
                    unseen()
                    with pytest.raises(NotAllowed):
                        actions.seen()
                    with pytest.raises(ValueError):
                        unseen()
                    with pytest.raises(NotAllowed):
                        ask()
                    tries: list[Any] = [lambda: by_loop()]
                    for attempt in tries:
                        with pytest.raises(NotAllowed):
                            attempt()
                    with pytest.raises(NotAllowed):
                        VERBS[verb](actor)

                @pytest.mark.parametrize("call", [by_parameter, *CALLS])
                def test_more(call):
                    with pytest.raises(NotAllowed):
                        call()
                    elsewhere()
                """,
        },
        (_ACTIONS, 7, "unseen has no test of its refusal"),
        ("domains/orders/actions.py", 1, "elsewhere has no test of its refusal"),
    ),
    broken(
        promises,
        {"domains/cart/queries.py": "def cart(): ...\ndef _inside(): ...", _ACTIONS: _GOOD},
        ("domains/cart/queries.py", 1, "cart promises nothing: it has no docstring"),
    ),
    broken(
        values_cross_walls,
        {
            "domains/cart/queries.py": (
                "from comptoir.domains.cart.models import CartRow\ndef cart() -> list[CartRow]: ..."
            ),
            "domains/orders/queries.py": "def orders() -> 'int': ...\ndef rows() -> QuerySet[Order]: ...",
        },
        ("domains/cart/queries.py", 2, "cart returns CartRow"),
        ("domains/orders/queries.py", 2, "rows returns QuerySet"),
    ),
    broken(
        one_flow_a_file,
        {
            "flows/place_order.py": "def place_order(): ...\ndef also(): ...\ndef _inside(): ...",
            "flows/jobs.py": "def a(): ...",
        },
        ("flows/place_order.py", 0, "has the public functions place_order, also, not just place_order"),
    ),
    broken(
        reactions_decide_nothing,
        {
            "flows/reactions.py": """
                def on_cancelled(event, *, actor, now):
                    if not event.lines:
                        return
                    for line in event.lines:
                        if line.quantity > 3:
                            release(line)
                    kept = [line for line in event.lines if line.paid]
                    refund("all" if kept else "none")
                """
        },
        ("flows/reactions.py", 5, "an if in a reaction"),
        ("flows/reactions.py", 7, "a filter in a reaction"),
        ("flows/reactions.py", 8, "a conditional expression in a reaction"),
    ),
    broken(
        news_goes_in_no_circle,
        _EVENTS
        | {
            "domains/orders/reactions.py": """
                from comptoir.domains.cart.events import CartFilled
                from comptoir.domains.orders.actions import place
                @reaction(CartFilled)
                def on_filled(event, *, actor, now):
                    place()
                """,
            "domains/orders/actions.py": """
                from comptoir.domains.orders.events import OrderPlaced
                def place():
                    _tell()
                def _tell():
                    emit(OrderPlaced())
                """,
            "flows/reactions.py": """
                from comptoir.domains.cart.events import CartEmptied, CartFilled
                from comptoir.domains.orders.events import OrderPlaced
                from comptoir.flows.jobs import empty
                @reaction(OrderPlaced, together=True)
                def on_placed(events, *, actor, now):
                    empty.enqueue()
                """,
            "flows/jobs.py": """
                from comptoir.domains.cart.events import CartEmptied, CartFilled
                def empty():
                    emit(CartEmptied(), CartFilled())
                """,
        },
        ("comptoir.domains.cart.events.CartFilled", 0, "leads back to itself through reactions"),
        ("comptoir.domains.orders.events.OrderPlaced", 0, "leads back to itself through reactions"),
    ),
    shown(
        events_are_recorded,
        lambda: Recorded({"cart.cart_filled.1": SampleTold}, {}),
        (sample_path("cart.cart_filled.1"), 0, "is missing: record a sample of the event's payload"),
    ),
    shown(
        events_are_recorded,
        lambda: Recorded({}, {"a/tests/events/cart.gone.1.json": "{}"}),
        ("a/tests/events/cart.gone.1.json", 0, "no longer has a declaration that reads it"),
    ),
    shown(
        events_are_recorded,
        lambda: Recorded({}, {_SAMPLE: '{"numbers": ["one"]}'}),
        (_SAMPLE, 0, "no longer loads: 1 validation error for SampleTold"),
    ),
    shown(
        events_are_recorded,
        lambda: Recorded({}, {_SAMPLE: '{"numbers": [1], "more": 2}'}),
        (_SAMPLE, 0, "does not come back as it was written"),
    ),
    broken(
        domains_introduce_themselves,
        {
            "domains/cart/actions.py": "",
            "domains/orders/actions.py": "",
            "domains/orders/README.md": "# Orders\n## What it owns\nwords",
        },
        ("domains/cart/README.md", 0, "is missing"),
        ("domains/orders/README.md", 0, "has no heading for: words, invariants, states, events"),
    ),
    broken(
        domains_are_wired,
        {
            "domains/__init__.py": "DOMAINS = ('orders', 'ledger', 'quotes')",
            "domains/orders/apps.py": 'label = "orders"',
            "domains/ledger/apps.py": 'label = "books"',
            "domains/cart/apps.py": 'label = "cart"',
        },
        ("domains/__init__.py", 0, "DOMAINS is not in the order of the contract, lowest first"),
        ("domains/__init__.py", 0, "DOMAINS lacks cart"),
        ("domains/__init__.py", 0, "DOMAINS names quotes, which does not exist"),
        ("domains/ledger/apps.py", 0, 'does not say label = "ledger"'),
    ),
    shown(
        map_is_fresh,
        lambda: Page(architecture().text.replace("flows", "storeys"), architecture().wanted),
        ("docs/ARCHITECTURE.md", 0, "the map differs from the contracts: make map ARGS=--write"),
    ),
    shown(
        ports_load,
        lambda: {"payments": {"nowhere": "comptoir.kernel.ports:Nowhere"}},
        (
            "PORTS['payments']['nowhere']",
            0,
            (
                "comptoir.kernel.ports:Nowhere does not load: ImportError: "
                'Module "comptoir.kernel.ports" does not define a "Nowhere" attribute/class'
            ),
        ),
    ),
    shown(models_are_migrated, _unmigrated, ("kernel", 0, "needs a migration: Create model ClockSetting")),
]
