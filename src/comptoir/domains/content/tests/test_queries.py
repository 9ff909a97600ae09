from dataclasses import replace

import pytest
from pytest_django import DjangoAssertNumQueries

from comptoir.domains.content.actions import publish_page
from comptoir.domains.content.errors import UnknownPage
from comptoir.domains.content.queries import (
    footer_pages,
    missing_legal_pages,
    page,
    page_by_slug,
    page_version,
    page_versions,
    pages,
    terms_version,
    unfinished_legal_pages,
)
from comptoir.domains.content.testing import make_pages
from comptoir.domains.content.tests.test_actions import ABOUT
from comptoir.domains.markets.testing import make_market
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.testing import NOBODY, NOON, OWNER

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)  # within one, what was asked before would be remembered
def test_each_question_is_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    make_pages()
    for ask in (
        pages,
        footer_pages,
        terms_version,
        missing_legal_pages,
        lambda: page("terms"),
        lambda: page_by_slug("fr", "mentions-legales"),
        lambda: page_version("terms", 1),
        lambda: page_versions("terms", actor=OWNER),
    ):
        with django_assert_num_queries(1):
            ask()


def test_a_former_address_still_leads_to_its_page() -> None:
    make_market()
    publish_page(key="about", draft=ABOUT, based_on=0, actor=OWNER, now=NOON)
    moved = replace(ABOUT, slugs={"fr": "maison", "en": "our-house"})
    publish_page(key="about", draft=moved, based_on=1, actor=OWNER, now=NOON)
    assert page_by_slug("fr", "maison").number == 2
    found = page_by_slug("fr", "notre-maison")
    assert (found.key, found.slugs["fr"]) == ("about", "maison")
    for language, slug in (("en", "maison"), ("fr", "nowhere")):
        with pytest.raises(UnknownPage):
            page_by_slug(language, slug)


def test_the_footer_holds_only_what_was_put_there() -> None:
    make_pages()
    hidden = replace(ABOUT, position_in_footer=None)
    publish_page(key="about", draft=hidden, based_on=0, actor=OWNER, now=NOON)
    first = replace(ABOUT, titles={"fr": "Presse"}, bodies={"fr": "<p>a</p>"}, position_in_footer=-1)
    publish_page(key="press", draft=first, based_on=0, actor=OWNER, now=NOON)
    assert [link.key for link in footer_pages()] == ["press", "legal-notice", "terms", "privacy"]
    assert [link.key for link in pages()] == ["press", "legal-notice", "terms", "privacy", "about"]
    for link in pages():
        assert (link.kind, link.version, link.published_at) == (
            page(link.key).kind,
            page(link.key).version,
            page(link.key).published_at,
        )


def test_before_there_are_terms_their_version_is_empty() -> None:
    make_market()
    assert terms_version() == ""
    assert missing_legal_pages() == ("legal-notice", "privacy", "terms")


def test_a_page_is_finished_once_its_marked_passages_are_written() -> None:
    make_pages()
    assert set(unfinished_legal_pages()) == {"legal-notice", "terms", "privacy"}
    publish_page(key="terms", draft=ABOUT, based_on=1, actor=OWNER, now=NOON)
    assert set(unfinished_legal_pages()) == {"legal-notice", "privacy"}


def test_the_version_of_the_terms_moves_with_them_only() -> None:
    first = make_pages()
    publish_page(key="privacy", draft=ABOUT, based_on=1, actor=OWNER, now=NOON)
    assert terms_version() == first
    publish_page(
        key="terms", draft=replace(ABOUT, titles={"fr": "CGV", "en": "T&C"}), based_on=1, actor=OWNER, now=NOON
    )
    assert terms_version() == "2026-11-23.2"
    assert page_version("terms", 1).version == first


def test_unknown_pages_and_versions() -> None:
    make_pages()
    for ask in (lambda: page("x"), lambda: page_version("terms", 2), lambda: page_version("x", 1)):
        with pytest.raises(UnknownPage):
            ask()
    with pytest.raises(NotAllowed):
        page_versions("terms", actor=NOBODY)
