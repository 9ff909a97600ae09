"""Products, for anybody."""

from collections.abc import Mapping
from datetime import date

from django.core.files.storage import default_storage
from ninja import Query, Router

from comptoir.api.access import LOOK_UPS
from comptoir.api.v1.asked import asked_language, asked_market
from comptoir.api.v1.schemas.catalogue import (
    AttributeOut,
    CategoryOut,
    PartOut,
    Picture,
    ProductCard,
    ProductList,
    ProductOut,
    ProductsAsked,
    VariantOut,
)
from comptoir.api.v1.schemas.fields import Amount, MarketAsked
from comptoir.api.v1.schemas.problems import Problem
from comptoir.domains.catalogue.errors import UnknownProduct
from comptoir.domains.catalogue.queries import category_by_slug, category_tree, product_by_slug, swatches, variants_for
from comptoir.domains.catalogue.values import Media, Product, Swatches, Variant, VariantCard, VariantId
from comptoir.domains.inventory.queries import availability_for
from comptoir.domains.inventory.values import Availability, Band
from comptoir.domains.pricing.queries import prices_for
from comptoir.domains.pricing.values import Price
from comptoir.domains.search.queries import cards_in_category, search_cards
from comptoir.domains.search.values import OfferCard
from comptoir.kernel.clock import local_day
from comptoir.kernel.requests import Request, limited
from comptoir.kernel.texts import text_in

router = Router(tags=["Catalogue"])


@router.get("/products", response={200: ProductList, 400: Problem, 404: Problem, 422: Problem, 429: Problem}, auth=None)
def list_products(request: Request, asked: Query[ProductsAsked]) -> ProductList:
    """Products of a market: all, those of a category, or those that match words. A search ranks by itself: no sort."""
    limited(request, LOOK_UPS)
    here = asked_market(asked.market)
    language = asked_language(request, here)
    cursor, size = asked.cursor or None, asked.page_size
    if asked.q.strip():
        page = search_cards(market=here.code, language=language, text=asked.q, cursor=cursor, size=size)
    else:
        found = category_by_slug(asked.category).id if asked.category else None
        page = cards_in_category(
            market=here.code, language=language, category_id=found, sort=asked.sort, cursor=cursor, size=size
        )
    return ProductList(
        items=[_card(card) for card in page.cards],
        next_cursor=page.next_cursor,
        count=page.count.number,
        count_is_exact=page.count.exact,
    )


def _card(card: OfferCard) -> ProductCard:
    return ProductCard(
        slug=card.slug,
        title=card.title,
        maker=card.maker,
        image_url=default_storage.url(card.image) if card.image else None,
        price=Amount.of(card.price),
        compare_at=Amount.of_any(card.compare_at),
        has_price_range=card.has_range,
        unit_price=Amount.of_any(card.unit_price),
        unit=card.unit,
        availability=card.band,
        preorder=card.preorder,
    )


@router.get(
    "/products/{slug}", response={200: ProductOut, 400: Problem, 404: Problem, 422: Problem, 429: Problem}, auth=None
)
def show_product(request: Request, slug: str, asked: Query[MarketAsked]) -> ProductOut:
    """One product with its variants, as far as the market sells them."""
    limited(request, LOOK_UPS)
    here = asked_market(asked.market)
    language = asked_language(request, here)
    product = product_by_slug(slug)
    prices = prices_for([variant.id for variant in product.variants if variant.active], market=here.code)
    if not prices:
        raise UnknownProduct(slug=slug)
    stock, today = availability_for(list(prices)), local_day(request.now, here.time_zone)
    inside = {part.availability.variant_id for each in stock.values() for part in each.parts}
    within = variants_for(inside) if inside else {}
    tree, discs = category_tree(), swatches()
    return ProductOut(
        slug=product.slug_in(language),
        title=text_in(product.titles, language),
        summary=text_in(product.summaries, language),
        description_html=text_in(product.descriptions, language),
        maker=product.maker,
        categories=[
            CategoryOut(slug=tree.by_id[id].slug_in(language), name=text_in(tree.by_id[id].names, language))
            for id in product.category_ids
        ],
        attributes=_attributes(product, discs, language),
        pictures=[_picture(media, language) for media in product.media],
        variants=[
            _variant(
                variant,
                prices[variant.id],
                stock[variant.id],
                within,
                today,
                language,
                colours=_colours(product, variant, discs),
            )
            for variant in product.variants
            if variant.id in prices
        ],
    )


def _attributes(product: Product, discs: Swatches, language: str) -> list[AttributeOut]:
    return [
        AttributeOut(
            code=each.attribute,
            label=text_in(each.attribute_name, language),
            value=text_in(each.value_name, language),
            colours=list(discs.of(each.attribute_name, each.value_name)),
        )
        for each in product.attributes
    ]


def _colours(product: Product, variant: Variant, discs: Swatches) -> dict[str, list[str]]:
    """Of those of its options that have any."""
    found = {
        option.code: discs.of(option.name, variant.option_values.get(option.code, {})) for option in product.options
    }
    return {code: list(colours) for code, colours in found.items() if colours}


def _picture(media: Media, language: str) -> Picture:
    url = default_storage.url(media.path)
    return Picture(url=url, width=media.width, height=media.height, alt=text_in(media.alts, language))


def _variant(
    variant: Variant,
    price: Price,
    told: Availability,
    within: Mapping[VariantId, VariantCard],
    today: date,
    language: str,
    *,
    colours: dict[str, list[str]],
) -> VariantOut:
    to_order = told.band is Band.TO_ORDER
    return VariantOut(
        sku=variant.sku,
        price=Amount.of(price.amount),
        compare_at=Amount.of_any(price.compare_at),
        availability=told.band,
        preorder=to_order and told.preorder,
        expected_on=told.expected_for(1, today=today) if to_order else None,
        options={code: text_in(text, language) for code, text in variant.option_values.items()},
        colours=colours,
        barcode=variant.barcode,
        weight_grams=variant.weight_grams,
        kind=variant.kind,
        parts=[
            PartOut(sku=within[id].sku, title=text_in(within[id].title, language), quantity=part.quantity)
            for part in told.parts
            if (id := part.availability.variant_id) in within
        ],
    )
