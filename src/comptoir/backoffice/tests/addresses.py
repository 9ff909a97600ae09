"""The addresses of the desk: by name for the doors, and with what a shop at work has for those who look."""

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from comptoir.backoffice.tests.working import Working
from comptoir.domains.accounts.queries import staff
from comptoir.domains.customers.queries import customer_rows
from comptoir.domains.fulfilment.queries import batches
from comptoir.kernel.testing import OWNER

OPEN = {"preferences", "welcome", "set-up"}
"""Pages that need no account: they look after themselves."""
NOTHING = "01990000-0000-7000-8000-000000000000"
MADE_UP: dict[str, str | int] = {
    "id": NOTHING, "media": NOTHING, "parcel": NOTHING, "kind": "order_confirmed", "code": "none",
    "key": "none", "provider": "stripe", "year": 2026, "file": NOTHING, "download": NOTHING,
}  # fmt: skip


def desk_addresses() -> dict[str, str]:
    """Every address of the desk by name, with made-up arguments."""
    return {
        name: reverse(f"backoffice:{name}", kwargs={one: MADE_UP[one] for one in pattern.pattern.converters})
        for name, pattern in _patterns().items()
    }


def _patterns() -> dict[str, URLPattern]:
    found: dict[str, URLPattern] = {}
    for one in get_resolver("comptoir.backoffice.urls").url_patterns:
        if isinstance(one, URLResolver) and one.app_name == "backoffice":
            found |= {pattern.name: pattern for pattern in one.url_patterns if isinstance(pattern, URLPattern)}  # type: ignore[misc]  # all of ours have names
    return {name: pattern for name, pattern in found.items() if name not in OPEN}


def shown_addresses(working: Working) -> dict[str, str]:
    """Every page that is shown, by a name for its picture."""
    return _trade(working) | _settings(working)


def _trade(working: Working) -> dict[str, str]:
    honey = working.shop.honey.id
    [customer] = customer_rows(actor=OWNER).items
    begun = [str(each.id) for each in batches(limit=1)] or [NOTHING]
    return {
        "batch": f"orders/picking/{begun[0]}/", "batches": "orders/picking/", "orders-late": "orders/?view=late",
        "home": "", "orders": "orders/", "orders-none": "orders/?q=nobody", "order": f"orders/{working.order_id}/",
        "orders-to-prepare": "orders/?view=to-prepare", "orders-on-hold": "orders/?view=on-hold",
        "refunds": "orders/refunds/",
        "order-cancel": f"orders/{working.order_id}/cancel/", "order-hold": f"orders/{working.order_id}/hold/",
        "order-change": f"orders/{working.order_id}/change/",
        "order-record": f"orders/{working.order_id}/record-payment/",
        "order-return": f"orders/{working.order_id}/return/",
        "order-refund": f"orders/{working.order_id}/refund/", "returns": "orders/returns/",
        "products": "products/", "product": f"products/{honey}/",
        "product-new": "products/new/", "product-pictures": f"products/{honey}/pictures/",
        "product-contents": f"products/{honey}/contents/",
        "product-history": f"products/{honey}/history/", "categories": "products/categories/",
        "colours": "products/colours/", "colours-of": "products/colours/couleur/",
        "reviews": "products/reviews/", "review": f"products/reviews/{working.review_id}/",
        "stock-awaited": "stock/awaited/", "product-related": f"products/{honey}/related/",
        "search-desk": "products/search/", "synonyms-new": "products/search/synonyms/new/",
        "synonyms": f"products/search/synonyms/{working.synonyms_id}/", "arrangement-new": "products/search/new/",
        "arrangement": f"products/search/{working.arrangement_id}/",
        "vouchers": "products/vouchers/", "vouchers-none": "products/vouchers/?q=nobody",
        "voucher": f"products/vouchers/{working.voucher_id}/", "voucher-new": "products/vouchers/new/",
        "voucher-batch": f"products/vouchers/batches/{working.batch_id}/",
        "category": "products/categories/miels/", "category-new": "products/categories/new/",
        "stock": "stock/", "stock-low": "stock/?view=low",
        "stock-article": f"stock/{working.shop.variant_id}/", "to-order": "stock/to-order/",
        "purchases": "stock/purchases/", "purchase-new": "stock/purchases/new/",
        "purchase": f"stock/purchases/{working.purchase_id}/", "transfers": "stock/transfers/",
        "receipts": "stock/receipts/", "receipt-new": "stock/receipts/new/",
        "transfer-new": "stock/transfers/new/", "transfer": f"stock/transfers/{working.transfer_id}/",
        "counts": "stock/counts/", "count-new": "stock/counts/new/", "count": f"stock/counts/{working.count_id}/",
        "suppliers": "stock/suppliers/", "supplier-new": "stock/suppliers/new/",
        "supplier": "stock/suppliers/ruches/", "customers": "customers/",
        "customer": f"customers/{customer.id}/", "news": "customers/news/", "news-none": "customers/news/?q=nobody",
        "news-advice": "customers/news/?view=advice", "news-stop": f"customers/{customer.id}/news/stop/",
        "cases": "cases/", "cases-none": "cases/?view=mine", "case": f"cases/{working.case_id}/",
        "delivery": "delivery/", "delivery-new": "delivery/new/", "promises": "delivery/promises/",
        "delivery-method": "delivery/methods/home/", "payments": "payments/", "payment-new": "payments/new/simulator/",
        "payment-method": "payments/methods/transfer/", "cards": "payments/gift-cards/",
        "cards-none": "payments/gift-cards/?q=nobody", "card-new": "payments/gift-cards/new/",
        "card": f"payments/gift-cards/{working.card_id}/", "pages": "pages/", "page-new": "pages/new/",
        "page": "pages/terms/edit/", "designs": "pages/designs/", "design-look": "pages/designs/theme/",
        "design-menus": "pages/designs/menus/", "design-home": "pages/designs/home/",
        "design-landing": "pages/designs/page:noel/", "redirects": "pages/redirects/",
        "redirects-none": "pages/redirects/?q=zzz", "search": "search/?q=martin", "search-none": "search/?q=zzz",
    }  # fmt: skip


def _settings(working: Working) -> dict[str, str]:
    [member, *_] = staff(actor=OWNER)
    return {
        "settings": "settings/", "entities": "settings/entities/",
        "entity": "settings/entities/halle/", "markets": "settings/markets/", "market": "settings/markets/fr/",
        "holds": "settings/holds/", "downloads": "settings/downloads/", "services": "settings/cookies/",
        "service-new": "settings/cookies/new/", "service": "settings/cookies/counter/",
        "places": "settings/places/", "place-new": "settings/places/new/",
        "place": "settings/places/entrepot/", "ledger": "settings/ledger/",
        "ledger-entries": "settings/ledger/entries/", "mail": "settings/mail/", "work": "settings/work/",
        "staff": "settings/staff/", "member-new": "settings/staff/new/",
        "member": f"settings/staff/{member.id}/",
        "roles": "settings/roles/", "keys": "settings/keys/", "audit": "settings/audit/?view=everything",
        "webhooks": "settings/webhooks/", "webhook-new": "settings/webhooks/new/",
        "webhook": f"settings/webhooks/{working.webhook_id}/",
        "webhook-message": f"settings/webhooks/messages/{working.ping_id}/",
        "security": "account/security/", "password": "account/password/",
    }  # fmt: skip
