"""What a merchant tells the search: words that mean the same, and what to show to whoever looks for a present."""

from datetime import datetime

from django.db import transaction

from comptoir.domains.catalogue.queries import variants_by_sku
from comptoir.domains.search.actions import arrange, save_synonyms
from comptoir.domains.search.queries import all_synonyms
from comptoir.domains.search.values import Arrangement, Synonyms
from comptoir.kernel.access import Actor
from comptoir.kernel.ids import new_id
from comptoir.operations.demo.content.values import Catalogue

_SAME = (
    ("fr", ("confiture", "marmelade")),
    ("fr", ("sablés", "biscuits", "gâteaux secs")),
    ("fr", ("infusion", "tisane")),
    ("fr", ("terrine", "pâté")),
    ("fr", ("couteau", "canif")),
    ("en", ("jam", "marmalade", "preserve")),
    ("en", ("biscuits", "cookies", "shortbread")),
    ("en", ("infusion", "herbal tea", "tisane")),
    ("en", ("cordial", "syrup")),
    ("en", ("pâté", "terrine")),
)
_PRESENTS = ("couteau-pliant-laguiole", "sommelier-malepeyre")
_LOOKING_FOR_ONE = ("cadeau", "gift")


def teach_search(catalogue: Catalogue, market: str, *, actor: Actor, now: datetime) -> None:
    """All of it or nothing; a shop that has synonyms already is left alone."""
    if all_synonyms():
        return
    skus = [product.variants[0].sku for code in _PRESENTS for product in catalogue.products if product.code == code]
    known = variants_by_sku(skus)
    presents = tuple(known[sku].product_id for sku in skus)
    with transaction.atomic(durable=True):
        for language, words in _SAME:
            save_synonyms(synonyms=Synonyms(id=new_id(), language=language, words=words), actor=actor, now=now)
        for asked in _LOOKING_FOR_ONE:
            first = Arrangement(id=new_id(), market=market, words=asked, pinned=presents)
            arrange(arrangement=first, actor=actor, now=now)
