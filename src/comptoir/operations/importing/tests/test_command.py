"""`comptoir import catalogue` as somebody at a terminal meets it."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.utils.translation import override

from comptoir.domains.catalogue.queries import product_by_slug
from comptoir.domains.catalogue.values import TaxClass
from comptoir.domains.imports.testing import row, shirts, write_export
from comptoir.domains.markets.testing import make_market
from comptoir.domains.network.testing import SHOP, make_place
from comptoir.kernel.errors import BusinessError
from comptoir.kernel.sql import fetch
from comptoir.operations.importing.command import importing
from comptoir.operations.importing.report import harmless
from comptoir.operations.installation import Installation

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _speaking_english() -> Iterator[None]:
    """As the command line does, whatever the shop's first language is."""
    with override("en"):
        yield


@pytest.fixture
def shop(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    make_market()
    make_place()


def products() -> int:
    return int(fetch("SELECT count(*) FROM catalogue_product")[0][0])


def comptoir(*arguments: Any, pictures: bool = False) -> Result:
    installation = Installation(
        mode="test", home=Path("/nowhere"), host="127.0.0.1", port=8000, simulator_port=8001,
        base_url="http://localhost:8000", database="", reader_database="", brings_own_database=False,
    )  # fmt: skip
    given = ["catalogue", *map(str, arguments), *([] if pictures else ["--no-pictures"])]
    return CliRunner().invoke(importing, given, obj=installation)


def test_a_dry_run_says_what_would_become_of_each_row(shop, tmp_path) -> None:
    path = write_export(tmp_path / "goods.csv", [row(Type="Mugs"), *shirts(), row(Handle="cup")])
    done = comptoir(path, "--dry-run")
    assert done.exit_code == 0
    assert done.output.splitlines() == [
        "goods.csv: 3 products, 4 rows, 0 pictures, 39 pieces in stock (UTF-8, commas)",
        "Into market fr: prices in EUR with tax, VAT class standard, texts in fr, stock at entrepot",
        "Ignored columns: Variant Fulfillment Service, SEO Title, SEO Description, Google Shopping / … (3 columns)",
        "line 2     quarantined mug MUG-1  (Variant SKU: The reference MUG-1 is also used on line 5.)",
        "line 3     create      shirt SHIRT-S",
        "line 4     create      shirt SHIRT-M",
        "line 5     quarantined cup MUG-1  (Variant SKU: The reference MUG-1 is also used on line 2.)",
        "Products: 1 to create, 0 to update, 0 unchanged, 2 kept out",
        "Rows    : 2 to create, 0 to update, 0 unchanged, 2 kept out",
        "Nothing was changed; 0 pictures would be looked for.",
    ]
    assert products() == 0


def test_an_import_says_what_was_done_and_what_was_not(shop, tmp_path) -> None:
    picture = "https://pictures.example/1.jpg"
    jug = row(Handle="jug", **{"Variant SKU": "J", "Variant Price": "?"})
    done = comptoir(write_export(tmp_path / "goods.csv", [{**row(), "Image Src": picture}, jug]))
    assert done.exit_code == 0
    assert done.output.splitlines()[3:] == [
        "line 3     quarantined jug J  (Variant Price: “?” is not a price in EUR.)",
        "Products: 1 created, 0 updated, 0 unchanged, 1 kept out",
        "Rows    : 1 created, 0 updated, 0 unchanged, 1 kept out",
        "Pictures: 0 fetched, 1 could not be had",
        f"  line 2: {picture} (fetching was not asked for)",
        "  A product without any shows a placeholder. To try again: --retry-pictures",
    ]


def test_the_report_lists_every_row_and_nothing_in_it_runs(shop, tmp_path) -> None:
    path = write_export(
        tmp_path / "goods.csv", [row(Handle="=cmd()", Title="=1+1", **{"Variant SKU": "@SUM(1)"}), *shirts()]
    )
    report = tmp_path / "report.csv"
    assert comptoir(path, "--report", report).exit_code == 0
    assert report.read_bytes().startswith(b"\xef\xbb\xbf")
    with report.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [
            ["line", "handle", "sku", "verdict", "column", "what"],
            ["2", "'=cmd()", "'@SUM(1)", "create", "", ""],
            ["3", "shirt", "SHIRT-S", "create", "", ""],
            ["4", "shirt", "SHIRT-M", "create", "", ""],
        ]
    assert product_by_slug("cmd").titles == {"fr": "=1+1"}
    assert [harmless(cell) for cell in ("-1", "+1", "\tx", "a=b", "")] == ["'-1", "'+1", "'\tx", "a=b", ""]


def test_options_reach_the_import(shop, tmp_path) -> None:
    make_place(SHOP)
    path = write_export(tmp_path / "goods.csv", [row(**{"Variant Inventory Tracker": ""})])
    done = comptoir(
        path, "--market", "fr", "--place", "boutique", "--tax-class", "reduced", "--language", "en", "--source", "old",
        "--untracked-stock", 99,
    )  # fmt: skip
    assert "VAT class reduced, texts in en, stock at boutique" in done.output
    mug = product_by_slug("mug")
    assert (mug.titles, mug.tax_class) == ({"en": "Enamel mug"}, TaxClass.REDUCED)
    assert "99 pieces in stock" in done.output


def test_before_the_first_set_up_it_says_what_to_do(tmp_path) -> None:
    done = comptoir(write_export(tmp_path / "goods.csv", [row()]))
    assert done.exit_code == 1
    assert done.output.startswith("Error: no shop is set up yet. Run: comptoir up, open the address of the first visit")
    assert "http://localhost:8000" in done.output


def test_a_file_of_which_nothing_can_be_taken_is_a_failure(shop, tmp_path) -> None:
    done = comptoir(write_export(tmp_path / "goods.csv", [row(Title="")]))
    assert done.exit_code == 1
    assert done.output.splitlines()[-1] == "Error: nothing of this file could be taken; the reasons are above"


def test_errors_are_one_line_that_says_what_is_wrong(shop, tmp_path) -> None:
    missing = comptoir(tmp_path / "missing.csv")
    assert isinstance(missing.exception, BusinessError)
    assert str(missing.exception) == "The file cannot be opened: No such file or directory"
    path = write_export(tmp_path / "goods.csv", [row()])
    unwritable = comptoir(path, "--report", tmp_path / "no" / "folder.csv")
    assert (unwritable.exit_code, unwritable.output.count("\n")) == (1, 1)
    assert "the report cannot be written" in unwritable.output
    assert comptoir(path, "--tax-class", "free").exit_code == 2
    assert comptoir().exit_code == 2
    assert products() == 0


def test_many_rows_kept_out_are_summed_up(shop, tmp_path) -> None:
    rows = [row(Handle=f"mug-{n}", Title="", **{"Variant SKU": f"M{n}"}) for n in range(30)]
    done = comptoir(write_export(tmp_path / "goods.csv", [*rows, *shirts()]))
    assert "… and 10 more rows that were kept out; --report FILE lists them all" in done.output
