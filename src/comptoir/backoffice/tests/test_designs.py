"""The look, the menus, the home page and pages of blocks, edited at the desk without any script."""

import re
from datetime import timedelta
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from comptoir.backoffice.tests.conftest import signed_in
from comptoir.backoffice.tests.working import Working
from comptoir.domains.content.queries import design, shown_theme
from comptoir.domains.content.testing import (
    drafted_layout,
    drafted_menus,
    drafted_theme,
    planned,
    published_layout,
    published_menus,
)
from comptoir.domains.content.values import BlockKind
from comptoir.kernel import clock
from comptoir.kernel.testing import OWNER

pytestmark = pytest.mark.django_db

DESIGNS = "/back-office/pages/designs"
_FIELD = re.compile(r"<(input|textarea|select)\b([^>]*)>(.*?)(?=<(?:input|textarea|select|button)\b|$)", re.DOTALL)
_ATTRIBUTE = re.compile(r'([\w-]+)(?:="([^"]*)")?')


def form_on(client: Client, key: str) -> dict[str, str]:
    """What the browser would send of the design's form as it stands."""
    html = client.get(f"{DESIGNS}/{key}/").content.decode()
    inside = html[html.index('id="design-form"') : html.index('id="design-publish"')]
    sent: dict[str, str] = {}
    for tag, attributes, rest in _FIELD.findall(inside):
        has = {name: unescape(value) for name, value in _ATTRIBUTE.findall(attributes)}
        kind = has.get("type", "")
        if kind == "file" or (kind in ("checkbox", "radio") and "checked" not in has) or "name" not in has:
            continue
        if tag == "textarea":
            sent[has["name"]] = unescape(rest.partition("</textarea>")[0]).removeprefix("\n")
        elif tag == "select":
            chosen = re.search(r'<option value="([^"]*)" selected', rest)
            sent[has["name"]] = unescape(chosen[1]) if chosen else ""
        else:
            sent[has["name"]] = has.get("value", "on" if kind == "checkbox" else "")
    return sent


def save(client: Client, key: str, *, status: int = 302, **changes: Any) -> str:
    response = client.post(f"{DESIGNS}/{key}/", form_on(client, key) | changes)
    assert response.status_code == status, response.content.decode()[:2000]
    return unescape(response.content.decode())


def publish(client: Client, key: str, number: int, *, status: int = 302, **changes: str) -> str:
    response = client.post(f"{DESIGNS}/{key}/publish/", {"revision": str(number), **changes})
    assert response.status_code == status
    return unescape(response.content.decode())


def _png() -> bytes:
    file = BytesIO()
    Image.new("RGB", (40, 30), (10, 80, 40)).save(file, "PNG")
    return file.getvalue()


def test_saving_without_a_change_changes_nothing_but_that_it_is_saved(owner: Client, working: Working):
    for key in ("theme", "menus", "home"):
        save(owner, key)
        first = design(key, actor=OWNER)
        save(owner, key)
        assert design(key, actor=OWNER).head == first.head == 1
        publish(owner, key, 1)
    assert [block.kind for block in published_layout().blocks][:3] == [
        BlockKind.HERO,
        BlockKind.CATEGORIES,
        BlockKind.PRODUCTS,
    ]
    assert published_menus().header[0].target.startswith("category:")
    assert shown_theme().light == {}


def test_the_look_is_changed_and_colours_that_cannot_be_read_are_told(owner: Client, working: Working):
    save(owner, "theme", preset="atelier", light_ink="#cccccc")
    html = unescape(owner.get(f"{DESIGNS}/theme/").content.decode())
    assert "Some colours cannot be read. They can be saved, but not published." in html
    assert "Light: “Text” cannot be read on" in html
    refused = publish(owner, "theme", 1, status=422)
    assert "It was not published" in refused
    assert shown_theme().preset == "halle"
    save(owner, "theme", do="plain")
    assert drafted_theme().light == {}
    publish(owner, "theme", 2)
    assert shown_theme().preset == "atelier"


def test_a_logo_is_taken_cleaned_or_refused(owner: Client, working: Working, settings: Any, tmp_path: Any):
    settings.MEDIA_ROOT = tmp_path
    evil = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><script>alert(1)</script></svg>'
    refused = save(owner, "theme", status=422, logo_file=SimpleUploadedFile("logo.svg", evil))
    assert "This SVG file holds what a picture does not need (<script>)." in refused
    save(owner, "theme", logo_file=SimpleUploadedFile("logo.png", _png()))
    logo = drafted_theme().logo
    assert logo is not None
    assert (logo.width, logo.height) == (40, 30)
    save(owner, "theme", scale="large")
    assert drafted_theme().logo == logo
    save(owner, "theme", logo_gone="on")
    assert drafted_theme().logo is None


def test_menus_are_put_in_order_renamed_and_lead_anywhere(owner: Client, working: Working):
    save(owner, "menus")
    before = drafted_menus().header
    new = str(len(before))
    changes: dict[str, Any] = {
        f"h_{new}_target": "address",
        f"h_{new}_target_address": "https://blog.example/",
        f"h_{new}_label_fr": "Blog",
    }
    save(owner, "menus", **changes)
    save(owner, "menus", do=f"up:h:{new}")
    header = drafted_menus().header
    assert header[len(before) - 1].target == "https://blog.example/"
    save(owner, "menus", do=f"remove:h:{len(before) - 1}")
    assert drafted_menus().header == before
    bad: dict[str, Any] = {f"h_{new}_target": "address", f"h_{new}_target_address": "javascript:alert(1)"}
    assert "This link leads nowhere" in save(owner, "menus", status=422, **bad)


