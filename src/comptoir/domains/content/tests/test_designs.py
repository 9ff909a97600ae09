from datetime import timedelta
from functools import partial
from io import BytesIO

import pytest
from PIL import Image

from comptoir.domains.content.actions import (
    drop_plan,
    plan_design,
    publish_design,
    publish_page,
    restore_design,
    save_design,
    store_image,
    store_logo,
)
from comptoir.domains.content.errors import (
    BadTarget,
    DesignChanged,
    FieldNeeded,
    ImageTooLarge,
    NotAColour,
    NotAnImage,
    NothingToPublish,
    PlannedInThePast,
    SlugTaken,
    UnknownDesign,
    UnreadableColours,
)
from comptoir.domains.content.jobs import publish_planned_designs, sweep_drafts
from comptoir.domains.content.models import DesignRevision
from comptoir.domains.content.queries import (
    design,
    design_row,
    due_plans,
    page_by_slug,
    publications,
    revisions,
    shown_layout,
    shown_menus,
    shown_theme,
)
from comptoir.domains.content.testing import drafted_layout, planned, published_layout
from comptoir.domains.content.values import (
    Block,
    BlockKind,
    Layout,
    MenuColumn,
    MenuItem,
    Menus,
    PageDraft,
    PageKind,
    Part,
    Shown,
    Theme,
)
from comptoir.domains.markets.testing import make_market
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.errors import ManyInvalid
from comptoir.kernel.testing import NOBODY, NOON, OWNER, at_once, snapshot

GREEN = Theme(preset="rayon", light={"accent": " 0A5 "})


@pytest.fixture(autouse=True)
def _market(db):
    make_market()


def _save(document, *, key="theme", based_on=0, now=NOON):
    return save_design(key=key, document=document, based_on=based_on, actor=OWNER, now=now)


def _publish(number=1, *, key="theme", now=NOON):
    publish_design(key=key, number=number, actor=OWNER, now=now)


def _both(words):
    return {"fr": words, "en": words}


def _layout(**values):
    return Layout(
        blocks=(
            Block(id="a", kind=BlockKind.HERO, texts={"title": _both("Noël"), "nothing": _both("x")}),
            Block(
                id="b",
                kind=BlockKind.FAQ,
                texts={"title": _both("Questions")},
                parts=(Part(texts={"question": _both("Où ?"), "answer": _both("Ici.\n\nEt <là>")}), Part()),
            ),
        ),
        **values,
    )


def test_a_draft_is_kept_and_shown_to_nobody():
    assert _save(GREEN) == 1
    found = design("theme", actor=OWNER)
    assert found.draft == Theme(preset="rayon", light={"accent": "#00aa55"})
    assert (found.head, found.shown, found.has_draft, found.saved_by) == (1, 0, True, OWNER.label)
    assert shown_theme() == Theme()


def test_a_design_is_published_and_an_older_one_again():
    _save(Theme(preset="rayon"))
    _publish()
    assert shown_theme().preset == "rayon"
    _save(Theme(preset="atelier"), based_on=1)
    assert shown_theme().preset == "rayon"
    _publish(2)
    assert shown_theme().preset == "atelier"
    _publish(1, now=NOON + timedelta(hours=1))
    assert shown_theme().preset == "rayon"
    assert [(one.number, one.revision) for one in publications("theme", actor=OWNER)] == [(3, 1), (2, 2), (1, 1)]
    with pytest.raises(NothingToPublish):
        _publish(1)


def test_an_earlier_draft_comes_back_as_a_new_one():
    _save(Theme(preset="rayon"))
    _save(Theme(preset="atelier"), based_on=1)
    assert restore_design(key="theme", number=1, based_on=2, actor=OWNER, now=NOON) == 3
    assert design("theme", actor=OWNER).draft == Theme(preset="rayon")
    assert [one.number for one in revisions("theme", actor=OWNER)] == [3, 2, 1]


@pytest.mark.django_db(transaction=True)
def test_the_second_of_two_editors_is_told_and_the_same_again_is_no_news():
    assert _save(Theme(preset="rayon")) == 1
    assert _save(Theme(preset="rayon"), based_on=1) == 1
    with pytest.raises(DesignChanged) as refused:
        _save(Theme(preset="atelier"))
    assert refused.value.facts == {"design": "theme", "head": 1, "saved_by": OWNER.label}
    assert design("theme", actor=OWNER).draft == Theme(preset="rayon")


@pytest.mark.django_db(transaction=True)
def test_of_many_editors_at_once_one_saves_and_of_many_who_publish_one_does():
    # Each saves something else: the same as another did would be no news, and refused to nobody.
    themes = [
        Theme(preset=preset, text_font=font) for preset in ("rayon", "atelier") for font in ("figtree", "fraunces")
    ]
    saved = at_once([partial(_save, theme) for theme in themes])
    assert sorted(map(str, (one if isinstance(one, int) else type(one).__name__ for one in saved))) == [
        "1",
        "DesignChanged",
        "DesignChanged",
        "DesignChanged",
    ]
    shown = at_once([_publish] * 4)
    assert sorted(type(one).__name__ for one in shown) == ["NoneType", *["NothingToPublish"] * 3]
    assert len(publications("theme", actor=OWNER)) == 1


