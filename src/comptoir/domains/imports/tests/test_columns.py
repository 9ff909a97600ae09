import pytest
from django.utils.translation import override

from comptoir.domains.imports.errors import ColumnTwice, OtherKindOfFile, WrongColumns
from comptoir.domains.imports.rules import header_of, separator_of
from comptoir.domains.imports.testing import COLUMNS
from comptoir.domains.imports.values import Column


def test_the_columns_of_an_export_are_known_and_the_others_named() -> None:
    header = header_of(COLUMNS)
    assert header.told == frozenset(Column)
    assert header.ignored == (
        "Variant Fulfillment Service", "SEO Title", "SEO Description", "Google Shopping / … (3)",
    )  # fmt: skip


def test_order_case_spaces_and_unknown_columns_do_not_matter() -> None:
    header = header_of(["\ufeffvariant  PRICE", "Notes", " handle ", "", "Custom Product Type"])
    assert header.columns == (Column.PRICE, None, Column.HANDLE, None, Column.TYPE)
    assert header.ignored == ("Notes",)


@pytest.mark.parametrize(
    "cells", [["Title", "Variant Price"], ["Handle"], ["Handle", "Colour"], ["nom", "prix"], ["<html>"]]
)
def test_other_columns_are_refused(cells) -> None:
    with pytest.raises(WrongColumns) as refused:
        header_of(cells)
    assert "Handle" in refused.value.facts["columns"] or "Title" in refused.value.facts["columns"]


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["Title", "URL handle", "Description"], "Shopify's newer product export"),
        (["Handle", "Title", "Location", "On hand (current)"], "Shopify's inventory export"),
        (["Name", "Email", "Financial Status", "Lineitem name"], "Shopify's order export"),
        (["ID", "Type", "SKU", "Name", "Regular price"], "WooCommerce's product export"),
    ],
)
def test_files_that_are_well_known_are_called_by_their_name(cells, kind) -> None:
    with pytest.raises(OtherKindOfFile) as refused:
        header_of(cells)
    with override("en"):
        assert str(refused.value).startswith(f"This looks like {kind}.")


def test_a_column_that_is_there_twice_is_refused() -> None:
    with pytest.raises(ColumnTwice) as refused:
        header_of(["Handle", "Title", "title"])
    assert refused.value.facts["column"] == "Title"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_the_one_that_makes_sense(separator) -> None:
    assert separator_of(separator.join(COLUMNS)) == separator
    assert separator_of('"Handle"' + separator + '"Title"') == separator


def test_a_line_that_makes_no_sense_has_commas() -> None:
    assert separator_of("anything at all") == ","
