from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from comptoir.domains.content.actions import publish_page, publish_starter_pages
from comptoir.domains.content.errors import PageChanged, SlugTaken, UnknownPage
from comptoir.domains.content.models import PageVersion
from comptoir.domains.content.queries import footer_pages, page, page_version, page_versions, terms_version
from comptoir.domains.content.testing import make_pages
from comptoir.domains.content.values import PageDraft, PageKind
from comptoir.domains.markets.errors import NotSetUp
from comptoir.domains.markets.testing import ENTITY, MERCHANT, make_market
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.errors import ManyInvalid
from comptoir.kernel.history import history_of
from comptoir.kernel.models import OutboxEvent
from comptoir.kernel.testing import NOBODY, NOON, OWNER, anybody, snapshot

pytestmark = pytest.mark.django_db

ABOUT = PageDraft(
    titles={"fr": "Notre maison", "en": "Our house"},
    bodies={"fr": "<p>Depuis 1962.</p>", "en": "<p>Since 1962.</p>"},
    position_in_footer=9,
)


def publish(draft: PageDraft = ABOUT, *, key: str = "about", based_on: int = 0, **more: Any) -> int:
    return publish_page(key=key, draft=draft, based_on=based_on, actor=OWNER, now=more.get("now", NOON))


@pytest.mark.parametrize(
    "attempt",
    [
        lambda actor: publish_page(key="about", draft=ABOUT, based_on=0, actor=actor, now=NOON),
        lambda actor: publish_page(key="terms", draft=ABOUT, based_on=1, actor=actor, now=NOON),
        lambda actor: publish_starter_pages(actor=actor, now=NOON),
    ],
)
def test_without_the_permission_nothing_happens(attempt: Callable[..., Any]) -> None:
    make_pages()
    before = snapshot()
    for actor in (NOBODY, anybody("content.view")):
        with pytest.raises(NotAllowed):
            attempt(actor)
    assert snapshot() == before


def test_a_page_is_published_and_told() -> None:
    make_market()
    assert publish() == 1
    shown = page("about")
    assert (shown.titles, shown.bodies, shown.kind) == (ABOUT.titles, ABOUT.bodies, PageKind.FREE)
    assert shown.slugs == {"fr": "notre-maison", "en": "our-house"}
    assert (shown.version, shown.published_at, shown.position_in_footer) == ("2026-11-23.1", NOON, 9)
    (line,) = history_of("content.page", "about")
    assert (line.action, line.actor_label, line.before) == ("published", OWNER.label, {})
    assert (line.after["number"], line.after["titles"]) == (1, ABOUT.titles)
    assert OutboxEvent.objects.get(name="content.pages_changed.1").payload == {"page_keys": ["about"]}


def test_html_is_cleaned_on_the_way_in() -> None:
    make_market()
    publish(replace(ABOUT, bodies={"fr": "<p>a<script>b()</script></p>", "en": "<p onload=x>a</p>"}))
    assert page("about").bodies == {"fr": "<p>a</p>", "en": "<p>a</p>"}


def test_the_day_in_the_name_is_the_merchants() -> None:
    make_market()
    publish(now=datetime(2026, 12, 31, 23, 30, tzinfo=UTC))
    assert page("about").published_on == date(2027, 1, 1)


def test_versions_add_up_and_stay_readable() -> None:
    make_market()
    publish()
    assert publish(replace(ABOUT, titles={"fr": "La maison", "en": "The house"}), based_on=1) == 2
    assert page("about").titles["fr"] == "La maison"
    assert page_version("about", 1).titles["fr"] == "Notre maison"
    assert [version.number for version in page_versions("about", actor=OWNER)] == [2, 1]
    line = history_of("content.page", "about")[0]
    assert (line.before["number"], line.after["number"]) == (1, 2)


def test_publishing_what_is_there_makes_no_version() -> None:
    make_market()
    publish()
    before = snapshot()
    assert publish(based_on=1) == 1
    assert snapshot() == before


def test_only_the_place_in_the_footer_can_change() -> None:
    make_market()
    publish()
    assert publish(replace(ABOUT, position_in_footer=None), based_on=1) == 1
    assert footer_pages() == ()
    line = history_of("content.page", "about")[0]
    assert (line.action, line.before["position_in_footer"], line.after["position_in_footer"]) == ("placed", 9, None)
    assert line.after["number"] == 1


