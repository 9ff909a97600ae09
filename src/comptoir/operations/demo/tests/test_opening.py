"""The demo shop is opened for real: all goods, all orders, a bank beside it; only the pictures are small."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from comptoir.domains.accounts.queries import has_password, staff
from comptoir.domains.catalogue.queries import category_tree
from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.queries import availability_for
from comptoir.domains.inventory.values import Band
from comptoir.domains.invoicing.queries import document
from comptoir.domains.invoicing.testing import einvoice_errors
from comptoir.domains.invoicing.values import DocumentId
from comptoir.domains.ledger.queries import fec_of, years_of_books
from comptoir.domains.markets.queries import market_settings
from comptoir.domains.markets.testing import make_market
from comptoir.domains.network.queries import places
from comptoir.domains.orders.values import OrderState
from comptoir.domains.payments.queries import methods
from comptoir.domains.search.queries import cards_in_category
from comptoir.kernel import clock
from comptoir.kernel.sql import fetch
from comptoir.kernel.testing import OWNER, snapshot
from comptoir.operations.accounting.check import check_fec
from comptoir.operations.demo.logins import demo_logins
from comptoir.operations.demo.opening import ORDERS, open_demo
from comptoir.operations.demo.tests.looking import payments_the_bank_knows

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_empty_installation_becomes_a_shop_with_weeks_of_trade(home: Path) -> None:
    said: list[str] = []
    open_demo(said=said.append)

    _sells_what_it_should()
    _has_people_who_can_sign_in()
    _has_traded()
    assert payments_the_bank_knows(home) > ORDERS // 2
    _invoices_by_the_standard()
    _keeps_its_books(home)

    before = snapshot()
    open_demo(said=said.append)
    assert snapshot() == before
    assert said[-1] == "the demo shop is there already: nothing added"


def _sells_what_it_should() -> None:
    assert fetch("SELECT count(*) FROM catalogue_product WHERE state = 'active'")[0][0] >= 120
    assert fetch("SELECT count(*) FROM catalogue_variant")[0][0] >= 250
    assert len(category_tree().children()) >= 12
    assert {row[0] for row in fetch("SELECT DISTINCT tax_class FROM catalogue_product")} == {
        *("standard", "intermediate", "reduced")
    }
    facets = "SELECT count(DISTINCT attribute_id) FROM catalogue_productattribute JOIN catalogue_attribute AS attribute"
    assert fetch(f"{facets} ON attribute.code = attribute_id WHERE attribute.facet")[0][0] >= 4
    both = "ARRAY['fr', 'en']"
    untold = f"NOT (titles ?& {both} AND summaries ?& {both} AND descriptions ?& {both})"
    assert fetch(f"SELECT slug FROM catalogue_product WHERE {untold}") == []
    assert len(places()) == 2
    assert fetch("SELECT path, target FROM content_redirect") == [("/boutique.html", "/fr/")]
    assert fetch("SELECT count(DISTINCT place_id) FROM inventory_stocklevel WHERE on_hand > 0") == [(2,)]
    assert [(method.provider, method.enabled) for method in methods("fr")] == [
        *(("simulator", True), ("transfer", True), ("stored_value", True), ("stripe", False))
    ]
    page = cards_in_category(market="fr", language="en", size=60)
    assert page.count.number == fetch("SELECT count(*) FROM catalogue_product")[0][0]
    assert all(default_storage.exists(card.image) for card in page.cards)
    variants = [VariantId(id) for (id,) in fetch("SELECT id FROM catalogue_variant")]
    assert {told.band for told in availability_for(variants).values()} == set(Band)
    # Every struck-out price was really asked before.
    reduced = fetch("SELECT variant_id, compare_at_minor FROM pricing_price WHERE compare_at_minor IS NOT NULL")
    assert len(reduced) >= 5
    assert set(reduced) <= set(fetch("SELECT variant_id, old_amount_minor FROM pricing_pricechange"))


def _has_people_who_can_sign_in() -> None:
    assert {member.email for member in staff(actor=OWNER)} == {login.email for login in demo_logins()}
    owner = demo_logins()[0]
    assert has_password(owner.email, owner.password)


def _has_traded() -> None:
    states = Counter(dict(fetch("SELECT state, count(*) FROM orders_order GROUP BY 1")))
    assert states.total() == ORDERS
    assert set(states) == {str(state) for state in OrderState}
    assert states["shipped"] > ORDERS // 2
    now = clock.now()
    # Whole weeks, whatever day it is today: more is ordered on some days than on others.
    (first, last, earlier, later) = fetch(
        """SELECT min(placed_at), max(placed_at), count(*) FILTER (WHERE placed_at < %s),
                  count(*) FILTER (WHERE placed_at > %s) FROM orders_order""",
        [now - timedelta(weeks=4), now - timedelta(weeks=3)],
    )[0]
    assert now - timedelta(weeks=7) <= first
    assert last < now
    assert later > earlier * 1.25, "trade grows"
    # Nothing happens before what it follows from.
    assert fetch("SELECT count(*) FROM orders_order WHERE paid_at < placed_at OR shipped_at <= paid_at") == [(0,)]
    assert fetch("SELECT count(DISTINCT method) FROM payments_payment WHERE state = 'captured'") == [(2,)]
    assert fetch("SELECT count(*) FROM payments_payment WHERE state IN ('failed', 'voided', 'refunded')")[0][0] > 10


def _invoices_by_the_standard() -> None:
    issued = [document(DocumentId(id)) for (id,) in fetch("SELECT id FROM invoicing_document ORDER BY number")]
    assert len(issued) > ORDERS // 2
    errors = {each.number: einvoice_errors(each) for each in issued}
    assert {number: found for number, found in errors.items() if found} == {}
    trade = [each for each in issued if each.buyer.vat_number or each.buyer.address.company]
    assert trade, "companies buy here too"
    reform = {each.number: einvoice_errors(each, rules="fr-ctc") for each in trade}
    assert {number: found for number, found in reform.items() if found} == {}


def _keeps_its_books(home: Path) -> None:
    (entity,) = market_settings().legal_entities
    for year in years_of_books(entity.id, actor=OWNER):
        books = fec_of(entity.id, siren=entity.siren, year=year, actor=OWNER)
        path = home / books.filename
        path.write_bytes("".join(books.lines).encode())
        found = check_fec(path)
        assert found.wrong == []
        assert found.entries > ORDERS // 2


def test_a_shop_of_somebody_else_is_left_alone(home: Path) -> None:
    make_market()
    said: list[str] = []
    before = snapshot()
    open_demo(said=said.append)
    assert snapshot() == before
    assert said == ["this shop has a merchant of its own: nothing added"]
