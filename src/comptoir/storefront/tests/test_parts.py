"""The pieces: frame, fragments, addresses, formats, icons, style sheet, vendored files."""

import gzip
import tomllib
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import brotli  # type: ignore[import-untyped]  # ships no types
import pytest
from django.utils import translation

from comptoir.domains.content.values import PRESETS, Density, Rounding, Scale, Theme
from comptoir.kernel.formats import date_label, day_label, money_label, number_label, phone_label, unit_price_label
from comptoir.kernel.money import Money
from comptoir.storefront import bundle as bundling
from comptoir.storefront.addresses import WORDS, Addresses
from comptoir.storefront.assemble.shops import times_label
from comptoir.storefront.fragments import CART_BADGE, cart_badge, join_fragments
from comptoir.storefront.frame import Frame, document
from comptoir.storefront.icons import sprite
from comptoir.storefront.structured import json_ld
from comptoir.storefront.tests.samples import shop
from comptoir.storefront.tests.samples.goods import chrome
from comptoir.storefront.tests.samples.register import rendered

STATIC = Path(bundling.__file__).parent / "static"
EVIL = '"><script>alert(1)</script>'


@pytest.fixture(autouse=True)
def _french():
    with translation.override("fr"):
        yield


def test_what_buyers_and_merchants_write_is_never_markup():
    page = replace(shop.product(), name=EVIL, summary=EVIL, maker=EVIL)
    html = document(page, frame=Frame.of(replace(chrome(), shop_name=EVIL)), query=EVIL, current=EVIL)
    assert "<script>alert" not in html
    assert html.count("&lt;script&gt;alert(1)") > 5


def test_json_ld_cannot_be_closed_from_inside():
    said = json_ld({"name": "</script><b>&"})
    assert said == '{"@context":"https://schema.org","name":"\\u003c/script\\u003e\\u003cb\\u003e\\u0026"}'


def test_the_place_we_are_is_marked_in_the_menu():
    html = rendered("category")
    assert html.count('aria-current="page">Miels et confitures') == 2  # the menu and the way up


def test_the_language_switch_keeps_the_page():
    assert 'href="/en/products/jam" hreflang="en" lang="en">English</a>' in rendered("product")


def test_the_anonymous_badge_stands_in_the_page_and_is_replaced_on_the_server():
    page = rendered("product").encode()
    assert page.count(b"<!--fragment:cart-badge-->") == 1
    joined = join_fragments(page, {CART_BADGE: cart_badge(count=3, href="/fr/panier")}).decode()
    assert (
        '<span class="basket-count">3<span class="visually-hidden"> articles</span></span></a><!--/fragment-->'
        in joined
    )
    assert join_fragments(page, {}) == page
    assert len(joined) > len(page.decode())


@pytest.mark.parametrize("text", ["line\n\n  kept", "a\r\nb", "</textarea><b>"])
def test_a_message_comes_back_as_it_was_typed(text):
    from html import unescape

    from comptoir.storefront.pages.fields import Field

    assert unescape(Field("comment", "x", text).lines) == text.replace("\r", "")
    assert "<" not in Field("comment", "x", text).lines


def test_addresses_speak_the_language_and_name_the_market_only_when_there_are_two():
    assert Addresses("fr").product("miel-de-lavande") == "/fr/produits/miel-de-lavande"
    assert Addresses("en").product("honey", variant="A 1") == "/en/products/honey?variant=A+1"
    assert Addresses("fr", "be").category("miels") == "/be/fr/rayons/miels"
    assert Addresses("fr").search("tomme & pain") == "/fr/recherche?q=tomme+%26+pain"
    assert Addresses("de").basket() == "/de/basket"
    assert Addresses("fr").tracking("a/b") == "/fr/suivi/a%2Fb"
    assert WORDS["fr"].keys() == WORDS["en"].keys()
    assert all(len(set(words.values())) == len(words) for words in WORDS.values())


def test_amounts_and_dates_read_as_in_the_country():
    assert money_label(Money(129050, "EUR"), "fr") == "1\u202f290,50\u00a0€"
    assert money_label(Money(129050, "EUR"), "en") == "€1,290.50"
    assert unit_price_label(2580, "EUR", "kg", "fr") == "25,80\u00a0€/kg"
    assert day_label(date(2026, 11, 26), "fr") == "jeudi 26 novembre"
    assert day_label(date(2026, 11, 26), "en") == "Thursday, 26 November"
    assert date_label(date(2026, 11, 26), "fr") == "26 novembre 2026"
    assert date_label(date(2026, 11, 1), "fr") == "1er novembre 2026"
    assert day_label(date(2026, 11, 1), "fr") == "dimanche 1er novembre"
    assert day_label(date(2026, 11, 1), "en") == "Sunday, 1 November"
    assert number_label(1234, "fr") == "1\u202f234"
    assert phone_label("+33536491020") == "+33 5 36 49 10 20"
    assert phone_label("poste 12") == "poste 12"


