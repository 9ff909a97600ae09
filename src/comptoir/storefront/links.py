"""Addresses of pages that messages and staff are led to."""

from uuid import UUID

from comptoir.domains.orders.values import OrderId
from comptoir.storefront.assemble.heads import absolute
from comptoir.storefront.carts import key_of
from comptoir.storefront.here import addresses_of
from comptoir.storefront.order_keys import order_key_of


class StorefrontLinks:
    """The port ``links`` of messages."""

    def order_page(self, *, order_id: UUID, market: str, language: str) -> str:
        """The absolute address of an order's page behind its signed link."""
        return absolute(addresses_of(market, language).tracking(order_key_of(OrderId(order_id))))

    def account_link_page(self, *, link_id: UUID, market: str, language: str) -> str:
        """The absolute address of the page that a link by letter opens."""
        return absolute(addresses_of(market, language).account_link(key_of("account_link", link_id)))

    def account_page(self, *, market: str, language: str) -> str:
        """The absolute address of the page where buyers look after how they sign in."""
        return absolute(addresses_of(market, language).my_account("security"))

    def home_page(self, *, market: str, language: str) -> str:
        """The absolute address of the shop's first page."""
        return absolute(addresses_of(market, language).home())

    def product_page(self, *, slug: str, market: str, language: str) -> str:
        """The absolute address of a product."""
        return absolute(addresses_of(market, language).product(slug))

    def content_page(self, *, slug: str, market: str, language: str) -> str:
        """The absolute address of a page such as the terms."""
        return absolute(addresses_of(market, language).page(slug))
