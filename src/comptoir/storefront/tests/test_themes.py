"""An agency's theme, good, broken or hostile: pages that are read are its own, and whoever wants to buy can."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from comptoir.domains.content.actions import publish_design, save_design
from comptoir.domains.content.values import Rounding, Theme
from comptoir.kernel.testing import NOON, OWNER
from comptoir.storefront import engine, themes
from comptoir.storefront.tests.buying import location, ordered, put_in, shown
from comptoir.storefront.tests.selling import Selling
from comptoir.storefront.theme_check import remarks_on

pytestmark = [pytest.mark.urls("comptoir.storefront.urls"), pytest.mark.django_db]

JAM = "/fr/produits/confiture-d-abricots"
HOSTILE = "* { display: none !important; } button { position: fixed; inset: 0; }"
SHEET = re.compile(r'<link rel="stylesheet" href="([^"]+)"')


@pytest.fixture
def folder(tmp_path: Path, settings: Any):
    """The folder of a theme that is in use."""
    (tmp_path / "templates" / "storefront" / "parts").mkdir(parents=True)
    (tmp_path / "templates" / "storefront" / "pages").mkdir()
    (tmp_path / "styles").mkdir()
    (tmp_path / "theme.toml").write_text('name = "Studio"\nversion = "1"\n')
    settings.THEME_FOLDER = str(tmp_path)
    yield tmp_path
    themes.theme_in.cache_clear()


def _sheet_of(html: str) -> str:
    """The address of the theme's style sheet; personal pages have a second one, which no theme changes."""
    address, *others = SHEET.findall(html)
    assert others in ([], ["/static/storefront/personal.css"])
    return str(address)


def _write(folder: Path, name: str, html: str) -> None:
    path = folder / "templates" / "storefront" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(html)


def test_a_theme_draws_the_pages_that_are_read(client: Client, selling: Selling, folder: Path):
    _write(folder, "pages/product.html", '<h1 class="studio">{{ page.name }}</h1>')
    _write(folder, "parts/footer.html", "<footer>Studio for {{ chrome.shop_name }}</footer>")
    (folder / "styles" / "a.css").write_text(".studio { color: red; }")
    html = shown(client.get(JAM))
    assert '<h1 class="studio">Confiture d’abricots</h1>' in html
    assert "<footer>Studio for" in html
    sheet = client.get(_sheet_of(html))
    assert sheet.content.decode().endswith(".studio{color: red}")
    assert sheet["Cache-Control"] == "public, max-age=31536000, immutable"


def test_whatever_a_theme_does_a_guest_buys(client: Client, selling: Selling, folder: Path):
    """Every template there is, replaced by one that fails or by one that sends buyers away; a style that hides all."""
    for number, path in enumerate(sorted(engine.TEMPLATES.rglob("*.html"))):
        name = path.relative_to(engine.TEMPLATES / "storefront").as_posix()
        _write(folder, name, "{{ page.no_such_thing.at_all }}" if number % 2 else "{% load nothing_of_ours %}")
    for name in ("pages/basket.html", "pages/checkout.html", "parts/header_checkout.html", "pages/confirmation.html"):
        _write(folder, name, "<p>Buy at evil.example instead</p>")
    (folder / "styles" / "hostile.css").write_text(HOSTILE)
    for address in ("/fr/", JAM, "/fr/produits", "/fr/recherche?q=miel"):
        assert "Panier" in shown(client.get(address))
    put_in(client)
    for address in ("/fr/panier", "/fr/commande"):
        html = shown(client.get(address))
        assert "evil.example" not in html
        assert "display: none !important" not in client.get(_sheet_of(html)).content.decode()
        assert "/look/0/own" not in html
    key = ordered(client)
    thanks = shown(client.get(f"/fr/paiement/{key}", follow=True))
    assert "Merci, Lucie" in thanks
    assert "evil.example" not in thanks
    assert "Lucie Martin" in shown(client.get(f"/fr/suivi/{key}"))


