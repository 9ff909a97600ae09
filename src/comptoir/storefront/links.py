"""Addresses of pages that messages and staff are led to."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from comptoir.domains.content.values import landing_page
from comptoir.domains.orders.values import OrderId
from comptoir.storefront.assemble.news import NEWS
from comptoir.storefront.carts import ALERT, key_of
from comptoir.storefront.here import addresses_of
from comptoir.storefront.order_keys import order_key_of
from comptoir.storefront.previews import preview_prefix, preview_token
from comptoir.storefront.whole import absolute


class StorefrontLinks:
    """The port ``links`` of messages."""

    def order_page(self, *, order_id: UUID, market: str, language: str) -> str:
        """The absolute address of an order's page behind its signed link."""
        return absolute(addresses_of(market, language).tracking(order_key_of(OrderId(order_id))))

    def account_link_page(self, *, link_id: UUID, market: str, language: str) -> str:
        """The absolute address of the page that a link by letter opens."""
        return absolute(addresses_of(market, language).account_link(key_of("account_link", link_id)))

    def news_page(self, *, link_id: UUID, market: str, language: str) -> str:
        """The absolute address where the shop's letters are confirmed or called off."""
        return absolute(addresses_of(market, language).news_link(key_of(NEWS, link_id)))

    def account_page(self, *, market: str, language: str) -> str:
        """The absolute address of the page where buyers look after how they sign in."""
        return absolute(addresses_of(market, language).my_account("security"))

    def home_page(self, *, market: str, language: str) -> str:
        """The absolute address of the shop's first page."""
        return absolute(addresses_of(market, language).home())

    def product_page(self, *, slug: str, market: str, language: str, variant: str = "") -> str:
        """The absolute address of a product, of one of its variants by its SKU."""
        return absolute(addresses_of(market, language).product(slug, variant=variant))

    def review_page(self, *, order_id: UUID, market: str, language: str) -> str:
        """The absolute address where the goods of an order are reviewed, behind its signed link."""
        return absolute(addresses_of(market, language).reviewing(order_key_of(OrderId(order_id))))

    def alert_page(self, *, alert_id: UUID, market: str, language: str) -> str:
        """The absolute address where an alert is confirmed or stopped, behind its signed link."""
        return absolute(addresses_of(market, language).alert(key_of(ALERT, alert_id)))

    def preview(self, *, market: str, language: str, design: str, revisions: Mapping[str, int]) -> str:
        """The path of the shop as it stands at the desk, where that design is seen; of some designs other revisions."""
        token = preview_token(revisions)
        at = replace(addresses_of(market, language), prefix=preview_prefix(token))
        page = landing_page(design)
        return at.draft(page) if page else at.home()

    def content_page(self, *, slug: str, market: str, language: str) -> str:
        """The absolute address of a page such as the terms."""
        return absolute(addresses_of(market, language).page(slug))
