from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from comptoir.domains.catalogue.errors import TooManyRelated, UnknownProduct, UnknownReference
from comptoir.domains.catalogue.events import ProductsChanged
from comptoir.domains.catalogue.models import Product as ProductModel
from comptoir.domains.catalogue.models import RelatedProduct as RelatedModel
from comptoir.domains.catalogue.permissions import CATALOGUE_EDIT
from comptoir.domains.catalogue.queries import variants_by_sku
from comptoir.domains.catalogue.values import ProductId
from comptoir.kernel.access import Actor
from comptoir.kernel.events import emit
from comptoir.kernel.history import record

MOST_RELATED = 12


def set_related_products(*, product_id: ProductId, skus: Sequence[str], actor: Actor, now: datetime) -> None:
    """Choose what is shown beside a product, in that order: the products that these references are of. None leaves the
    choice to what is bought together. Saying it twice changes nothing.

    :raises UnknownProduct: when there is none.
    :raises UnknownReference: for the first reference that is of no product.
    :raises TooManyRelated: for more than ``MOST_RELATED`` products.
    """
    actor.must(CATALOGUE_EDIT)
    known = variants_by_sku(skus)
    for sku in skus:
        if sku not in known:
            raise UnknownReference(field="related", sku=sku)
    wanted = list(dict.fromkeys(known[sku].product_id for sku in skus if known[sku].product_id != product_id))
    if len(wanted) > MOST_RELATED:
        raise TooManyRelated(field="related", most=MOST_RELATED)
    with transaction.atomic(savepoint=False):
        if ProductModel.objects.select_for_update(no_key=True).filter(pk=product_id).first() is None:
            raise UnknownProduct(product_id=str(product_id))
        rows = RelatedModel.objects.filter(product_id=product_id)
        before = list(rows.order_by("position", "id").values_list("other_id", flat=True))
        if before == wanted:
            return
        rows.delete()
        RelatedModel.objects.bulk_create(
            RelatedModel(product_id=product_id, other_id=id, position=position) for position, id in enumerate(wanted)
        )
        record(
            action="related chosen",
            subject_type="catalogue.product",
            subject_id=product_id,
            before={"related": [str(id) for id in before]},
            after={"related": [str(id) for id in wanted]},
            actor=actor,
            now=now,
        )
        emit(ProductsChanged(product_ids=(product_id,)))
