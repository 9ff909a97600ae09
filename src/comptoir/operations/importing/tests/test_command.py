"""`comptoir import catalogue` as somebody at a terminal meets it."""

import csv
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from comptoir.domains.catalogue.queries import product_by_slug
from comptoir.domains.catalogue.values import TaxClass
from comptoir.domains.imports.testing import row, shirts, write_export
from comptoir.domains.markets.queries import market_settings
from comptoir.domains.markets.testing import make_market
from comptoir.domains.network.testing import SHOP, make_place
from comptoir.kernel.sql import fetch
from comptoir.operations.importing.command import importing
from comptoir.operations.importing.report import harmless
from comptoir.operations.installation import Installation

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    make_market()
    make_place()


def products() -> int:
    return int(fetch("SELECT count(*) FROM catalogue_product")[0][0])


def comptoir(*arguments: Any, pictures: bool = False, locale: str = "C.UTF-8", mode: str = "test") -> Result:
    installation = Installation(
        mode=mode, home=Path("/nowhere"), host="127.0.0.1", port=8000, simulator_port=8001,
        base_url="http://localhost:8000", database="", reader_database="", brings_own_database=False,
    )  # fmt: skip
    given = ["catalogue", *map(str, arguments), *([] if pictures else ["--no-pictures"])]
    environment = {"LC_ALL": "", "LC_MESSAGES": "", "LANG": locale}
    return CliRunner().invoke(importing, given, obj=installation, env=environment)


def test_a_dry_run_says_what_would_become_of_each_row(shop, tmp_path) -> None:
    path = write_export(tmp_path / "goods.csv", [row(Type="Mugs"), *shirts(), row(Handle="cup")])
    done = comptoir(path, "--dry-run")
    assert done.exit_code == 0
    assert done.output.splitlines() == [
        "goods.csv (UTF-8, commas)",
        "Read: products 3, variants 4, rows 4, pictures 0, units in stock 39",
        "Into market fr: prices in EUR with tax, VAT class standard, texts in fr, stock at entrepot",
        "Columns ignored: Variant Fulfillment Service, SEO Title, SEO Description, Google Shopping / … (3)",
        "line 2     kept out       mug MUG-1  (Variant SKU: The reference MUG-1 is also used on line 5.)",
        "line 3     to create      shirt SHIRT-S",
        "line 4     to create      shirt SHIRT-M",
        "line 5     kept out       cup MUG-1  (Variant SKU: The reference MUG-1 is also used on line 2.)",
        "          to create  to update  unchanged  kept out",
        "Products          1          0          0         2",
        "Variants          2          0          0         2",
        "Rows              2          0          0         2",
        "This was a dry run: nothing was changed, no picture was fetched.",
    ]
    assert products() == 0


def test_an_import_says_what_was_done_and_what_was_not(shop, tmp_path) -> None:
    picture = "https://pictures.example/1.jpg"
    jug = row(Handle="jug", **{"Variant SKU": "J", "Variant Price": "?"})
    done = comptoir(write_export(tmp_path / "goods.csv", [{**row(), "Image Src": picture}, jug]))
    assert done.exit_code == 0
    assert done.output.splitlines()[4:] == [
        "line 3     kept out       jug J  (Variant Price: “?” is not a price in EUR.)",
        "          created  updated  unchanged  kept out",
        "Products        1        0          0         1",
        "Variants        1        0          0         1",
        "Rows            1        0          0         1",
        "Pictures: 0 fetched, 0 here already, 1 missing",
        f"  line 2  {picture} (fetching was not requested)",
        "Products without any show a placeholder. To try again: --retry-pictures",
    ]


