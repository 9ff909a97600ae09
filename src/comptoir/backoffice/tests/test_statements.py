"""What a page asks of the database: pinned, and the same for ten rows as for one."""

from datetime import timedelta

import pytest
from django.test import Client

from comptoir.backoffice.tests.addresses import shown_addresses
from comptoir.backoffice.tests.working import Working, paid
from comptoir.domains.accounts.actions import create_api_key
from comptoir.domains.accounts.testing import make_user
from comptoir.domains.cases.testing import finding, make_case
from comptoir.domains.catalogue.actions import save_category
from comptoir.domains.catalogue.values import (
    CategoryDraft,
    OptionDraft,
    ProductDraft,
    ProductStatus,
    TaxClass,
    VariantDraft,
)
from comptoir.domains.content.actions import publish_page
from comptoir.domains.content.values import PageDraft
from comptoir.domains.customers.testing import make_subscriber
from comptoir.domains.customers.values import Purpose
from comptoir.domains.integrations.actions import queue_ping
from comptoir.domains.integrations.testing import make_subscription
from comptoir.domains.inventory.actions import open_count, record_counted, record_counts, set_stock_policies
from comptoir.domains.inventory.testing import make_stock, purchase_of, supplier_of, transfer_of
from comptoir.domains.inventory.values import Count, StockLine, StockPolicy
from comptoir.domains.orders.testing import make_order
from comptoir.domains.pricing.testing import make_voucher
from comptoir.flows.cancel_order import cancel_order
from comptoir.flows.testing import sell
from comptoir.kernel import clock
from comptoir.kernel.money import Money
from comptoir.kernel.testing import OWNER, hear_all_notices, make_dead_letter, make_failed_job

# Session, account with its roles, and the count in the menu are three of each.
BUDGET = {
    "home": 19, "orders": 10, "orders-late": 9, "batches": 5, "order": 19, "order-cancel": 7, "order-hold": 6,
    "order-change": 7, "order-refund": 9, "holds": 6, "downloads": 6,
    "product-contents": 7, "refunds": 7, "work": 8, "products": 7,
    "product": 7, "product-new": 4,
    "product-pictures": 5, "product-history": 7, "categories": 4, "colours": 5, "colours-of": 6,
    "stock": 9, "stock-low": 9, "stock-article": 15,
    "to-order": 7, "purchases": 5, "purchase": 11, "transfers": 5, "transfer": 9, "counts": 5, "count": 8,
    "suppliers": 5, "supplier": 6,
    "customers": 5, "customer": 11, "news": 6, "news-advice": 6,
    "cases": 5, "case": 10, "delivery": 6, "promises": 7, "delivery-method": 7,
    "payments": 4,
    "payment-method": 5, "pages": 4, "cards": 5, "card": 10, "card-new": 4,
    "redirects": 5,
    "page": 6, "designs": 5, "design-look": 8, "design-menus": 8, "design-home": 8, "design-landing": 8,
    "settings": 5, "entities": 4, "entity": 5, "markets": 4, "market": 5, "places": 4, "place": 5, "mail": 6,
    "ledger": 6, "ledger-entries": 6,
    "staff": 6, "member-new": 5, "roles": 5, "keys": 5, "audit": 6, "search": 9, "security": 6,
    "services": 5, "webhooks": 6, "webhook": 8, "webhook-message": 6,
    "vouchers": 5, "voucher": 10, "voucher-new": 4, "voucher-batch": 5,
    "product-related": 5, "reviews": 7, "review": 10, "stock-awaited": 6,
}  # fmt: skip


def counted(client: Client, statements, address: str) -> int:
    """The statements of a page that was opened before: what this process remembers, it does not ask again."""
    hear_all_notices()
    client.get(address)
    before = len(statements.all)
    assert client.get(address).status_code == 200, address
    return len(statements.all) - before


@pytest.mark.django_db(transaction=True)
def test_no_page_asks_more_for_more_rows(owner: Client, working: Working, statements) -> None:
    _sell_a_rest(working)
    addresses = {name: f"/back-office/{at}" for name, at in shown_addresses(working).items() if name in BUDGET}
    few = {name: counted(owner, statements, address) for name, address in addresses.items()}
    assert few == BUDGET
    _a_busy_year(working)
    many = {name: counted(owner, statements, address) for name, address in addresses.items()}
    assert {name: count for name, count in many.items() if count > few[name]} == {}


