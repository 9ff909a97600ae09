"""Pictures as AVIF, made later; and names of files that buyers download."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage, storages
from PIL import Image

from comptoir.domains.catalogue.actions import add_avif, add_media
from comptoir.domains.catalogue.jobs import make_avifs
from comptoir.domains.catalogue.queries import product
from comptoir.domains.catalogue.rules import file_name
from comptoir.domains.catalogue.testing import make_product, picture_file
from comptoir.domains.catalogue.values import Media
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.testing import NOBODY, NOON, OWNER

pytestmark = pytest.mark.django_db


@pytest.fixture
def pictured(settings: Any, tmp_path: Path) -> Any:
    """A product with a picture of 1,400 pixels; answers how to look at it."""
    settings.MEDIA_ROOT, settings.PRIVATE_ROOT = tmp_path / "media", tmp_path / "private"
    made = make_product()
    add_media(product_id=made.id, content=picture_file(1400, 1050), alts={"fr": "x"}, actor=OWNER, now=NOON)

    def look() -> Media:
        return product(made.id).media[0]

    return look


def test_pages_have_webp_at_once_and_avif_once_all_of_it_is_made(pictured: Any) -> None:
    assert pictured().avif_sources == ()
    make_avifs.func()
    media = pictured()
    assert [width for _path, width in media.avif_sources] == [320, 640, 1280, 1400]
    for path, width in media.avif_sources:
        with default_storage.open(path) as file, Image.open(BytesIO(file.read())) as picture:
            assert (picture.format, picture.width) == ("AVIF", width)


def test_what_was_cut_off_is_made_again(pictured: Any) -> None:
    media = pictured()
    assert add_avif(path=media.path, actor=OWNER, now=NOON)
    assert not add_avif(path=media.path, actor=OWNER, now=NOON)


def test_a_picture_that_is_still_being_drawn_waits(pictured: Any) -> None:
    media = pictured()
    default_storage.delete(media.path_at(640))
    assert not add_avif(path=media.path, actor=OWNER, now=NOON)
    assert pictured().avif_sources == ()


def test_the_original_is_kept_where_nobody_is_served_from(pictured: Any) -> None:
    original = f"originals/{pictured().path.removesuffix('.webp')}"
    with storages["private"].open(original) as file:
        assert file.read() == picture_file(1400, 1050)


def test_only_who_may_edit_makes_them(pictured: Any) -> None:
    with pytest.raises(NotAllowed):
        add_avif(path=pictured().path, actor=NOBODY, now=NOON)
    assert not pictured().avif


@pytest.mark.parametrize(
    ("given", "called"),
    [
        ("Recettes d’hiver.pdf", "Recettes d’hiver.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\notes\\a\r\nb.txt", "ab.txt"),
        (".htaccess", "htaccess"),
        ("  ", ""),
        ("x" * 300 + ".epub", "x" * 100 + ".epub"),
    ],
)
def test_a_file_has_a_name_without_a_folder(given: str, called: str) -> None:
    assert file_name(given) == called
