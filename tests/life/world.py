"""A small merchant to trade with: two sellers, markets and currencies, two places, few pieces of three goods."""

from dataclasses import replace

from comptoir.domains.catalogue.testing import honey, soap
from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.delivery.actions import save_method, set_rates
from comptoir.domains.delivery.values import MethodDraft, MethodKind, Rate
from comptoir.domains.inventory.actions import set_stock_policies
from comptoir.domains.inventory.testing import make_stock
from comptoir.domains.inventory.values import StockPolicy
from comptoir.domains.markets.actions import save_legal_entity, save_market
from comptoir.domains.markets.queries import market
from comptoir.domains.markets.testing import ENTITY
from comptoir.domains.markets.values import CaptureAt, InvoiceAt
from comptoir.domains.network.testing import SHOP, WAREHOUSE
from comptoir.domains.payments.actions import save_payment_method
from comptoir.domains.payments.values import preset_method
from comptoir.domains.pricing.actions import set_prices
from comptoir.domains.pricing.values import NewPrice
from comptoir.flows.testing import HOME, open_shop, sell
from comptoir.kernel.addresses import Address
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, OWNER

FRANCE, JAPAN = "fr", "jp"
CURRENCIES = {FRANCE: "EUR", JAPAN: "JPY"}
PRICES = {FRANCE: {"HONEY": 1290, "SOAP-1": 500, "SOAP-2": 745}, JAPAN: {"HONEY": 2101, "SOAP-1": 803}}
"""With tax, in minor units. The second soap is not sold in Japan."""
DELIVERY = {FRANCE: {"home": 490, "pickup": 0}, JAPAN: {"home": 1503}}
PLACES = (WAREHOUSE.code, SHOP.code)
SHELF = {"HONEY": 12, "SOAP-1": 7, "SOAP-2": 5}
ADDRESSES = {
    FRANCE: HOME,
    JAPAN: Address(
        name="Lucie Martin",
        line1="1-9-2 Marunouchi",
        postal_code="100-8111",
        city="Chiyoda-ku",
        region="Tokyo",
        country="JP",
        phone="+81352220000",
    ),
}


def open_world(*, capture_at: CaptureAt, invoice_at: InvoiceAt, backorders: int) -> dict[str, VariantId]:
    """The variants by SKU, priced and on the shelf."""
    open_shop(stock=0, provider="simulator")
    _open_japan()
    for code in CURRENCIES:
        terms = replace(market(code), capture_at=capture_at, invoice_at=invoice_at)
        save_market(market=terms, actor=OWNER, now=NOON)
        for position, provider in enumerate(("simulator", "transfer", "stored_value")):
            method = preset_method(provider, market=code, position=position)
            save_payment_method(method=method, actor=OWNER, now=NOON)
    goods = [
        sell(market=FRANCE, price=Money(1, "EUR"), stock=0, draft=draft)
        for draft in (honey(sku="HONEY"), soap(skus=("SOAP-1", "SOAP-2")))
    ]
    variants = {each.sku: each.id for product in goods for each in product.variants}
    for code, prices in PRICES.items():
        new = [NewPrice(variant_id=variants[sku], amount=Money(n, CURRENCIES[code])) for sku, n in prices.items()]
        set_prices(prices=new, market=code, actor=OWNER, now=NOON)
    for sku, pieces in SHELF.items():
        make_stock(pieces, variant_id=variants[sku])
        make_stock(pieces // 3, variant_id=variants[sku], place_code=SHOP.code)
    limit = StockPolicy(variant_id=variants["SOAP-2"], place_code=WAREHOUSE.code, backorder_limit=backorders)
    set_stock_policies(batch=[limit], actor=OWNER, now=NOON)
    return variants


def _open_japan() -> None:
    japanese = replace(
        ENTITY, code="halle-jp", name="Halle Tokyo", siren="552100554", siret="55210055400013", vat_number=""
    )
    seller = save_legal_entity(entity=japanese, actor=OWNER, now=NOON)
    there = replace(
        market(FRANCE),
        code=JAPAN,
        name="Japan",
        currency="JPY",
        time_zone="Asia/Tokyo",
        countries=("JP",),
        order_prefix="JP",
        legal_entity_id=seller,
        position=1,
    )
    save_market(market=there, actor=OWNER, now=NOON)
    home = MethodDraft(
        code="home", market=JAPAN, kind=MethodKind.HOME, labels={"fr": "À domicile", "en": "Home"}, carrier="Yamato"
    )
    save_method(method=home, actor=OWNER, now=NOON)
    price = Rate(price=Money(DELIVERY[JAPAN]["home"], "JPY"))
    set_rates(market=JAPAN, code="home", rates=[price], actor=OWNER, now=NOON)
