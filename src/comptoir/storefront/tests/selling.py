"""A shop that sells, for tests of views: real rows, made by the actions that make them in a real one."""

from dataclasses import dataclass
from functools import partial

from django.core.files.storage import default_storage

from comptoir.domains.catalogue.actions import add_media, save_attribute, save_category
from comptoir.domains.catalogue.queries import product, product_ids
from comptoir.domains.catalogue.testing import picture_file
from comptoir.domains.catalogue.values import (
    AttributeDraft,
    AttributeValueDraft,
    CategoryDraft,
    NetUnit,
    OptionDraft,
    Product,
    ProductDraft,
    ProductStatus,
    TaxClass,
    VariantDraft,
)
from comptoir.domains.content.actions import publish_page
from comptoir.domains.content.values import PageDraft
from comptoir.domains.search.actions import refresh_cards
from comptoir.flows.testing import Shop, open_shop, sell
from comptoir.kernel.clock import set_clock
from comptoir.kernel.money import Money
from comptoir.kernel.testing import NOON, OWNER
from tests.kept import Kept

FACTS = {"fr": "<p>Un miel <strong>ambré</strong>, récolté en juillet.</p>", "en": "<p>An amber honey.</p>"}
HOME = {
    "fr": "<p>Quarante producteurs, un seul panier.</p><h2>La maison</h2><p>Depuis 1987.</p>",
    "en": "<p>Forty makers, one basket.</p><h2>The house</h2><p>Since 1987.</p>",
}


@dataclass(frozen=True, kw_only=True)
class Selling:
    """The shop of the flows' tests, with a menu, a jam in three sizes, a bowl in two colours and two sizes."""

    shop: Shop
    jam: Product
    bowl: Product

    @property
    def honey(self) -> Product:
        return self.shop.honey


def open_for_business(*, stock: int = 100, provider: str = "transfer") -> Selling:
    """Open it, and make its cards."""
    shop = open_shop(stock=stock, provider=provider)
    save_category(
        draft=CategoryDraft(
            code="pantry", names={"fr": "Épicerie", "en": "Pantry"}, descriptions={"fr": "<p>Tout ce qui se garde.</p>"}
        ),
        actor=OWNER,
        now=NOON,
    )
    save_category(
        draft=CategoryDraft(code="jams", names={"fr": "Confitures", "en": "Jams"}, parent="pantry"),
        actor=OWNER,
        now=NOON,
    )
    save_category(draft=CategoryDraft(code="table", names={"fr": "Table", "en": "Table"}), actor=OWNER, now=NOON)
    save_attribute(draft=AttributeDraft(code="origin", names={"fr": "Origine", "en": "Origin"}), actor=OWNER, now=NOON)
    jam = sell(market=shop.market, price=Money(690, "EUR"), stock=stock, draft=jam_draft())
    bowl = sell(market=shop.market, price=Money(2600, "EUR"), stock=3, draft=_bowl())
    jar = {"fr": "Un pot", "en": "A jar"}
    add_media(product_id=jam.id, content=picture_file(1400, 1400), alts=jar, actor=OWNER, now=NOON)
    publish_page(
        key="home",
        draft=PageDraft(titles={"fr": "Le goût d’ici", "en": "The taste of here"}, bodies=HOME),
        based_on=0,
        actor=OWNER,
        now=NOON,
    )
    refresh_cards(product_ids=product_ids(), actor=OWNER, now=NOON)
    set_clock(NOON)
    return Selling(shop=shop, jam=product(jam.id), bowl=bowl)


def _still_pictured(selling: Selling) -> bool:
    """Whether the files of its picture are where they were stored."""
    return all(default_storage.exists(path) for one in selling.jam.media for path, _width in one.sources)


SELLING, SELLING_BY_CARD = (
    Kept(partial(open_for_business, provider=provider), still=_still_pictured) for provider in ("transfer", "simulator")
)
"""The same shop, for the many tests that need one of their own."""


def jam_draft() -> ProductDraft:
    def size(grams: int) -> VariantDraft:
        label = f"{grams} g"
        return VariantDraft(
            sku=f"JAM-{grams}",
            option_values={"size": {"fr": label, "en": label}},
            weight_grams=grams + 150,
            net_amount=grams,
            net_unit=NetUnit.GRAM,
        )

    return ProductDraft(
        titles={"fr": "Confiture d’abricots", "en": "Apricot jam"},
        summaries={"fr": "Des abricots de la Drôme.", "en": "Apricots of the Drôme."},
        descriptions=FACTS,
        maker="Famille Brunet",
        tax_class=TaxClass.REDUCED,
        options=(OptionDraft(code="size", name={"fr": "Format", "en": "Size"}),),
        variants=tuple(map(size, (220, 350, 900))),
        attributes=(AttributeValueDraft(attribute="origin", value_name={"fr": "Drôme", "en": "Drôme"}),),
        categories=("jams",),
        slug="confiture-d-abricots",
        status=ProductStatus.ACTIVE,
    )


def _bowl() -> ProductDraft:
    def bowl(number: int, colour: tuple[str, str], size: tuple[str, str]) -> VariantDraft:
        return VariantDraft(
            sku=f"BOWL-{number}",
            option_values={
                "colour": {"fr": colour[0], "en": colour[1]},
                "size": {"fr": size[0], "en": size[1]},
            },
            weight_grams=400,
        )

    blue, sand = ("Bleu de lin", "Flax blue"), ("Sable", "Sand")
    small, large = ("Petit", "Small"), ("Grand", "Large")
    return ProductDraft(
        titles={"fr": "Bol en grès", "en": "Stoneware bowl"},
        maker="Atelier Terre Franche",
        options=(
            OptionDraft(code="colour", name={"fr": "Couleur", "en": "Colour"}),
            OptionDraft(code="size", name={"fr": "Taille", "en": "Size"}),
        ),
        variants=(bowl(1, blue, small), bowl(2, blue, large), bowl(3, sand, small), bowl(4, sand, large)),
        categories=("table",),
        slug="bol-en-gres",
        status=ProductStatus.ACTIVE,
    )