def _sell_a_rest(working: Working) -> None:
    """Something that runs out, and something to order, so that every list has a row."""
    low = StockPolicy(variant_id=working.shop.variant_id, place_code="entrepot", low_stock=50, target=60)
    set_stock_policies(batch=[low], actor=OWNER, now=clock.now())
    sell(market=working.shop.market, price=Money(500, "EUR"), stock=1, draft=_in_two_sizes(9), now=clock.now())
    _goes_wrong(working)


def _goes_wrong(working: Working) -> None:
    """Money that is to go back by hand, and work that failed for good."""
    order_id = paid(working, quantity=1, prepared=False)
    cancel_order(order_id=order_id, because="x", actor=OWNER, now=clock.now())
    make_dead_letter()
    make_failed_job()


def _more_papers(working: Working) -> None:
    """Further purchases, transfers and counts, with further articles."""
    known = working.shop.variant_id
    others = [make_stock(3) for _ in range(3)]
    for id in others:
        policy = StockPolicy(variant_id=id, place_code="entrepot", low_stock=5, target=20)
        set_stock_policies(batch=[policy], actor=OWNER, now=clock.now())
        purchase_of((known, 1), (id, 2))
        transfer_of((id, 1))
        open_count(place_code="entrepot", actor=OWNER, now=clock.now())
        supplier_of(id, code=f"vendeur-{id.hex[-8:]}")
    record_counted(
        count_id=working.count_id,
        lines=[StockLine(variant_id=id, quantity=2) for id in others],
        actor=OWNER,
        now=clock.now(),
    )


def _a_busy_year(working: Working) -> None:
    """Some more of everything that pages list."""
    now = clock.now()
    _more_papers(working)
    for number in range(3):
        _goes_wrong(working)
        draft = _in_two_sizes(number)
        product = sell(market=working.shop.market, price=Money(700 + number, "EUR"), stock=number, draft=draft, now=now)
        counts = [Count(variant_id=one.id, place_code="boutique", quantity=number) for one in product.variants]
        record_counts(counts=counts, reference="Inventaire", actor=OWNER, now=now)
        make_case(finding(f"case {number}"), now=now)
        make_order(email=f"buyer{number}@halle.example", now=now - timedelta(hours=number))
        make_subscriber(f"subscriber{number}@halle.example", now=now)
        make_subscriber(f"subscriber{number}@halle.example", purpose=Purpose.ADVICE, now=now)
        for code in (f"CODE-{number}", f"AUTRE-{number}"):
            make_voucher(code, now=now)
        names = {"fr": f"Rayon {number}", "en": f"Department {number}"}
        save_category(draft=CategoryDraft(code=f"rayon-{number}", names=names), actor=OWNER, now=now)
        texts = {"fr": f"Page {number}", "en": f"Page {number}"}
        page = PageDraft(titles=texts, bodies=texts, position_in_footer=number)
        publish_page(key=f"page-{number}", draft=page, based_on=0, actor=OWNER, now=now)
        make_user(f"staff{number}@halle.example", roles=("orders",))
        make_subscription(name=f"ERP {number}")
        queue_ping(subscription_id=working.webhook_id, actor=OWNER, now=now)
        create_api_key(label=f"ERP {number}", scopes=["orders.view"], actor=OWNER, now=now)


def _in_two_sizes(number: int) -> ProductDraft:
    sizes = [{"fr": "Petit", "en": "Small"}, {"fr": "Grand", "en": "Large"}]
    return ProductDraft(
        titles={"fr": f"Martin-sec {number}", "en": f"Martin pear {number}"},
        tax_class=TaxClass.REDUCED,
        status=ProductStatus.ACTIVE,
        options=(OptionDraft(code="taille", name={"fr": "Taille", "en": "Size"}),),
        variants=tuple(
            VariantDraft(sku=f"POIRE-{number}-{index}", option_values={"taille": size})
            for index, size in enumerate(sizes)
        ),
    )