def test_what_cannot_be_understood_is_not_kept():
    with pytest.raises(ManyInvalid) as refused:
        _save(Theme(light={"accent": "green", "nothing": "#fff"}))
    assert [(type(one), one.field) for one in refused.value.errors] == [
        (NotAColour, "light.accent"),
        (NotAColour, "light.nothing"),
    ]
    with pytest.raises(ManyInvalid) as refused:
        _save(Menus(header=(MenuItem(target="javascript:alert(1)"),)), key="menus")
    assert [(type(one), one.field) for one in refused.value.errors] == [(BadTarget, "header.0")]
    with pytest.raises(UnknownDesign):
        _save(Theme(), key="wallpaper")


def test_colours_that_cannot_be_read_are_kept_as_a_draft_and_not_published():
    _save(Theme(light={"ink": "#bbbbbb"}, follows_dark=False))
    with pytest.raises(ManyInvalid) as refused:
        _publish()
    [error] = refused.value.errors
    assert isinstance(error, UnreadableColours)
    assert error.field == "light.ink"
    assert design_row("theme", actor=OWNER).shown == 0


def test_menus_are_tidied_and_shown():
    item = MenuItem(target="category:miels", labels={"fr": " Nos  miels "}, children=(MenuItem(target="/fr/infos/x"),))
    _save(
        Menus(header=(item, MenuItem(target="")), footer=(MenuColumn(titles={}), MenuColumn(titles={"fr": "Aide"}))),
        key="menus",
    )
    assert shown_menus() is None
    _publish(key="menus")
    assert shown_menus() == Menus(
        header=(MenuItem(target="category:miels", labels={"fr": "Nos miels"}, children=item.children),),
        footer=(MenuColumn(titles={"fr": "Aide"}),),
    )


def test_a_page_of_blocks_is_tidied_and_complete_in_every_language_before_it_is_shown():
    _save(Layout(blocks=(Block(id="a", kind=BlockKind.HERO, texts={"title": {"fr": "Noël"}}),)), key="home")
    with pytest.raises(ManyInvalid) as refused:
        _publish(key="home")
    assert [(type(one), one.field) for one in refused.value.errors] == [(FieldNeeded, "blocks.0.title.en")]
    _save(_layout(), key="home", based_on=1)
    _publish(2, key="home")
    shown = published_layout()
    assert shown.blocks[0].texts == {"title": _both("Noël")}
    assert shown.blocks[1].parts == (Part(texts={"question": _both("Où ?"), "answer": _both("Ici.\n\nEt")}),)


def test_prose_typed_without_html_becomes_paragraphs():
    block = Block(id="a", kind=BlockKind.TEXT, texts={"text": _both("Un.\r\n\r\nDeux & trois")})
    _save(Layout(blocks=(block,)), key="home")
    assert drafted_layout().blocks[0].texts["text"]["fr"] == "<p>Un.</p><p>Deux &amp; trois</p>"


def test_a_landing_page_is_a_page_with_an_address_and_words():
    _save(_layout(titles=_both("Noël chez nous"), position_in_footer=4), key="page:noel")
    _publish(key="page:noel")
    found = page_by_slug("fr", "noel-chez-nous")
    assert (found.key, found.kind, found.position_in_footer) == ("noel", PageKind.LANDING, 4)
    assert found.bodies["fr"].startswith("<h2>Noël</h2><h2>Questions</h2><h2>Où ?</h2>")
    changed = _layout(titles=_both("Noël au village"), position_in_footer=4)
    _save(changed, key="page:noel", based_on=1)
    _publish(2, key="page:noel")
    assert page_by_slug("fr", "noel-chez-nous").slugs["fr"] == "noel-au-village"


def test_a_landing_page_without_a_title_or_with_another_pages_address_is_not_published():
    _save(_layout(), key="page:noel")
    with pytest.raises(ManyInvalid) as refused:
        _publish(key="page:noel")
    assert [one.field for one in refused.value.errors] == ["titles.fr", "titles.en"]
    draft = PageDraft(titles=_both("Noël"), bodies=_both("<p>x</p>"))
    publish_page(key="other", draft=draft, based_on=0, actor=OWNER, now=NOON)
    _save(_layout(titles=_both("Noël")), key="page:noel", based_on=1)
    with pytest.raises(SlugTaken):
        _publish(2, key="page:noel")


