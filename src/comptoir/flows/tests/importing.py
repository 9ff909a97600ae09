"""Running an import in a test, and looking at what it has made."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from comptoir.domains.catalogue.actions import update_product
from comptoir.domains.catalogue.queries import variants_by_sku
from comptoir.domains.catalogue.values import Product, ProductDraft, VariantDraft
from comptoir.domains.imports.values import RowVerdict
from comptoir.domains.inventory.queries import levels_for
from comptoir.domains.pricing.queries import prices_for
from comptoir.domains.pricing.values import Price
from comptoir.flows.import_catalogue import Imported, ImportRequest, Opened, import_catalogue
from comptoir.kernel.money import Money
from comptoir.kernel.sql import fetch
from comptoir.kernel.testing import NOON, OWNER

SAMPLES = Path(__file__).parent / "samples"


class Run:
    """An import that has been done, and all that it told."""

    def __init__(self, path: Path, *, dry_run: bool = False, **request: Any) -> None:
        self.opened: list[Opened] = []
        self.rows: list[RowVerdict] = []
        self.result: Imported = import_catalogue(
            request=ImportRequest(path=path, **{"picture_seconds": 0, **request}),
            dry_run=dry_run,
            opened=self.opened.append,
            tell=self.rows.append,
            actor=OWNER,
            now=NOON,
        )

    @property
    def products(self) -> dict[str, int]:
        return {verdict: number for verdict, number in self.result.counts.products.items() if number}

    @property
    def codes(self) -> list[tuple[int, str, str, str]]:
        return [
            (r.line, str(r.verdict), n.column, n.code) for r in self.rows for n in r.notes if "picture" not in n.code
        ]


def price(sku: str) -> Price:
    id = variants_by_sku([sku])[sku].id
    return prices_for([id], market="fr")[id]


def stock(sku: str, place: str = "entrepot") -> int:
    """What stands on the shelf."""
    id = variants_by_sku([sku])[sku].id
    return next(level.on_hand for level in levels_for([id])[id] if level.place_code == place)


def rows_in(table: str) -> int:
    """How many rows there are, of whomever."""
    return int(fetch(f"SELECT count(*) FROM {table}")[0][0])


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


def edit(known: Product, **changes: Any) -> None:
    """What a merchant writes in the back office."""
    draft = ProductDraft(
        titles=known.titles,
        descriptions=known.descriptions,
        maker=known.maker,
        tax_class=known.tax_class,
        variants=tuple(VariantDraft(id=v.id, sku=v.sku, option_values=v.option_values) for v in known.variants),
    )
    update_product(product_id=known.id, draft=replace(draft, **changes), version=known.version, actor=OWNER, now=NOON)
