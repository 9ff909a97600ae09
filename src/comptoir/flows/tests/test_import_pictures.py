"""Pictures of imported goods: fetched where they can be, stood in for where they cannot, tried again when asked."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage

from comptoir.domains.catalogue.actions import remove_media
from comptoir.domains.catalogue.queries import product_by_slug
from comptoir.domains.catalogue.testing import picture_file
from comptoir.domains.imports.queries import links_for
from comptoir.domains.imports.testing import row, shirts
from comptoir.domains.imports.values import NotFetched, Patience
from comptoir.flows.steps.draw_placeholder import SIDE, draw_placeholder
from comptoir.flows.tests.importing import Run
from comptoir.kernel import ports
from comptoir.kernel.testing import NOON, OWNER, snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_shop")]


class Web:
    """A port ``pictures`` that knows its pictures by address."""

    def __init__(self) -> None:
        self.pictures: dict[str, bytes] = {}
        self.asked: list[str] = []

    def fetch(self, *, addresses: Sequence[str], patience: Patience) -> Mapping[str, bytes | NotFetched]:
        self.asked += addresses
        return {address: self.pictures.get(address, NotFetched("unreachable")) for address in addresses}


@pytest.fixture
def web(monkeypatch) -> Web:
    known = Web()
    monkeypatch.setattr(ports, "load", lambda port, kind: known)
    return known


def run(path: Path, **more: Any) -> Run:
    return Run(path, **{"picture_seconds": 5, **more})


def at(name: str) -> str:
    return f"https://pictures.example/{name}.jpg"


def shown(slug: str) -> list[tuple[int, dict[str, str], str]]:
    """Width, description and SKU of each picture."""
    product = product_by_slug(slug)
    skus = {variant.id: variant.sku for variant in product.variants}
    return [(one.width, dict(one.alts), skus[one.variant_id] if one.variant_id else "") for one in product.media]


def pictured(*names: str, **more: str) -> list[dict[str, str]]:
    """A mug with these pictures, in rows of their own after the first."""
    first, *others = names
    return [
        {**row(**more), "Image Src": at(first), "Image Alt Text": f"{first} of a mug"},
        *({"Handle": "mug", "Image Src": at(name)} for name in others),
    ]


def test_pictures_are_fetched_once_and_shown_in_their_order(web, export) -> None:
    web.pictures = {at("one"): picture_file(500), at("two"): picture_file(400)}
    done = run(export(*pictured("one", "two")))
    assert shown("mug") == [(500, {"fr": "one of a mug"}, ""), (400, {}, "")]
    assert (done.result.counts.pictures_shown, done.result.counts.pictures_missing) == (2, 0)
    again = run(export(*pictured("one", "two"))).result.counts
    assert (again.pictures_shown, again.pictures_here, again.pictures_missing) == (0, 2, 0)
    assert default_storage.exists(product_by_slug("mug").media[0].path)
    assert web.asked == [at("one"), at("two")]


def test_what_cannot_be_fetched_is_listed_and_one_placeholder_stands_in(web, export) -> None:
    web.pictures = {at("two"): b"<html>no picture</html>"}
    done = run(export(*pictured("one", "two")))
    assert shown("mug") == [(SIDE, {}, "")]
    assert (done.result.counts.pictures_shown, done.result.counts.pictures_missing) == (0, 2)
    notes = [(row.line, note.code, note.facts["address"]) for row in done.rows for note in row.notes]
    assert notes == [(2, "picture_replaced", at("one")), (3, "picture_replaced", at("two"))]


def test_where_one_could_be_fetched_there_is_no_placeholder(web, export) -> None:
    web.pictures = {at("two"): picture_file(400)}
    done = run(export(*pictured("one", "two")))
    assert shown("mug") == [(400, {}, "")]
    assert [note.code for row in done.rows for note in row.notes] == ["picture_missing"]


def test_products_without_pictures_get_none(web, export) -> None:
    run(export(row()))
    assert shown("mug") == []


def test_missing_pictures_are_tried_again_when_asked(web, export) -> None:
    path = export(*pictured("one", "two"))
    run(path)
    before = snapshot()
    assert run(path).products == {"unchanged": 1}
    assert run(path, retry_pictures=True).products == {"unchanged": 1}
    assert {table for table, digest in snapshot().items() if digest != before[table]} == {
        "imports_importrun", "kernel_history",
    }  # fmt: skip
    web.pictures = {at("two"): picture_file(400)}
    done = run(path, retry_pictures=True)
    assert done.products == {"update": 1}
    assert [(row.line, str(row.verdict)) for row in done.rows] == [(2, "update"), (3, "update")]
    assert shown("mug") == [(400, {}, "")]
    web.pictures[at("one")] = picture_file(500)
    assert run(path, retry_pictures=True).result.counts.pictures_missing == 0
    assert shown("mug") == [(500, {"fr": "one of a mug"}, ""), (400, {}, "")]


def test_pictures_follow_a_newer_file(web, export) -> None:
    web.pictures = {at(name): picture_file(width) for name, width in (("one", 500), ("two", 400), ("three", 300))}
    run(export(*pictured("one", "two")))
    done = run(export(*pictured("three", "one")))
    assert done.products == {"update": 1}
    assert shown("mug") == [(300, {"fr": "three of a mug"}, ""), (500, {"fr": "one of a mug"}, "")]
    assert web.asked == [at("one"), at("two"), at("three")]
    run(export(row()))
    assert shown("mug") == []


def test_a_picture_that_was_taken_away_here_does_not_come_back(web, export) -> None:
    web.pictures = {at(name): picture_file(width) for name, width in (("one", 500), ("two", 400), ("three", 300))}
    run(export(*pictured("one", "two")))
    remove_media(media_id=product_by_slug("mug").media[0].id, actor=OWNER, now=NOON)
    run(export(*pictured("one", "two", "three")))
    assert [width for width, *_ in shown("mug")] == [400, 300]


def test_a_variants_picture_is_shown_with_the_variant(web, export) -> None:
    web.pictures = {at("s"): picture_file(500), at("m"): picture_file(400)}
    small, medium = shirts()
    small, medium = {**small, "Variant Image": at("s")}, {**medium, "Variant Image": at("m")}
    run(export(small, medium))
    assert shown("shirt") == [(500, {}, "SHIRT-S"), (400, {}, "SHIRT-M")]
    run(export({**small, "Variant Image": at("m")}, {**medium, "Variant Image": at("s")}))
    assert shown("shirt") == [(400, {}, "SHIRT-S"), (500, {}, "SHIRT-M")]


def test_without_fetching_nobody_is_asked(web, export) -> None:
    path = export(*pictured("one"))
    Run(path)
    assert web.asked == []
    assert shown("mug") == [(SIDE, {}, "")]
    (link,) = links_for(["mug"], source="shopify").values()
    assert link.pictures.missing == (at("one"),)


def test_a_dry_run_asks_nobody(web, export) -> None:
    run(export(*pictured("one")), dry_run=True)
    assert web.asked == []


def test_placeholders_are_few_and_always_the_same() -> None:
    drawn = {draw_placeholder(title=f"{letter}{chr(0x4E00 + n)}") for letter in ("É", "e", "茶") for n in range(20)}
    assert len(drawn) == 12  # six families, with an E and without a letter
