import hashlib
import io
import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PIL import Image, ImageStat

from comptoir.operations.demo.content.catalogue import load_catalogue
from comptoir.operations.demo.pictures.brand import emblem, favicon, wordmark
from comptoir.operations.demo.pictures.drawing import draw
from comptoir.operations.demo.pictures.hero import TALL, WIDE, hero_tall, hero_wide
from comptoir.operations.demo.pictures.lettering import face, fitting_size
from comptoir.operations.demo.pictures.motifs.registry import MOTIFS
from comptoir.operations.demo.pictures.palette import GROUNDS
from comptoir.operations.demo.pictures.raster import rasterise, render
from comptoir.operations.demo.pictures.shapes.registry import SHAPES, STANCES
from comptoir.operations.demo.pictures.spec import PictureSpec

FONTS = Path(__file__).parents[1] / "fonts"
JAM = PictureSpec("jar", "peach", fill="apricot", motif="apricot", garnish="apricot", title="Abricot|Bergeron")


def sound(svg: str) -> ET.Element:
    """The drawing is well formed, self-contained and has no number gone astray."""
    root = ET.fromstring(svg)
    assert not re.search(r"nan|inf\b|None|<script|<style|<text|href|http://(?!www\.w3\.org)", svg)
    defined = set(re.findall(r' id="(\w+)"', svg))
    assert set(re.findall(r"url\(#(\w+)\)", svg)) <= defined
    return root


def colour_at(image: Image.Image, x: int, y: int) -> list[int]:
    return list(image.crop((x, y, x + 1, y + 1)).tobytes())


@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_every_shape_draws_with_and_without_words(shape: str) -> None:
    bare = draw(PictureSpec(shape, "sand"))
    full = draw(PictureSpec(shape, "sea", title="Terrine|de pays", note="Aubrac", motif="thyme", accent="tomato"))
    for svg in (bare, full):
        sound(svg)
        assert len(svg) < 60_000


def test_every_shape_has_its_stance() -> None:
    assert set(SHAPES) == set(STANCES)
    assert len(SHAPES) == 90
    assert len(MOTIFS) == 70


@pytest.mark.parametrize("motif", sorted(MOTIFS))
def test_every_motif_draws_on_a_label_beside_and_behind(motif: str) -> None:
    sound(draw(PictureSpec("jar", "sand", motif=motif, garnish=motif, emblem=motif, title="Mot")))


@pytest.mark.parametrize("style", ["paper", "arch", "round", "bold", "split", "band", "plain", "none"])
def test_every_label_style(style: str) -> None:
    sound(draw(PictureSpec("bordeaux", "rose", label=style, motif="grape", title="Clos", note="2021", accent="wine")))


def test_every_picture_of_the_catalogue_draws_and_has_its_own_look() -> None:
    pictures = load_catalogue().pictures()
    drawings = {key: draw(spec) for key, spec in pictures.items()}
    for svg in drawings.values():
        sound(svg)
    assert len(set(drawings.values())) == len(pictures), "two specs that draw alike would be one picture twice"


def test_variants_are_told_apart_by_their_picture() -> None:
    for product in load_catalogue().products:
        assert len({variant.picture for variant in product.variants}) == len(product.variants), product.code


def test_a_drawing_is_the_same_every_time() -> None:
    assert draw(JAM) == draw(JAM)
    assert (
        JAM.key
        == PictureSpec("jar", "peach", fill="apricot", motif="apricot", garnish="apricot", title="Abricot|Bergeron").key
    )
    assert hashlib.sha256(render(JAM, 320)).digest() == hashlib.sha256(render(JAM, 320)).digest()


def test_pixels_show_the_object_on_its_ground() -> None:
    with Image.open(io.BytesIO(render(JAM, 400))) as image:
        assert (image.format, image.size) == ("WEBP", (400, 400))
        pixels = image.convert("RGB")
    wall = [int(GROUNDS["peach"].wall[index : index + 2], 16) for index in (1, 3, 5)]
    assert all(abs(seen - meant) <= 6 for seen, meant in zip(colour_at(pixels, 396, 60), wall, strict=True))
    assert min(ImageStat.Stat(pixels).stddev) > 20, "a picture is not a grey box"
    red, green, blue = colour_at(pixels, 118, 250)
    assert red > 190 > blue, "apricot jam is orange"
    assert green > blue


@pytest.mark.parametrize(("kind", "name"), [("webp", "WEBP"), ("avif", "AVIF"), ("jpeg", "JPEG"), ("png", "PNG")])
def test_formats(kind: str, name: str) -> None:
    with Image.open(io.BytesIO(render(JAM, 120, kind=kind))) as image:  # type: ignore[arg-type]  # a literal per case
        assert (image.format, image.size) == (name, (120, 120))


def test_a_product_picture_is_light() -> None:
    assert len(render(JAM, 800)) < 40_000
    assert len(draw(JAM)) < 30_000


def test_the_hero_in_two_crops() -> None:
    for svg, (width, height) in ((hero_wide(), WIDE), (hero_tall(), TALL)):
        assert sound(svg).get("viewBox") == f"0 0 {width} {height}"
        with Image.open(io.BytesIO(rasterise(svg, width, height, 400))) as image:
            assert abs(image.height - round(400 * height / width)) <= 1


def test_the_mark_carries_its_letters() -> None:
    assert sound(wordmark()).get("viewBox") == "0 0 640 128"
    assert wordmark(ink="#FFFFFF") != wordmark()
    sound(emblem())
    assert sound(favicon()).get("viewBox") == "0 0 64 64"
    assert len(favicon()) < 3_000


def test_a_title_that_is_too_long_is_set_smaller_never_cut() -> None:
    short = fitting_size(("Miel",), "fraunces-display", width=180, height=60, most=80)
    long = fitting_size(("Châtaigneraie",), "fraunces-display", width=180, height=60, most=80)
    assert long < short
    assert face("fraunces-display").width("Châtaigneraie", long) <= 180.01


def test_an_unknown_word_is_refused() -> None:
    for spec in (PictureSpec("spoon-of-nothing"), PictureSpec("jar", "void"), PictureSpec("jar", motif="void")):
        with pytest.raises(KeyError):
            draw(spec)


def test_letters_are_vendored_with_their_licence() -> None:
    notes = (FONTS / "README.md").read_text(encoding="utf-8")
    for path in FONTS.glob("*.json"):
        assert path.name in notes
        glyphs = json.loads(path.read_text(encoding="utf-8"))["glyphs"]
        assert set("ÀÉÈÊÇŒàâçéèêëîïôûùüÿœæ’&«»·°%".replace("ÿ", "")) <= set(glyphs)
    for licence in FONTS.glob("OFL-*.txt"):
        assert "SIL OPEN FONT LICENSE" in licence.read_text(encoding="utf-8").upper()
