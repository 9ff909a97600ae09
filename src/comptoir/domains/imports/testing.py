"""Files of other shops for tests: written here, in every way that spreadsheets and exports write them."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from comptoir.domains.catalogue.values import TaxClass
from comptoir.domains.imports.values import Column, ImportTerms, Record, RunDraft

ADVERTISING = ("Google Shopping / Gender", "Google Shopping / MPN", "Google Shopping / Condition")
COLUMNS: tuple[str, ...] = (*Column, "Variant Fulfillment Service", "SEO Title", "SEO Description", *ADVERTISING)
TERMS = ImportTerms(
    source="shopify", market="fr", currency="EUR", place_code="entrepot", tax_class=TaxClass.STANDARD, language="fr"
)
RUN = RunDraft(file_name="export.csv", file_bytes=1_000, file_sha256="00", terms=TERMS)

type Row = Mapping[str, str]

MUG: Row = {
    "Handle": "mug",
    "Title": "Enamel mug",
    "Body (HTML)": "<p>A mug that <strong>lasts</strong>.</p>",
    "Vendor": "Forge & Four",
    "Type": "Tableware",
    "Tags": "Enamel, Outdoor",
    "Published": "true",
    "Option1 Name": "Title",
    "Option1 Value": "Default Title",
    "Variant SKU": "MUG-1",
    "Variant Grams": "320",
    "Variant Inventory Tracker": "shopify",
    "Variant Inventory Qty": "12",
    "Variant Inventory Policy": "deny",
    "Variant Price": "14.50",
    "Variant Compare At Price": "18.00",
    "Variant Requires Shipping": "true",
    "Variant Taxable": "true",
    "Variant Barcode": "4006381333931",
    "Gift Card": "false",
    "Variant Weight Unit": "g",
    "Status": "active",
}


def row(**changes: str) -> Row:
    """A mug with other cells: ``row(Handle="cup", **{"Variant Price": "9"})``."""
    return {**MUG, **changes}


def shirts(
    *, handle: str = "shirt", sizes: Sequence[str] = ("S", "M"), prices: Sequence[str] = ("25", "27")
) -> list[Row]:
    """A product with one row for each size; the rows after the first hold what is the variant's own."""
    first = row(Handle=handle, Title="Linen shirt", **{"Option1 Name": "Size", "Variant Barcode": ""})
    rows: list[Row] = []
    for size, price in zip(sizes, prices, strict=True):
        own = {"Option1 Value": size, "Variant SKU": f"{handle.upper()}-{size}", "Variant Price": price}
        own["Variant Compare At Price"] = ""
        again = {
            "Handle": handle,
            "Variant Grams": "200",
            "Variant Inventory Qty": "3",
            "Variant Inventory Tracker": "",
        }
        rows.append({**first, **own} if not rows else {**again, **own})
    return rows


def export_text(
    rows: Sequence[Row], *, columns: Sequence[str] = COLUMNS, separator: str = ",", line_end: str = "\r\n"
) -> str:
    """The rows as an export writes them."""
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, columns, delimiter=separator, lineterminator=line_end, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def write_export(
    path: Path,
    rows: Sequence[Row],
    *,
    columns: Sequence[str] = COLUMNS,
    separator: str = ",",
    encoding: str = "utf-8",
    line_end: str = "\r\n",
) -> Path:
    """The rows as a file."""
    text = export_text(rows, columns=columns, separator=separator, line_end=line_end)
    path.write_bytes(text.encode(encoding))
    return path


def records(rows: Sequence[Row]) -> list[Record]:
    """The rows as they are read: without empty cells, on the lines from 2 on."""
    return [
        Record(line=line, cells={Column(name): cell for name, cell in cells.items() if cell})
        for line, cells in enumerate(rows, 2)
    ]
