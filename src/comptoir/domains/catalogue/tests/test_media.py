import os
import time
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image, ImageCms
from pytest_django import Settings

from comptoir.domains.catalogue.actions import add_media, arrange_media, remove_media, store_picture
from comptoir.domains.catalogue.actions.media import FILES_KEPT
from comptoir.domains.catalogue.actions.pictures import encode_picture
from comptoir.domains.catalogue.errors import (
    NotAPicture,
    PictureTooLarge,
    UnknownMedia,
    UnknownProduct,
    UnknownVariant,
)
from comptoir.domains.catalogue.jobs import sweep_pictures
from comptoir.domains.catalogue.queries import product
from comptoir.domains.catalogue.testing import honey, make_product, picture_file
from comptoir.domains.catalogue.tests.test_add import told
from comptoir.domains.catalogue.values import MediaDraft, MediaId, ProductId, StoredPicture, VariantId
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.clock import real_now
from comptoir.kernel.history import history_of
from comptoir.kernel.ids import new_id
from comptoir.kernel.testing import NOBODY, NOON, OWNER, anybody, snapshot

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def files_of(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def add(id: ProductId, content: bytes = b"", **more: Any) -> MediaId:
    given = {"alts": {"fr": "Un pot", "en": ""}, "actor": OWNER, "now": NOON, **more}
    return add_media(product_id=id, content=content or picture_file(), **given)


@pytest.mark.parametrize(
    "attempt",
    [
        lambda actor, id, media: store_picture(content=picture_file(), actor=actor, now=NOON),
        lambda actor, id, media: add_media(product_id=id, content=picture_file(), alts={}, actor=actor, now=NOON),
        lambda actor, id, media: remove_media(media_id=media, actor=actor, now=NOON),
        lambda actor, id, media: arrange_media(product_id=id, media=[(media, {})], actor=actor, now=NOON),
    ],
)
def test_without_the_permission_nothing_happens(attempt: Callable[..., Any], media_folder: Path) -> None:
    known = make_product()
    media = add(known.id, picture_file(50, 50))
    before, files = snapshot(), files_of(media_folder)
    for actor in (NOBODY, anybody("catalogue.view")):
        with pytest.raises(NotAllowed):
            attempt(actor, known.id, media)
    assert (snapshot(), files_of(media_folder)) == (before, files)


def test_a_picture_is_stored_in_all_its_widths(media_folder: Path) -> None:
    known = make_product()
    media_id = add(known.id, picture_file(1500, 1000))
    (media,) = product(known.id).media
    assert (media.id, media.width, media.height, media.widths) == (media_id, 1500, 1000, (320, 640, 1280))
    assert (media.alts, media.variant_id) == ({"fr": "Un pot"}, None)
    for path, width in media.sources:
        with default_storage.open(path) as file:
            stored = opened(file.read())
        assert (stored.format, stored.width, stored.height) == ("WEBP", width, round(width * 2 / 3))
    assert len(files_of(media_folder)) == 4
    line = history_of("catalogue.product", known.id)[0]
    assert (line.action, line.actor_label) == ("media_added", OWNER.label)
    assert line.after == {"media": str(media_id), "path": media.path}
    assert told()[-1] == [str(known.id)]
    assert product(known.id).version == known.version


def test_the_same_picture_is_stored_once(media_folder: Path) -> None:
    first, second = make_product(), make_product()
    now = real_now()
    add(first.id, now=now)
    written = {path: (media_folder / path).stat().st_mtime_ns for path in files_of(media_folder)}
    time.sleep(0.01)
    add(second.id, now=now)
    assert {path: (media_folder / path).stat().st_mtime_ns for path in files_of(media_folder)} == written
    assert product(first.id).media[0].path == product(second.id).media[0].path


def test_where_a_picture_will_be_is_known_before_it_is_made(media_folder: Path) -> None:
    named = StoredPicture.named("ab" * 16, width=640, height=480)
    assert store_picture(content=picture_file(640, 480), key="ab" * 16, actor=OWNER, now=NOON) == named
    assert named.widths == (320, 640), "a page may count on the usual widths"
    assert files_of(media_folder) == [
        f"catalogue/ab/{name}.webp" for name in ("ab" * 16 + "-320", "ab" * 16 + "-640", "ab" * 16)
    ]


def test_transparency_is_kept_where_there_is_some() -> None:
    for opacity, mode in ((255, "RGB"), (254, "RGBA")):
        file = BytesIO()
        Image.new("RGBA", (40, 40), (200, 30, 30, opacity)).save(file, "PNG")
        assert opened(encode_picture(file.getvalue()).full).mode == mode


def test_half_a_file_is_written_anew(media_folder: Path) -> None:
    stored = store_picture(content=picture_file(), actor=OWNER, now=real_now())
    whole = (media_folder / stored.path).read_bytes()
    (media_folder / stored.path).write_bytes(whole[:100])
    store_picture(content=picture_file(), actor=OWNER, now=real_now())
    assert (media_folder / stored.path).read_bytes() == whole


def test_pictures_follow_each_other_and_belong_to_variants() -> None:
    known = make_product()
    ids = [add(known.id, picture_file(100 + n, 100)) for n in range(3)]
    of_variant = add(known.id, picture_file(90, 90), variant_id=known.variants[0].id)
    shown = product(known.id)
    assert [media.id for media in shown.media] == [*ids, of_variant]
    assert shown.media[-1].variant_id == known.variants[0].id
    assert shown.image == shown.media[0]


def test_pictures_can_be_arranged_and_described() -> None:
    known = make_product()
    first, second, third = (add(known.id, picture_file(100 + n, 100)) for n in range(3))
    arrange_media(product_id=known.id, media=[(third, {"fr": " Vue de  dos "}), (first, {})], actor=OWNER, now=NOON)
    shown = product(known.id)
    assert [(media.id, media.alts) for media in shown.media] == [
        (third, {"fr": "Vue de dos"}),
        (first, {}),
        (second, {"fr": "Un pot"}),
    ]
    line = history_of("catalogue.product", known.id)[0]
    assert line.action == "media_arranged"
    assert [one["id"] for one in line.before["media"]] == [str(first), str(second), str(third)]
    assert [one["id"] for one in line.after["media"]] == [str(third), str(first), str(second)]
    other = add(make_product().id)
    for attempt, error in (
        (lambda: arrange_media(product_id=known.id, media=[(other, {})], actor=OWNER, now=NOON), UnknownMedia),
        (lambda: arrange_media(product_id=ProductId(new_id()), media=[], actor=OWNER, now=NOON), UnknownProduct),
    ):
        with pytest.raises(error), transaction.atomic():
            attempt()


def test_a_picture_can_be_taken_away(media_folder: Path) -> None:
    known = make_product()
    media_id = add(known.id)
    path = product(known.id).media[0].path
    remove_media(media_id=media_id, actor=OWNER, now=NOON)
    assert product(known.id).media == ()
    assert (media_folder / path).exists()
    line = history_of("catalogue.product", known.id)[0]
    assert (line.action, line.before) == ("media_removed", {"media": str(media_id), "path": path})
    with pytest.raises(UnknownMedia):
        remove_media(media_id=media_id, actor=OWNER, now=NOON)


@pytest.mark.parametrize(
    "content", [b"", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", b"\x00" * 500]
)
def test_what_is_no_picture_is_refused_and_leaves_nothing(content: bytes, media_folder: Path) -> None:
    known = make_product()
    before = snapshot()
    with pytest.raises(NotAPicture) as refused:
        add_media(product_id=known.id, content=content, alts={}, actor=OWNER, now=NOON)
    assert refused.value.field == "file"
    assert (snapshot(), files_of(media_folder)) == (before, [])


def test_a_damaged_picture_is_refused() -> None:
    with pytest.raises(NotAPicture):
        encode_picture(picture_file(600, 600, kind="JPEG")[:500])


@pytest.mark.parametrize("kind", ["TIFF", "BMP", "ICO", "PPM"])
def test_only_the_formats_of_the_web_are_decoded(kind: str) -> None:
    with pytest.raises(NotAPicture):
        encode_picture(picture_file(60, 60, kind=kind))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_and_they_all_are(kind: str) -> None:
    encoded = encode_picture(picture_file(400, 300, kind=kind))
    assert (encoded.width, encoded.height, sorted(encoded.renditions)) == (400, 300, [320])


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few hundred bytes whose header declares a huge picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)

    header = width.to_bytes(4) + height.to_bytes(4) + b"\x08\x02\x00\x00\x00"
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(("width", "height"), [(10_000, 10_000), (60_000, 60_000), (2**31 - 1, 1)])
def test_a_decompression_bomb_is_refused_by_its_header(width: int, height: int) -> None:
    started = time.perf_counter()
    with pytest.raises(PictureTooLarge) as refused:
        encode_picture(bomb(width, height))
    assert time.perf_counter() - started < 1
    assert refused.value.facts["megapixels"] == 60


def test_a_file_that_is_too_large_is_not_even_opened() -> None:
    with pytest.raises(PictureTooLarge):
        encode_picture(b"\xff\xd8" + b"\0" * 20_000_000)


def test_a_huge_photo_is_brought_down_and_turned_upright() -> None:
    file = BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010F] = "Camera"
    exif.get_ifd(0x8825)[1] = "N"  # where it was taken
    Image.linear_gradient("L").resize((4000, 3000)).convert("RGB").save(file, "JPEG", exif=exif)
    encoded = encode_picture(file.getvalue())
    assert (encoded.width, encoded.height) == (1536, 2048)
    for content in (encoded.full, *encoded.renditions.values()):
        stored = opened(content)
        assert dict(stored.getexif()) == {}
        assert {"exif", "icc_profile", "xmp"}.isdisjoint(stored.info)


