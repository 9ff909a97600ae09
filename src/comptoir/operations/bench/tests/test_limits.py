"""The rows of a real order, written again and again by pgbench."""

from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest
from django.db import connection

from comptoir.flows.place_order import place_order
from comptoir.flows.testing import Shop, agree, buyer, fill_cart, open_shop
from comptoir.kernel.testing import NOON
from comptoir.operations.bench.limits.pgbench import NoPgbench, find_pgbench
from comptoir.operations.bench.limits.sample import Sample, sample_of
from comptoir.operations.bench.limits.script import SCHEMA, Unwritable, copy_tables, order_script

VERSION = 180_000


@pytest.fixture
def shop(transactional_db: None) -> Iterator[Shop]:
    yield open_shop(stock=50)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")


def conninfo() -> str:
    known = connection.settings_dict
    return psycopg.conninfo.make_conninfo(host=known["HOST"], port=known["PORT"], dbname=known["NAME"], user="comptoir")


def order_once(shop: Shop) -> None:
    place_order(checkout=agree(fill_cart(shop)), key="once", actor=buyer(), now=NOON)


def counts(schema: str, sample: Sample) -> dict[str, int]:
    with connection.cursor() as cursor:
        found = {}
        for name in sample.tables:
            cursor.execute(f"SELECT count(*) FROM {schema}.{name}")
            found[name] = int(cursor.fetchone()[0])
    return found


def test_pgbench_writes_the_rows_of_an_order_and_no_others(shop: Shop) -> None:
    sample = sample_of(conninfo(), lambda: order_once(shop))
    assert {name: len(rows) for name, rows in sample.added.items() if name.startswith(("orders", "cart"))} == {
        "cart_cart": 1,
        "cart_cartline": 1,
        "orders_order": 1,
        "orders_orderline": 1,
    }
    assert sample.changed == {"inventory_stocklevel": [frozenset({"reserved"})]}
    assert "catalogue_product" not in sample.tables
    copy_tables(conninfo(), sample)
    before, theirs = counts(SCHEMA, sample), counts("public", sample)
    assert before == theirs

    script = order_script(
        sample, existing={"inventory_stocklevel": before["inventory_stocklevel"]}, server_version=VERSION
    )
    assert script.statements == len(sample.added) + 1
    paced = find_pgbench().run(conninfo(), script.text, clients=2, seconds=1)
    assert paced.transactions > 1
    assert paced.rate == pytest.approx(paced.transactions, rel=0.5)

    after = counts(SCHEMA, sample)
    for name, rows in sample.added.items():
        assert after[name] - before[name] == paced.transactions * len(rows), name
    assert after["inventory_stocklevel"] == before["inventory_stocklevel"]
    assert counts("public", sample) == theirs
    # The lines belong to the orders that were written with them, not to the sample's.
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT count(DISTINCT order_id), count(DISTINCT number)
                  FROM {SCHEMA}.orders_orderline JOIN {SCHEMA}.orders_order AS written ON written.id = order_id"""
        )
        assert cursor.fetchone() == (paced.transactions + 1, paced.transactions + 1)
        cursor.execute(
            "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND connamespace = %s::regnamespace", [SCHEMA]
        )
        assert cursor.fetchone()[0] > 5


def test_older_servers_have_keys_of_another_kind(shop: Shop) -> None:
    sample = sample_of(conninfo(), lambda: order_once(shop))
    assert "uuidv7()" in order_script(sample, existing={"inventory_stocklevel": 1}, server_version=VERSION).text
    assert "uuidv7()" not in order_script(sample, existing={"inventory_stocklevel": 1}, server_version=170_006).text


def test_a_key_that_cannot_be_another_is_refused(shop: Shop) -> None:
    sample = sample_of(conninfo(), lambda: order_once(shop))
    order = sample.tables["orders_order"]
    odd = replace(order, unique=(*order.unique, frozenset({"total_minor"})))
    with pytest.raises(Unwritable, match=r"orders_order \(total_minor\)"):
        order_script(
            replace(sample, tables={**sample.tables, "orders_order": odd}),
            existing={"inventory_stocklevel": 1},
            server_version=VERSION,
        )


@pytest.mark.django_db
def test_what_pgbench_cannot_do_is_said_in_its_words() -> None:
    with pytest.raises(NoPgbench, match='relation "nowhere" does not exist'):
        find_pgbench().run(conninfo(), "SELECT 1 FROM nowhere;\n", clients=1, seconds=1)


@pytest.mark.django_db
def test_any_text_is_written_as_it_was(shop: Shop) -> None:
    """Colons are what pgbench takes for its variables, quotes and backslashes what PostgreSQL takes for its own."""
    text = 'it\'s 12:30 :n \\ "x"\nand so on: é'

    def write() -> None:
        with psycopg.connect(conninfo()) as own:
            own.execute(
                """INSERT INTO kernel_history (at, actor_kind, actor_id, actor_label, action, subject_type, subject_id,
                                               before, after, because)
                   VALUES ('2026-11-22', '', '', '', '', '', '', '{}', '{}', %s)""",
                [text],
            )

    sample = sample_of(conninfo(), write)
    copy_tables(conninfo(), sample)
    script = order_script(sample, existing={}, server_version=VERSION)
    find_pgbench().run(conninfo(), script.text, clients=1, seconds=1)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT because FROM {SCHEMA}.kernel_history WHERE at = '2026-11-22' GROUP BY because")
        assert cursor.fetchall() == [(text,)]
