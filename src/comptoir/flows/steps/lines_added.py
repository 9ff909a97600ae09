from datetime import datetime

from comptoir.domains.cart.queries import cart_lines, goods_of, stock_in
from comptoir.domains.catalogue.errors import UnknownSku
from comptoir.domains.catalogue.queries import variants_by_sku, variants_for
from comptoir.domains.inventory.queries import availability_for
from comptoir.domains.markets.queries import market
from comptoir.domains.orders.values import Order, OrderChange, OrderLine
from comptoir.domains.pricing.queries import price_goods, prices_for
from comptoir.domains.pricing.values import TaxCategory
from comptoir.flows.steps.order_lines import order_lines
from comptoir.kernel.clock import local_day


def lines_added(*, before: Order, change: OrderChange, now: datetime) -> list[tuple[OrderLine, TaxCategory]]:
    """The new lines, at today's price and with the taxes of where the order goes. A kit is the lines of its parts.

    :raises UnknownSku, NotPriced: for goods that do not exist, or that the market does not sell.
    """
    here, added = market(before.market), change.added
    by_sku = variants_by_sku(list(added))
    if unknown := [sku for sku in added if sku not in by_sku]:
        raise UnknownSku(field="sku", sku=unknown[0])
    told = availability_for([variant.id for variant in by_sku.values()])
    stock, variants = stock_in(told), {variant.id: variant for variant in by_sku.values()}
    if within := [id for id in stock if id not in variants]:
        variants |= variants_for(within)
    goods = [goods_of(by_sku[sku], count, told[by_sku[sku].id], variants) for sku, count in added.items()]
    prices = prices_for(list(stock), market=before.market)
    basket = price_goods(
        market=before.market,
        goods=goods,
        prices=prices,
        destination=(change.shipping_address or before.shipping_address).country,
        vat_number=before.billing_address.vat_number,
        on=local_day(now, here.time_zone),
    )
    lines = cart_lines(goods, basket, variants=variants, stock=stock, prices=prices)
    categories = {line.tax_rate: line.tax_category for line in basket.lines}
    promised = order_lines(lines=lines, after=len(before.lines), language=before.language)
    return [(line, categories[line.tax_rate]) for line in promised]