def test_opening_hours_read_as_on_the_door():
    spans = (("09:00", "12:30"), ("14:05", "19:00"))
    spaced = "9 h – 12 h 30, 14 h 05 – 19 h".replace(" h", "\u00a0h").replace(" – ", "\u00a0–\u2060\u00a0")
    assert times_label(spans, "fr") == spaced.replace("h 30", "h\u00a030").replace("h 05", "h\u00a005")
    assert times_label(spans, "en") == "09:00–\u206012:30, 14:05–\u206019:00"
    assert times_label((("00:00", "24:00"),), "en") == "00:00–\u206024:00"
    assert times_label((), "fr") == ""


def test_a_sprite_holds_each_icon_once():
    said = sprite(("x", "check", "x"))
    assert said.count("<symbol") == 2
    assert '<symbol id="i-x" viewBox="0 0 24 24"><path d="M18 6 6 18"/><path d="m6 6 12 12"/></symbol>' in said
    with pytest.raises(FileNotFoundError):
        sprite(("no-such-icon",))


def test_the_bundle_keeps_strings_and_loses_comments(tmp_path):
    source = tmp_path / "a.css"
    source.write_text(
        '/* gone */\na::before {\n  content: " ; { ";\n  margin: 0 1px;\n}\n'
        "@media (min-width: 1px) {\n  a > b { color: red; }\n}\n"
    )
    assert (
        bundling.bundle([source])
        == b'a::before{content: " ; { ";margin: 0 1px}@media (min-width: 1px){a > b{color: red}}'
    )


@pytest.mark.parametrize("preset", PRESETS)
def test_every_source_is_in_the_style_sheet_once_and_its_files_exist(preset):
    theme = Theme(preset=preset)
    paths = bundling.stylesheet_paths(theme)
    fonts = [bundling.CSS / "fonts" / f"{font}.css" for font in bundling.fonts_of(theme)]
    own = bundling.CSS / "presets" / f"{preset}.css"
    assert sorted(paths) == sorted([*bundling.CSS.glob("*.css"), own, *fonts])
    assert sorted(bundling.personal_paths()) == sorted(bundling.PERSONAL.glob("*.css"))
    assert len(fonts) <= 2
    import re

    for address in re.findall(r'url\("([^"]+)"\)', bundling.bundle([*paths, *bundling.personal_paths()]).decode()):
        assert (STATIC / "storefront" / address).resolve().is_file(), address
    with pytest.raises(ValueError, match="no preset 'x'"):
        bundling.stylesheet_paths(Theme(preset="x"))


def test_what_a_theme_changes_is_said_after_its_preset():
    chosen = Theme(
        preset="atelier",
        light={"accent": "#0a5c36"},
        display_font="fraunces",
        rounding=Rounding.ROUND,
        scale=Scale.LARGE,
        density=Density.AIRY,
        follows_dark=False,
    )
    said = bundling.sheet(chosen).decode()
    own = said[said.rindex(":root{color-scheme") :]
    assert own.startswith(":root{color-scheme:light;")
    for words in (
        '--font-text:"Instrument Sans","Instrument Sans stand-in",system-ui, sans-serif;',
        '--font-display:"Fraunces","Fraunces stand-in",Georgia, serif;',
        "--accent:#0a5c36;",
        "--radius:12px;--radius-large:22px;",
        "--s16:5.2rem",
        "html{font-size:112.5%}",
    ):
        assert words in own, words
    assert "prefers-color-scheme" not in own
    assert "prefers-color-scheme: dark" in bundling.look(Theme())


def test_vendored_files_are_what_they_were():
    record = tomllib.loads((STATIC / "vendor" / "VENDORED.toml").read_text())
    declared = {path: entry["sha256"] for package in record["package"] for path, entry in package["files"].items()}
    there = {
        path.relative_to(STATIC / "vendor").as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in (STATIC / "vendor").rglob("*")
        if path.is_file() and path.name != "VENDORED.toml"
    }
    assert there == declared
    assert all(package["licence"] and package["version"] for package in record["package"])


def _packed(*files: bytes) -> int:
    """As they are sent: files lie there in brotli, a page is packed as it goes."""
    return sum(len(brotli.compress(file)) for file in files)


def test_a_page_stays_light():
    style = max((bundling.sheet(Theme(preset=preset)) for preset in PRESETS), key=lambda one: len(gzip.compress(one)))
    own = [path.read_bytes() for path in (STATIC / "storefront" / "js").glob("*.js")]
    htmx = (STATIC / "vendor" / "htmx" / "htmx.min.js").read_bytes()
    fonts = max(
        sum((STATIC / "vendor" / font / f"{font}-latin-wght-normal.woff2").stat().st_size for font in families)
        for families in (bundling.fonts_of(Theme(preset=preset)) for preset in PRESETS)
    )
    assert len(rendered("category").encode()) <= 25_000
    assert len(rendered("product").encode()) <= 25_000
    # Two sheets, each fetched once and kept for ever; who only looks around never fetches the second.
    assert len(gzip.compress(style)) <= 12_000
    assert len(gzip.compress(bundling.bundle(bundling.personal_paths()))) <= 4_500
    assert _packed(htmx, *own) <= 18_000
    assert len(gzip.compress(rendered("product").encode())) + _packed(style, htmx, *own) + fonts <= 95_000
