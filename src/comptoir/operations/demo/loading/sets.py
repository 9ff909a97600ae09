"""What the demo shop sells beside its goods: a set made of them, and a booklet to download."""

from collections.abc import Mapping
from dataclasses import dataclass, field
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
from comptoir.operations.demo.content.merchant import Merchant
from comptoir.operations.demo.content.values import Text
from comptoir.operations.demo.loading.pictures import LARGE, Studio, studio
from comptoir.operations.demo.pictures.spec import PictureSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """``parts`` by SKU make it a set. It shows its own ``picture``, or that of the SKU ``picture_of``."""

    code: str
    sku: str
    category: str
    vat_class: TaxClass
    title: Text
    summary: Text
    story: Text
    price_minor: int
    picture: PictureSpec | None = None
    picture_of: str = ""
    parts: Mapping[str, int] = field(default_factory=dict)

    @property
    def needs(self) -> set[str]:
        """The SKUs without which it cannot be sold."""
        return {*self.parts} | ({self.picture_of} if self.picture_of else set())


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
    category="terrines-plats",
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
    picture=PictureSpec(
        "booklet", "straw", "terracotta", accent="brick", title="Soupes|d’hiver", note="Trois recettes", motif="onion"
    ),
)


def add_extras(merchant: Merchant, *, actor: Actor, now: datetime) -> list[ProductId]:
    """Put them on sale, unless they are already; without the goods that a set is made of, it is left out."""
    added = []
    with studio(actor=actor, now=now) as drawing:
        for extra in (TEA_TIME, BOOKLET):
            known = variants_by_sku(extra.needs)
            if not _is_there(extra.code) and len(known) == len(extra.needs):
                added.append(_add(extra, merchant, drawing, actor, now))
    return added


def _is_there(code: str) -> bool:
    try:
        product_by_slug(code, any_status=True)
    except UnknownProduct:
        return False
    return True


def _add(extra: Extra, merchant: Merchant, drawing: Studio, actor: Actor, now: datetime) -> ProductId:
    known = variants_by_sku(extra.needs)
    if extra.picture:
        picture = drawing.order([extra.picture], side=LARGE)[extra.picture.key]
    else:
        seen = product(known[extra.picture_of].product_id).media[0]
        picture = StoredPicture(path=seen.path, width=seen.width, height=seen.height, widths=seen.widths)
    with transaction.atomic(durable=True):
        id = create_product(draft=_draft(extra, merchant.name, picture), actor=actor, now=now)
        (variant,) = product(id).variants
        price = NewPrice(variant_id=variant.id, amount=Money(extra.price_minor, merchant.market.currency))
        set_prices(prices=[price], market=merchant.market.code, actor=actor, now=now)
    parts = [KitPart(variant_id=known[sku].id, quantity=pieces) for sku, pieces in extra.parts.items()]
    kind = VariantKind.GOODS if parts else VariantKind.DOWNLOAD
    sell_variant_as(variant_id=variant.id, kind=kind, parts=parts, actor=actor, now=now)
    if not parts:
        content = ContentFile(_booklet(now), name="cahier.pdf")
        attach_file(variant_id=variant.id, name="Cahier des soupes d’hiver.pdf", content=content, actor=actor, now=now)
    return id


def _draft(extra: Extra, maker: str, picture: StoredPicture) -> ProductDraft:
    return ProductDraft(
        titles=extra.title.texts(),
        slug=extra.code,
        summaries=extra.summary.texts(),
        descriptions=extra.story.texts(),
        maker=maker,
        tax_class=extra.vat_class,
        variants=(VariantDraft(sku=extra.sku),),
        categories=(extra.category,),
        media=(MediaDraft(picture=picture, alts=extra.title.texts()),),
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
