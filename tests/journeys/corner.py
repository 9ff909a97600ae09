"""`python -m tests.journeys.corner`: a corner of the demo shop in the home of COMPTOIR_HOME, by the demo's own parts.

The same merchant, people, deliveries and payments; of the goods only some of every counter, because drawing all their
pictures takes longer than all the journeys together.
"""

import sys
from dataclasses import replace
from datetime import timedelta

from comptoir.config.readiness import ready
from comptoir.operations.demo.content.values import Catalogue, Product
from comptoir.operations.preparing.texts import compile_texts

OPENED = timedelta(days=30)
"""How long ago."""


def corner_of(catalogue: Catalogue) -> Catalogue:
    """One product of every category, in several variants where there is such a one, all with the same picture."""
    chosen = []
    for category in catalogue.categories:
        goods = [product for product in catalogue.products if product.category == category.code]
        goods.sort(key=lambda product: len(product.variants) == 1)
        chosen += [_drawn_once(product) for product in goods[:1]]
    return replace(catalogue, products=tuple(chosen))


def _drawn_once(product: Product) -> Product:
    variants = tuple(replace(variant, picture=product.picture) for variant in product.variants)
    return replace(product, variants=variants)


def open_corner() -> None:
    from django.db import transaction

    from comptoir.kernel import clock
    from comptoir.kernel.access import job_actor
    from comptoir.operations.demo.content.catalogue import load_catalogue
    from comptoir.operations.demo.content.merchant import load_merchant
    from comptoir.operations.demo.loading.drafts import Words
    from comptoir.operations.demo.loading.goods import (
        add_goods,
        in_turn,
        list_goods,
        prepare_shelves,
        price_goods,
        receive_goods,
    )
    from comptoir.operations.demo.loading.pictures import MEDIUM, studio
    from comptoir.operations.demo.loading.shop import employ, set_up
    from comptoir.operations.demo.logins import demo_logins

    actor, now = job_actor("demo"), clock.now()
    then = now - OPENED
    merchant, catalogue = load_merchant(), corner_of(load_catalogue())
    set_up(merchant, actor=actor, now=then)
    employ(demo_logins(), actor=actor, now=then)
    with studio(actor=actor, now=then) as drawing:
        pictures = drawing.order(catalogue.pictures().values(), side=MEDIUM)
    prepare_shelves(catalogue, actor=actor, now=then)
    words = Words.of(attributes=catalogue.attributes, options=catalogue.options, makers=catalogue.makers)
    variants = [variant for product in catalogue.products for variant in product.variants]
    pieces = {(variant.sku, place.code): 40 for variant in variants for place in merchant.places}
    with transaction.atomic(durable=True):
        products, ids = add_goods(in_turn(catalogue), words, pictures, actor=actor, now=then)
        price_goods(variants, ids, merchant.market, reduced=False, actor=actor, now=then)
        receive_goods(pieces, ids, reference="ouverture", actor=actor, now=then)
    list_goods(products, actor=actor, now=now)


if __name__ == "__main__":
    compile_texts()
    with ready("tables"):
        open_corner()
    sys.stdout.write("{}\n")
