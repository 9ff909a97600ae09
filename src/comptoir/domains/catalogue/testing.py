"""Goods for tests of this and other domains."""

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from itertools import count

from PIL import Image

from comptoir.domains.catalogue.actions import create_product, save_category, set_product_status
from comptoir.domains.catalogue.queries import product
from comptoir.domains.catalogue.values import (
    CategoryDraft,
    CategoryId,
    NetUnit,
    OptionDraft,
    Product,
    ProductDraft,
    ProductId,
    ProductStatus,
    TaxClass,
    VariantDraft,
)
from comptoir.kernel.access import job_actor

MORNING = datetime(2026, 1, 5, 9, tzinfo=UTC)
_numbers = count(1)


def honey(*, sku: str = "", status: ProductStatus = ProductStatus.ACTIVE) -> ProductDraft:
    """A product with one variant. Without a SKU, the next free one."""
    return ProductDraft(
        titles={"fr": "Miel de châtaignier", "en": "Chestnut honey"},
        summaries={"fr": "Récolté en Ardèche", "en": "Harvested in Ardèche"},
        descriptions={"fr": "<p>Un miel <strong>ambré</strong>.</p>", "en": "<p>An amber honey.</p>"},
        maker="Rucher des Cévennes",
        tax_class=TaxClass.REDUCED,
        variants=(VariantDraft(sku=sku or next_sku(), weight_grams=420, net_amount=250, net_unit=NetUnit.GRAM),),
        status=status,
    )


def soap(*, skus: Sequence[str] = (), status: ProductStatus = ProductStatus.ACTIVE) -> ProductDraft:
    """A product with an option and two variants."""
    first, second = skus or (next_sku(), next_sku())
    return ProductDraft(
        titles={"fr": "Savon à l’huile d’olive", "en": "Olive oil soap"},
        maker="Savonnerie du Midi",
        options=(OptionDraft(code="size", name={"fr": "Taille", "en": "Size"}),),
        variants=(
            VariantDraft(sku=first, weight_grams=110, option_values={"size": {"fr": "100 g", "en": "100 g"}}),
            VariantDraft(sku=second, weight_grams=330, option_values={"size": {"fr": "300 g", "en": "300 g"}}),
        ),
        status=status,
    )


def next_sku() -> str:
    """A SKU that no other call has given."""
    return f"T-{next(_numbers):05}"


def make_product(draft: ProductDraft | None = None, *, now: datetime = MORNING) -> Product:
    """A product on sale, honey unless told otherwise."""
    return product(create_product(draft=draft or honey(), actor=job_actor("test"), now=now))


def archive(product_id: ProductId, *, now: datetime = MORNING) -> None:
    """Take a product off sale for good."""
    set_product_status(product_id=product_id, status=ProductStatus.ARCHIVED, actor=job_actor("test"), now=now)


def make_category(code: str, *, parent: str = "", now: datetime = MORNING) -> CategoryId:
    """A category named after its code."""
    name = code.replace("-", " ").capitalize()
    draft = CategoryDraft(code=code, names={"fr": name, "en": name}, parent=parent)
    return save_category(draft=draft, actor=job_actor("test"), now=now)


def picture_file(width: int = 900, height: int = 600, *, kind: str = "PNG") -> bytes:
    """A small plain picture."""
    file = BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(file, kind)
    return file.getvalue()