def test_what_is_planned_is_shown_at_its_moment_and_not_before(monkeypatch):
    _save(Theme(preset="rayon"))
    plan_design(key="theme", number=1, at=NOON + timedelta(hours=1), actor=OWNER, now=NOON)
    _save(Theme(preset="atelier"), based_on=1)
    assert planned("theme").revision == 1
    _run_at(monkeypatch, NOON + timedelta(minutes=59))
    assert shown_theme() == Theme()
    _run_at(monkeypatch, NOON + timedelta(minutes=61))
    assert shown_theme().preset == "rayon"
    assert design_row("theme", actor=OWNER).plan is None
    _run_at(monkeypatch, NOON + timedelta(minutes=62))
    assert len(publications("theme", actor=OWNER)) == 1


def _run_at(monkeypatch, moment):
    monkeypatch.setattr("comptoir.kernel.clock.now", lambda: moment)
    publish_planned_designs.func()


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_shown_when_its_moment_comes_says_why(monkeypatch):
    _save(_layout(titles=_both("Noël")), key="page:noel")
    plan_design(key="page:noel", number=1, at=NOON + timedelta(hours=1), actor=OWNER, now=NOON)
    draft = PageDraft(titles=_both("Noël"), bodies=_both("<p>x</p>"))
    publish_page(key="other", draft=draft, based_on=0, actor=OWNER, now=NOON)
    _run_at(monkeypatch, NOON + timedelta(hours=2))
    assert "noel" in planned("page:noel").refused
    assert due_plans(NOON + timedelta(hours=3)) == ()
    assert shown_layout("page:noel") is None


def test_a_plan_is_called_off_and_never_lies_in_the_past():
    _save(Theme(preset="rayon"))
    with pytest.raises(PlannedInThePast):
        plan_design(key="theme", number=1, at=NOON, actor=OWNER, now=NOON)
    plan_design(key="theme", number=1, at=NOON + timedelta(hours=1), actor=OWNER, now=NOON)
    drop_plan(key="theme", actor=OWNER, now=NOON)
    assert design_row("theme", actor=OWNER).plan is None


def test_old_drafts_are_swept_and_what_was_shown_stays(monkeypatch):
    for number, preset in enumerate(("rayon", "atelier", "halle")):
        _save(Theme(preset=preset), based_on=number)
    _publish(2)
    monkeypatch.setattr("comptoir.kernel.clock.now", lambda: NOON + timedelta(days=91))
    sweep_drafts.func()
    sweep_drafts.func()
    assert list(DesignRevision.objects.order_by("number").values_list("number", flat=True)) == [2, 3]


@pytest.mark.parametrize(
    "act",
    [
        lambda: save_design(key="theme", document=Theme(preset="rayon"), based_on=1, actor=NOBODY, now=NOON),
        lambda: restore_design(key="theme", number=1, based_on=1, actor=NOBODY, now=NOON),
        lambda: publish_design(key="theme", number=1, actor=NOBODY, now=NOON),
        lambda: plan_design(key="theme", number=1, at=NOON + timedelta(1), actor=NOBODY, now=NOON),
        lambda: drop_plan(key="theme", actor=NOBODY, now=NOON),
        lambda: store_image(content=_png(), actor=NOBODY, now=NOON),
        lambda: store_logo(content=_png(), actor=NOBODY, now=NOON),
    ],
)
def test_who_may_not_is_refused_and_nothing_changes(act):
    _save(GREEN)
    before = snapshot()
    with pytest.raises(NotAllowed):
        act()
    assert snapshot() == before


def _png(size=(3000, 1500), mode="RGB"):
    file = BytesIO()
    Image.new(mode, size, (10, 80, 40, 90) if mode == "RGBA" else (10, 80, 40)).save(file, "PNG")
    return file.getvalue()


def test_pictures_are_made_in_sizes_and_logos_keep_their_transparency(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    shown = store_image(content=_png(), actor=OWNER, now=NOON)
    assert (shown.width, shown.height, shown.widths) == (2048, 1024, (640, 1280))
    assert store_image(content=_png(), actor=OWNER, now=NOON) == shown
    logo = store_logo(content=_png((1600, 400), "RGBA"), actor=OWNER, now=NOON)
    assert (logo.width, logo.height) == (800, 200)
    with Image.open(tmp_path / logo.path) as stored:
        assert stored.mode == "RGBA"
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><path d="M0 0"/></svg>'
    drawn = store_logo(content=svg, actor=OWNER, now=NOON)
    assert drawn == Shown(path=drawn.path, width=40, height=20)
    assert b"<path" in (tmp_path / drawn.path).read_bytes()


def test_what_is_no_picture_or_too_large_is_refused():
    for content in (b"GIF89a", b"", b"<html></html>"):
        with pytest.raises(NotAnImage):
            store_logo(content=content, actor=OWNER, now=NOON)
    with pytest.raises(ImageTooLarge):
        store_image(content=b"x" * 20_000_001, actor=OWNER, now=NOON)