def test_blocks_are_added_moved_filled_and_taken_away(owner: Client, working: Working):
    save(owner, "home", do="add:faq")
    blocks = drafted_layout().blocks
    last = len(blocks) - 1
    assert blocks[last].kind is BlockKind.FAQ
    texts: dict[str, Any] = {
        f"b{last}_title_fr": "Questions",
        f"b{last}_title_en": "Questions",
        f"b{last}_p0_question_fr": "Quand ?",
        f"b{last}_p0_question_en": "When?",
        f"b{last}_p0_answer_fr": "Demain.",
        f"b{last}_p0_answer_en": "Tomorrow.",
    }
    save(owner, "home", **texts)
    save(owner, "home", do=f"up:{last}")
    moved = drafted_layout().blocks
    assert moved[last - 1].parts[0].texts["answer"]["en"] == "<p>Tomorrow.</p>"
    save(owner, "home", do=f"copy:{last - 1}")
    save(owner, "home", do="remove:0")
    assert [block.kind for block in drafted_layout().blocks].count(BlockKind.FAQ) == 2
    head = design("home", actor=OWNER).head
    publish(owner, "home", head)
    assert published_layout().blocks[0].kind is not BlockKind.HERO


def test_what_is_missing_in_a_language_is_told_with_its_block(owner: Client, working: Working):
    save(owner, "home", b0_title_en="")
    refused = publish(owner, "home", 1, status=422)
    assert "Block 1: This field is required (en)." in refused


def test_a_picture_is_put_into_a_block(owner: Client, working: Working, settings: Any, tmp_path: Any):
    settings.MEDIA_ROOT = tmp_path
    save(owner, "home", b0_picture_file=SimpleUploadedFile("a.png", _png()))
    picture = drafted_layout().blocks[0].pictures["picture"]
    save(owner, "home", b0_layout="over")
    assert drafted_layout().blocks[0].pictures == {"picture": picture}
    refused = save(owner, "home", status=422, b0_picture_file=SimpleUploadedFile("a.png", b"nothing"))
    assert "This file is no picture that we can read" in refused


def test_a_page_of_blocks_is_made_and_found_in_the_shop(owner: Client, working: Working):
    made = owner.post(f"{DESIGNS}/new/", {"name": "Noël chez nous"})
    assert made["Location"] == f"{DESIGNS}/page:noel-chez-nous/"
    texts: dict[str, Any] = {
        "title_fr": "Noël",
        "title_en": "Christmas",
        "b0_title_fr": "Noël ici",
        "b0_title_en": "Christmas here",
    }
    save(owner, "page:noel-chez-nous", **texts)
    publish(owner, "page:noel-chez-nous", 1)
    assert "Christmas here" in owner.get("/en/info/christmas").content.decode()
    assert owner.get("/back-office/pages/noel-chez-nous/edit/")["Location"] == f"{DESIGNS}/page:noel-chez-nous/"


@pytest.mark.django_db(transaction=True)  # what is refused spoils the transaction that it was refused in
def test_two_editors_of_one_draft_lose_nothing(owner: Client, working: Working):
    save(owner, "home")
    other = signed_in("second@halle.example", roles=("owner",))
    mine = form_on(owner, "home")
    save(other, "home", b0_title_en="Theirs")
    told = owner.post(f"{DESIGNS}/home/", mine | {"b0_title_en": "Mine"})
    assert told.status_code == 409
    html = unescape(told.content.decode())
    assert "saved this while you were editing" in html
    assert 'value="Mine"' in html
    assert drafted_layout().blocks[0].texts["title"]["en"] == "Theirs"
    kept = owner.post(f"{DESIGNS}/home/", mine | {"b0_title_en": "Mine", "keep": "2"})
    assert kept.status_code == 302
    assert drafted_layout().blocks[0].texts["title"]["en"] == "Mine"
    owner.post(f"{DESIGNS}/home/restore/", {"revision": "2"})
    assert drafted_layout().blocks[0].texts["title"]["en"] == "Theirs"


def test_a_publication_is_scheduled_and_called_off(owner: Client, working: Working):
    save(owner, "theme", preset="rayon")
    tomorrow = (clock.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    publish(owner, "theme", 1, at=tomorrow)
    assert planned("theme").revision == 1
    assert "Version 1 will be published" in owner.get(f"{DESIGNS}/theme/").content.decode()
    owner.post(f"{DESIGNS}/theme/schedule/cancel/")
    assert design("theme", actor=OWNER).plan is None
    assert "Choose a moment in the future." in publish(owner, "theme", 1, status=422, at="2020-01-01T10:00")


def test_the_preview_opens_the_draft_or_a_version(owner: Client, working: Working):
    save(owner, "theme", preset="rayon")
    save(owner, "theme", preset="atelier")
    for query, preset in (("", "atelier"), ("?revision=1", "rayon")):
        path = owner.get(f"{DESIGNS}/theme/preview/{query}")["Location"]
        assert path.startswith("/preview/")
        assert f'data-theme="{preset}"' in owner.get(path).content.decode()


def test_who_may_only_look_changes_nothing(owner: Client, working: Working):
    reader = signed_in("reader@halle.example", roles=("support",))
    assert reader.post(f"{DESIGNS}/theme/", {"based_on": "0", "preset": "rayon"}).status_code == 403
    assert reader.post(f"{DESIGNS}/theme/publish/", {"revision": "1"}).status_code == 403
    assert owner.get(f"{DESIGNS}/wallpaper/").status_code == 404