def test_the_report_speaks_the_language_of_the_terminal(shop, tmp_path) -> None:
    mug = {**row(), "Image Src": "https://pictures.example/" + "x" * 200}
    path = write_export(tmp_path / "goods.csv", [mug, *shirts(prices=("?", "9"))], separator=";", encoding="cp1252")
    report = tmp_path / "report.csv"
    done = comptoir(path, "--report", report, locale="fr_FR.UTF-8")
    assert done.output.replace("\xa0", " ").splitlines() == [
        "goods.csv (UTF-8, points-virgules)",
        "Lu : produits 2, variantes 3, lignes 3, images 1, pièces en stock 27",
        "Marché fr : prix TTC en EUR, classe de TVA standard, textes en fr, stock au lieu entrepot",
        "Colonnes ignorées : Variant Fulfillment Service, SEO Title, SEO Description, Google Shopping / … (3)",
        "ligne 3    écarté         shirt SHIRT-S  (Variant Price : « ? » n’est pas un prix en EUR.)",
        "ligne 4    écarté         shirt SHIRT-M  (Écartée avec son produit : voir la ligne 3.)",
        "           créé  mis à jour  inchangé  écarté",
        "Produits      1           0         0       1",
        "Variantes     1           0         0       2",
        "Lignes        1           0         0       2",
        "Images : 0 récupérées, 0 déjà là, 1 manquantes",
        f"  ligne 2  https://pictures.example/{'x' * 95}… (la récupération n’a pas été demandée)",
        "Les produits qui n’en ont aucune montrent une image d’attente. Pour réessayer : --retry-pictures",
        f"Le sort de chaque ligne : {report}",
    ]
    with report.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["ligne", "identifiant", "référence", "verdict", "colonne", "remarque"]
    assert rows[1][3:5] == ["créé", "Image Src"]
    assert rows[1][5].endswith("x" * 200)
    assert "Products        0" in comptoir(path, "--speak", "en", locale="fr_FR.UTF-8").output
    assert comptoir(tmp_path / "none", locale="fr").output.startswith("Error: Impossible d’ouvrir le fichier")


def test_the_report_lists_every_row_and_nothing_in_it_runs(shop, tmp_path) -> None:
    path = write_export(
        tmp_path / "goods.csv", [row(Handle="=cmd()", Title="=1+1", **{"Variant SKU": "@SUM(1)"}), *shirts()]
    )
    report = tmp_path / "report.csv"
    assert comptoir(path, "--report", report).exit_code == 0
    assert report.read_bytes().startswith(b"\xef\xbb\xbf")
    with report.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [
            ["line", "handle", "reference", "verdict", "column", "remark"],
            ["2", "'=cmd()", "'@SUM(1)", "created", "", ""],
            ["3", "shirt", "SHIRT-S", "created", "", ""],
            ["4", "shirt", "SHIRT-M", "created", "", ""],
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
    assert "units in stock 99" in done.output


def test_into_an_installation_of_nobody_a_shop_on_trial_is_opened_once(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    assert comptoir(tmp_path / "missing.csv").exit_code == 1
    assert market_settings().merchant is None
    path = write_export(tmp_path / "goods.csv", [row()])
    first, second = comptoir(path), comptoir(path)
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.output.startswith("No shop was set up yet: one on trial is opened")
    assert second.output.startswith("goods.csv")
    assert (market_settings().on_trial, products()) == (True, 1)


@pytest.mark.parametrize("how", [{"mode": "production"}, {"dry": True}])
def test_before_the_first_set_up_it_says_what_to_do(how, tmp_path) -> None:
    path = write_export(tmp_path / "goods.csv", [row()])
    done = comptoir(path, "--dry-run") if how.get("dry") else comptoir(path, mode=how["mode"])
    assert market_settings().merchant is None
    assert done.exit_code == 1
    assert done.output.startswith("Error: No shop is set up yet. Run: comptoir up, open the address of the first visit")
    assert "http://localhost:8000" in done.output


def test_a_file_of_which_nothing_can_be_taken_is_a_failure(shop, tmp_path) -> None:
    done = comptoir(write_export(tmp_path / "goods.csv", [row(Title="")]))
    assert done.exit_code == 1
    assert done.output.splitlines()[-1] == "Error: Nothing in this file could be imported; the reasons are above."


def test_errors_are_one_line_that_says_what_is_wrong(shop, tmp_path) -> None:
    missing = comptoir(tmp_path / "missing.csv")
    assert (missing.exit_code, missing.output) == (1, "Error: The file cannot be opened: No such file or directory\n")
    path = write_export(tmp_path / "goods.csv", [row()])
    unwritable = comptoir(path, "--report", tmp_path / "no" / "folder.csv")
    assert (unwritable.exit_code, unwritable.output.count("\n")) == (1, 1)
    assert "The report cannot be written" in unwritable.output
    assert "would overwrite the file" in comptoir(path, "--report", path).output
    assert path.read_text().startswith("Handle")
    assert comptoir(path, "--tax-class", "free").exit_code == 2
    assert comptoir().exit_code == 2
    assert products() == 0


def test_many_rows_kept_out_are_summed_up(shop, tmp_path) -> None:
    rows = [row(Handle=f"mug-{n}", Title="", **{"Variant SKU": f"M{n}"}) for n in range(30)]
    done = comptoir(write_export(tmp_path / "goods.csv", [*rows, *shirts()]))
    assert "… and 10 more rows kept out; --report FILE lists them all" in done.output