def test_the_check_names_what_buyers_would_miss(selling: Selling, folder: Path):
    _write(folder, "pages/product.html", '<p onclick="x()">{{ page.name }}</p>')
    _write(folder, "pages/home.html", "{{ page.nothing }}")
    _write(folder, "pages/checkout.html", "mine")
    (folder / "styles" / "a.css").write_text("@import url(https://fonts.example/a.css);")
    told = {(one.grave, one.place, one.words.partition(":")[0]) for one in remarks_on(str(folder))}
    product = "templates/storefront/pages/product.html"
    assert told >= {
        (False, "templates/storefront/pages/checkout.html", "is ignored"),
        (True, product, "an event handler inside the page"),
        (True, product, 'lacks name="sku" (fr)'),
        (True, product, "lacks <h1 (en)"),
        (True, "templates/storefront/pages/home.html", "fails (fr)"),
        (True, "styles/a.css", "fetches from elsewhere"),
    }


def test_the_check_has_nothing_to_say_of_a_theme_that_copies_ours(selling: Selling, folder: Path):
    for name in themes.OPEN:
        _write(folder, name.removeprefix("storefront/"), (engine.TEMPLATES / name).read_text())
    assert list(remarks_on(str(folder))) == []


def test_a_folder_that_is_no_theme_is_told(tmp_path: Path):
    [remark] = remarks_on(str(tmp_path))
    assert (remark.grave, remark.place) == (True, "theme.toml")


def test_a_published_theme_has_a_style_sheet_of_its_own(client: Client, selling: Selling):
    theme = Theme(preset="rayon", light={"accent": "#7a1f5c"}, rounding=Rounding.ROUND, follows_dark=False)
    save_design(key="theme", document=theme, based_on=0, actor=OWNER, now=NOON)
    assert "/static/storefront/storefront.css" in shown(client.get("/fr/"))
    publish_design(key="theme", number=1, actor=OWNER, now=NOON)
    html = shown(client.get("/fr/panier"))
    assert 'data-theme="rayon"' in html
    assert '<meta name="color-scheme" content="light">' in html
    address = _sheet_of(html)
    assert address.startswith("/look/1/plain-")
    sheet = client.get(address)
    assert (sheet.status_code, sheet["Content-Type"]) == (200, "text/css; charset=utf-8")
    css = sheet.content.decode()
    assert "--accent:#7a1f5c" in css
    assert 'url("/static/vendor/inter-tight/inter-tight-latin-wght-normal.woff2")' in css
    assert client.get("/look/1/plain-0000.css")["Cache-Control"] == "public, max-age=60"
    assert client.get("/look/7/plain-0000.css").status_code == 404


def test_a_preview_shows_the_draft_to_those_who_have_the_link(client: Client, selling: Selling):
    from comptoir.storefront.links import StorefrontLinks

    theme = Theme(preset="atelier", light={"accent": "#7a1f5c"})
    save_design(key="theme", document=theme, based_on=0, actor=OWNER, now=NOON)
    path = StorefrontLinks().preview(market="fr", language="fr", design="theme", revisions={})
    response = client.get(path)
    html = shown(response)
    assert 'data-theme="atelier"' in html
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert (response["X-Robots-Tag"], response["Cache-Control"]) == ("noindex", "private, no-store")
    assert "--accent:#7a1f5c" in client.get(_sheet_of(html)).content.decode()
    prefix = path.removesuffix("/fr/")
    assert f'href="{prefix}/fr/produits"' in html
    assert 'data-theme="halle"' in shown(client.get("/fr/"))
    refused = client.post(f"{prefix}/fr/panier", {"sku": "JAM-220", "quantity": "1"})
    assert "on ne peut rien y commander" in shown(refused, 403)
    assert client.get(f"{prefix[:-2]}xx/fr/").status_code == 404
    assert client.get(f"{prefix[:-2]}xx/look.css").status_code == 404
    assert location(put_in(client)) == "/fr/panier"
