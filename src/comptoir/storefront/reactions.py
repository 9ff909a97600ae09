"""News of the domains makes pages stale: their keys are told to every process, and the chrome is rendered anew."""

from collections.abc import Sequence
from datetime import datetime

from comptoir.domains.catalogue.events import AttributesChanged, CategoriesChanged, ProductsChanged, SwatchesChanged
from comptoir.domains.catalogue.queries import variants_for
from comptoir.domains.content.events import DesignsPublished, PagesChanged
from comptoir.domains.delivery.events import DeliveryChanged
from comptoir.domains.inventory.events import AvailabilityChanged
from comptoir.domains.markets.events import MarketSettingsChanged
from comptoir.domains.network.events import PlacesChanged
from comptoir.domains.payments.events import PaymentMethodsChanged
from comptoir.domains.pricing.events import ManyPricesChanged, PricesChanged
from comptoir.domains.reviews.events import ReviewsChanged
from comptoir.domains.search.events import ArrangementsChanged, CardsChanged, CompanionsChanged
from comptoir.domains.visitors.events import VisitorServicesChanged
from comptoir.kernel.access import Actor
from comptoir.kernel.events import reaction
from comptoir.storefront.assemble.chrome import forget_chrome
from comptoir.storefront.surrogates import (
    CHROME,
    card_key,
    content_key,
    delivery_key,
    list_key,
    product_key,
    purge,
)


@reaction(ProductsChanged, together=True)
def purge_changed_products(events: Sequence[ProductsChanged], *, actor: Actor, now: datetime) -> None:
    """Texts, pictures, variants or status are others."""
    purge(product_key(id) for event in events for id in event.product_ids)


@reaction(PricesChanged, ManyPricesChanged, AvailabilityChanged, together=True)
def purge_changed_variants(
    events: Sequence[PricesChanged | ManyPricesChanged | AvailabilityChanged], *, actor: Actor, now: datetime
) -> None:
    """A product's page tells the price and the stock of each variant, its card only those of the best."""
    variants = variants_for({id for event in events for id in event.variant_ids})
    purge(product_key(variant.product_id) for variant in variants.values())


@reaction(CardsChanged, together=True)
def purge_changed_cards(events: Sequence[CardsChanged], *, actor: Actor, now: datetime) -> None:
    """Lists that hold these products, and pages that show their cards beside others."""
    lists = (list_key(event.market, category) for event in events for category in event.category_ids)
    purge((*lists, *(card_key(id) for event in events for id in event.product_ids)))


@reaction(ReviewsChanged, CompanionsChanged, together=True)
def purge_reviewed(events: Sequence[ReviewsChanged | CompanionsChanged], *, actor: Actor, now: datetime) -> None:
    """A product's page shows what was said of it and what is bought with it; its card follows by itself."""
    purge(product_key(id) for event in events for id in event.product_ids)


@reaction(ArrangementsChanged, together=True)
def purge_arranged_lists(events: Sequence[ArrangementsChanged], *, actor: Actor, now: datetime) -> None:
    """Other goods come first in these lists, or some are left out. What is found by words is kept nowhere."""
    purge(list_key(event.market, category) for event in events for category in event.category_ids)


@reaction(DeliveryChanged)
def purge_promises(event: DeliveryChanged, *, actor: Actor, now: datetime) -> None:
    """What delivery costs and when it arrives stands on every product's page."""
    purge([delivery_key(event.market)])


@reaction(
    CategoriesChanged,
    AttributesChanged,
    SwatchesChanged,
    PagesChanged,
    DesignsPublished,
    MarketSettingsChanged,
    PaymentMethodsChanged,
    PlacesChanged,
    VisitorServicesChanged,
    together=True,
)
def purge_chrome(events: Sequence[object], *, actor: Actor, now: datetime) -> None:
    """Menus, footer, ways to pay, what visitors are asked, colours of values: on any page, and changed seldom."""
    forget_chrome()
    purge([CHROME])


@reaction(PagesChanged, together=True)
def purge_content_pages(events: Sequence[PagesChanged], *, actor: Actor, now: datetime) -> None:
    """A page that was published reads otherwise now."""
    purge(content_key(key) for event in events for key in event.page_keys)