@pytest.mark.parametrize(
    ("based_on", "key", "error"), [(0, "about", PageChanged), (2, "about", PageChanged), (1, "x", UnknownPage)]
)
def test_nobodys_text_is_overwritten_unseen(based_on: int, key: str, error: type[Exception]) -> None:
    make_market()
    publish()
    before = snapshot()
    with pytest.raises(error), transaction.atomic():
        publish(replace(ABOUT, titles={"fr": "Autre", "en": "Other"}), key=key, based_on=based_on)
    assert snapshot() == before


def test_an_address_leads_to_one_page_for_ever() -> None:
    make_market()
    publish()
    publish(replace(ABOUT, slugs={"fr": "maison", "en": "house"}), based_on=1)
    other = PageDraft(titles={"fr": "Notre maison"}, bodies={"fr": "<p>a</p>"})
    before = snapshot()
    with pytest.raises(SlugTaken) as refused, transaction.atomic():
        publish(other, key="other")
    assert refused.value.facts["slug"] == "notre-maison"
    assert snapshot() == before
    publish(replace(other, slugs={"fr": "our-house"}), key="other")  # taken in English only
    publish(ABOUT, based_on=2)  # a page may take back an address of its own


def test_a_draft_with_faults_changes_nothing() -> None:
    make_market()
    before = snapshot()
    with pytest.raises(ManyInvalid) as refused:
        publish(PageDraft(titles={"fr": "a"}, bodies={}), key="Bad key")
    assert [error.field for error in refused.value.errors] == ["key", "bodies"]
    assert snapshot() == before


def test_the_database_forgets_no_version() -> None:
    make_pages()
    for change in (lambda: PageVersion.objects.update(titles={}), lambda: PageVersion.objects.all().delete()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_starter_pages_are_filled_in_with_what_is_known() -> None:
    version = make_pages()
    assert version == terms_version() == "2026-01-05.1"
    assert [link.key for link in footer_pages()] == ["legal-notice", "terms", "privacy"]
    notice = page("legal-notice")
    assert notice.titles == {"fr": "Mentions légales", "en": "Legal notice"}
    assert notice.slugs == {"fr": "mentions-legales", "en": "legal-notice"}
    french = notice.bodies["fr"]
    for fact in (ENTITY.name, "732829320", "FR44732829320", "10\u202f000,00&nbsp;€", "12 quai des Étroits, 69005 Lyon"):
        assert fact in french
    assert "€10,000.00" in notice.bodies["en"]
    assert MERCHANT.support_email in page("terms").bodies["fr"]
    for key in ("legal-notice", "terms", "privacy"):
        for body in page(key).bodies.values():
            assert "<mark>[" in body
            assert "{" not in body


def test_what_is_not_known_is_marked_in_the_language_of_the_page() -> None:
    from comptoir.domains.markets.actions import set_up_merchant

    entity = replace(ENTITY, rcs="", share_capital=None, vat_number="", name="Chez <Zoé> & fils")
    set_up_merchant(merchant=MERCHANT, entity=entity, actor=OWNER, now=NOON)
    publish_starter_pages(actor=OWNER, now=NOON)
    bodies = page("legal-notice").bodies
    assert bodies["fr"].count("<mark>[à compléter]</mark>") == 3
    assert bodies["en"].count("<mark>[to be completed]</mark>") == 3
    assert "Chez &lt;Zoé&gt; &amp; fils" in bodies["fr"]


def test_starter_pages_never_replace_anything() -> None:
    make_market()
    publish(replace(ABOUT, slugs={"fr": "cgv", "en": "terms"}), key="terms")
    assert publish_starter_pages(actor=OWNER, now=NOON) == ("legal-notice", "privacy")
    assert page("terms").titles == ABOUT.titles
    before = snapshot()
    assert publish_starter_pages(actor=OWNER, now=NOON) == ()
    assert snapshot() == before


def test_without_a_merchant_there_is_nobody_to_speak_for() -> None:
    with pytest.raises(NotSetUp):
        publish_starter_pages(actor=OWNER, now=NOON)