def test_transparency_and_other_colour_models_survive() -> None:
    for mode, colour, kept in (
        ("RGBA", (200, 30, 30, 0), "RGBA"),
        ("P", 3, "RGB"),
        ("CMYK", (0, 255, 255, 0), "RGB"),
        ("L", 128, "RGB"),
        ("I;16", 40_000, "RGB"),
    ):
        file = BytesIO()
        Image.new(mode, (50, 40), colour).save(file, "JPEG" if mode == "CMYK" else "PNG")
        assert opened(encode_picture(file.getvalue()).full).mode == kept, mode


def test_colours_of_a_profile_become_the_webs() -> None:
    file = BytesIO()
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    Image.new("RGB", (40, 40), (200, 30, 30)).save(file, "PNG", icc_profile=lab)
    shown = opened(encode_picture(file.getvalue()).full).convert("RGB").resize((1, 1)).tobytes()
    assert sum(abs(is_ - was) for is_, was in zip(shown, (200, 30, 30), strict=True)) < 20
    damaged = BytesIO()
    Image.new("RGB", (40, 40), (200, 30, 30)).save(damaged, "PNG", icc_profile=b"no profile at all")
    assert encode_picture(damaged.getvalue()).width == 40


def test_unknown_products_and_variants() -> None:
    known, other = make_product(), make_product()
    before = snapshot()
    with pytest.raises(UnknownProduct), transaction.atomic():
        add(ProductId(new_id()))
    for variant_id in (other.variants[0].id, VariantId(new_id())):
        with pytest.raises(UnknownVariant), transaction.atomic():
            add(known.id, variant_id=variant_id)
    assert snapshot() == before


