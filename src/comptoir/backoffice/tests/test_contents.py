"""What an article is: goods, a kit, or files; told at the desk."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from comptoir.backoffice.tests.working import Working
from comptoir.domains.catalogue.queries import files_for, product
from comptoir.domains.catalogue.testing import make_product
from comptoir.domains.catalogue.values import Product, VariantKind
from comptoir.domains.fulfilment.queries import download_rules
from comptoir.domains.fulfilment.values import DownloadRules
from comptoir.domains.inventory.queries import availability_for, kits_for
from comptoir.domains.inventory.values import KitPart


def address(made: Product, step: str = "contents") -> str:
    return f"/back-office/products/{made.id}/{step}/"


def write(owner: Client, made: Product, kind: str, parts: str = "") -> Any:
    sent = {"variant": str(made.variants[0].id), "kind": kind, "parts": parts}
    return owner.post(address(made), sent)


def test_a_kit_is_written_line_by_line(owner: Client, working: Working) -> None:
    made = make_product()
    id = made.variants[0].id
    answer = write(owner, made, "kit", f"2 {working.shop.sku.lower()}\n\n")
    assert answer["Location"] == address(made)
    assert kits_for([id]) == {id: (KitPart(variant_id=working.shop.variant_id, quantity=2),)}
    assert f"2 {working.shop.sku}" in owner.get(address(made)).text
    write(owner, made, "goods")
    assert kits_for([id]) == {}


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ("", "at least one component"),
        ("HONEY", "We cannot read"),
        ("0 {sku}", "1 to 999 units"),
        ("2 NOPE", "NOPE"),
        ("1 {own}", "1 to 999 units"),
    ],
)
def test_what_cannot_be_is_told_beside_the_field(owner: Client, working: Working, parts: str, told: str) -> None:
    owner.cookies["comptoir-language"] = "en"
    made = make_product()
    written = parts.format(sku=working.shop.sku, own=made.variants[0].sku)
    answer = write(owner, made, "kit", written)
    assert answer.status_code == 422
    assert kits_for([made.variants[0].id]) == {}
    assert written in answer.text


def test_files_are_added_and_removed(owner: Client, working: Working, settings: Any, tmp_path: Path) -> None:
    settings.PRIVATE_ROOT = tmp_path
    made = make_product()
    id = made.variants[0].id
    write(owner, made, "download")
    assert product(made.id).variants[0].kind is VariantKind.DOWNLOAD
    assert availability_for([id])[id].unlimited
    file = SimpleUploadedFile("recettes.pdf", b"%PDF")
    owner.post(address(made, "files"), {"variant": str(id), "file": file})
    (attached,) = files_for([id])[id]
    assert "recettes.pdf" in owner.get(address(made)).text
    owner.post(address(made, f"files/{attached.id}/remove"))
    assert files_for([id]) == {id: ()}


def test_an_empty_file_is_refused(owner: Client, working: Working, settings: Any, tmp_path: Path) -> None:
    settings.PRIVATE_ROOT = tmp_path
    made = make_product()
    file = SimpleUploadedFile("x.pdf", b"")
    answer = owner.post(address(made, "files"), {"variant": str(made.variants[0].id), "file": file})
    assert answer.status_code == 422


def test_the_limits_of_links_are_a_setting(owner: Client, working: Working) -> None:
    owner.post("/back-office/settings/downloads/", {"times": "3", "days": "7"})
    assert download_rules("fr") == DownloadRules(times=3, days=7)
    assert owner.post("/back-office/settings/downloads/", {"times": "0", "days": "7"}).status_code == 422
