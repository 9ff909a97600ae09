"""Cards follow their sources: what changed below is made anew here, many events at once, latest wins."""

from collections.abc import Sequence
from datetime import datetime

from comptoir.domains.catalogue.events import CategoriesChanged, ProductsChanged
from comptoir.domains.catalogue.queries import products_in, variants_for
from comptoir.domains.inventory.events import AvailabilityChanged
from comptoir.domains.pricing.events import ManyPricesChanged, PricesChanged
from comptoir.domains.reviews.events import ReviewsChanged
from comptoir.domains.search.actions import refresh_cards
from comptoir.kernel.access import Actor
from comptoir.kernel.events import reaction


@reaction(ProductsChanged, together=True)
def refresh_changed_products(events: Sequence[ProductsChanged], *, actor: Actor, now: datetime) -> None:
    """Texts, variants, pictures, categories or status are another."""
    refresh_cards(product_ids={id for event in events for id in event.product_ids}, actor=actor, now=now)


@reaction(PricesChanged, ManyPricesChanged, together=True)
def refresh_changed_prices(events: Sequence[PricesChanged | ManyPricesChanged], *, actor: Actor, now: datetime) -> None:
    """Prices are others."""
    variants = variants_for({id for event in events for id in event.variant_ids})
    refresh_cards(product_ids={variant.product_id for variant in variants.values()}, actor=actor, now=now)


@reaction(AvailabilityChanged, together=True)
def refresh_changed_availability(events: Sequence[AvailabilityChanged], *, actor: Actor, now: datetime) -> None:
    """Buyers are told something else about the stock."""
    variants = variants_for({id for event in events for id in event.variant_ids})
    refresh_cards(product_ids={variant.product_id for variant in variants.values()}, actor=actor, now=now)


@reaction(CategoriesChanged, together=True)
def refresh_changed_categories(events: Sequence[CategoriesChanged], *, actor: Actor, now: datetime) -> None:
    """A category was renamed or moved: the goods in and below it are listed elsewhere and found by other words."""
    affected = products_in({id for event in events for id in event.category_ids})
    refresh_cards(product_ids=affected, actor=actor, now=now)


@reaction(ReviewsChanged, together=True)
def refresh_rated(events: Sequence[ReviewsChanged], *, actor: Actor, now: datetime) -> None:
    """A card tells how its product is rated."""
    refresh_cards(product_ids={id for event in events for id in event.product_ids}, actor=actor, now=now)
