"""What the demo shop sells beside its goods: a set made of them, and a booklet to download."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import resources

from django.core.files.base import ContentFile
from django.db import transaction

from comptoir.domains.catalogue.actions import attach_file, create_product
from comptoir.domains.catalogue.errors import UnknownProduct
from comptoir.domains.catalogue.queries import product, product_by_slug, variants_by_sku
from comptoir.domains.catalogue.values import (
    MediaDraft,
    ProductDraft,
    ProductId,
    ProductStatus,
    StoredPicture,
    TaxClass,
    VariantDraft,
    VariantKind,
)
from comptoir.domains.inventory.values import KitPart
from comptoir.domains.pricing.actions import set_prices
from comptoir.domains.pricing.values import NewPrice
from comptoir.flows.sell_variant_as import sell_variant_as
from comptoir.kernel.access import Actor
from comptoir.kernel.money import Money
from comptoir.operations.demo.content.merchant import Market
from comptoir.operations.demo.content.values import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """``parts`` by SKU make it a set; ``picture_of`` is the SKU whose picture it shows."""

    code: str
    sku: str
    category: str
    vat_class: TaxClass
    title: Text
    summary: Text
    story: Text
    price_minor: int
    picture_of: str
    parts: Mapping[str, int]


TEA_TIME = Extra(
    code="coffret-quatre-heures",
    sku="COF-4H",
    category="thes-infusions",
    vat_class=TaxClass.REDUCED,
    title=Text(fr="Coffret de quatre heures", en="Tea-time gift set"),
    summary=Text(
        fr="Une verveine, un tilleul et deux mugs de grès, à offrir ou à garder.",
        en="A verbena, a lime blossom and two stoneware mugs, to give or to keep.",
    ),
    story=Text(
        fr="<p>Nous l’avons composé pour les après-midi qui tombent tôt : deux infusions des Baronnies, séchées à "
        "l’ombre, et de quoi les boire à deux.</p>",
        en="<p>Put together for afternoons that end early: two infusions from the Baronnies, dried in the shade, and "
        "two mugs to drink them from.</p>",
    ),
    price_minor=6200,
    picture_of="INF-VERV-BM",
    parts={"INF-VERV-BM": 1, "INF-TILL-BM": 1, "POT-MUG-LAI": 2},
)
BOOKLET = Extra(
    code="cahier-douze-soupes",
    sku="CAHIER-SOUPES",
    category="thes-infusions",
    vat_class=TaxClass.REDUCED,
    title=Text(fr="Le cahier des soupes d’hiver (PDF)", en="The winter soup booklet (PDF)"),
    summary=Text(
        fr="Trois soupes de nos maraîchers, à télécharger et à tacher.",
        en="Three soups from our growers, to download and to stain.",
    ),
    story=Text(
        fr="<p>Les recettes que nos maraîchers donnent au-dessus de l’étal quand on leur demande quoi faire d’un "
        "potimarron. En français.</p>",
        en="<p>The recipes our growers hand over the counter when asked what to do with a squash. In French.</p>",
    ),
    price_minor=450,
    picture_of="INF-TILL-BM",
    parts={},
)


def add_extras(market: Market, *, actor: Actor, now: datetime) -> list[ProductId]:
    """Put them on sale, unless they are already; without the goods that a set is made of, it is left out."""
    added = []
    for extra in (TEA_TIME, BOOKLET):
        known = variants_by_sku([extra.picture_of, *extra.parts])
        if not _is_there(extra.code) and len(known) == len({extra.picture_of, *extra.parts}):
            added.append(_add(extra, market, actor, now))
    return added


def _is_there(code: str) -> bool:
    try:
        product_by_slug(code, any_status=True)
    except UnknownProduct:
        return False
    return True


def _add(extra: Extra, market: Market, actor: Actor, now: datetime) -> ProductId:
    known = variants_by_sku([extra.picture_of, *extra.parts])
    with transaction.atomic(durable=True):
        id = create_product(draft=_draft(extra, known[extra.picture_of].product_id), actor=actor, now=now)
        (variant,) = product(id).variants
        price = NewPrice(variant_id=variant.id, amount=Money(extra.price_minor, market.currency))
        set_prices(prices=[price], market=market.code, actor=actor, now=now)
    parts = [KitPart(variant_id=known[sku].id, quantity=pieces) for sku, pieces in extra.parts.items()]
    kind = VariantKind.GOODS if parts else VariantKind.DOWNLOAD
    sell_variant_as(variant_id=variant.id, kind=kind, parts=parts, actor=actor, now=now)
    if not parts:
        content = ContentFile(_booklet(now), name="cahier.pdf")
        attach_file(variant_id=variant.id, name="Cahier des soupes d’hiver.pdf", content=content, actor=actor, now=now)
    return id


def _draft(extra: Extra, picture_of: ProductId) -> ProductDraft:
    media = product(picture_of).media[:1]
    return ProductDraft(
        titles=extra.title.texts(),
        slug=extra.code,
        summaries=extra.summary.texts(),
        descriptions=extra.story.texts(),
        maker="Comptoir",
        tax_class=extra.vat_class,
        variants=(VariantDraft(sku=extra.sku),),
        categories=(extra.category,),
        media=tuple(
            MediaDraft(
                picture=StoredPicture(path=each.path, width=each.width, height=each.height, widths=each.widths),
                alts=extra.title.texts(),
            )
            for each in media
        ),
        status=ProductStatus.ACTIVE,
    )


def _booklet(now: datetime) -> bytes:
    import typst

    folder = resources.files("comptoir.operations.demo.content").joinpath("booklet.typ")
    pdf: bytes = typst.compile(
        folder.read_bytes(),
        font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=True),
        timestamp=now.replace(microsecond=0),
    )
    return pdf