def test_files_that_nothing_shows_are_swept_after_a_day(media_folder: Path) -> None:
    known = make_product()
    kept = store_picture(content=picture_file(700, 700), actor=OWNER, now=NOON)
    make_product(replace(honey(), media=(MediaDraft(picture=kept),)))
    removed = add(known.id, picture_file(800, 800))
    remove_media(media_id=removed, actor=OWNER, now=NOON)
    young = store_picture(content=picture_file(900, 900), actor=OWNER, now=NOON)
    long_ago = (real_now() - FILES_KEPT - timedelta(minutes=1)).timestamp()
    for path in media_folder.rglob("*.webp"):
        if not str(path).startswith(str(media_folder / young.path.removesuffix(".webp"))):
            os.utime(path, (long_ago, long_ago))
    assert len(files_of(media_folder)) == 9
    sweep_pictures.func()
    left = {name.rpartition("/")[2].partition(".")[0].partition("-")[0] for name in files_of(media_folder)}
    assert left == {one.path.rpartition("/")[2].removesuffix(".webp") for one in (kept, young)}
    assert len(files_of(media_folder)) == 6
    sweep_pictures.func()
    assert len(files_of(media_folder)) == 6


def test_sweeping_an_empty_shop() -> None:
    sweep_pictures.func()
