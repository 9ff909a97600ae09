from dataclasses import replace
from functools import partial

import pytest

from comptoir.domains.content.actions import publish_page, publish_starter_pages
from comptoir.domains.content.errors import PageChanged, SlugTaken
from comptoir.domains.content.models import Page, PageVersion
from comptoir.domains.content.queries import page
from comptoir.domains.content.tests.test_actions import ABOUT
from comptoir.domains.markets.testing import make_market
from comptoir.kernel.testing import NOON, OWNER, at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_many_editors_of_one_version_one_publishes() -> None:
    make_market()
    publish_page(key="about", draft=ABOUT, based_on=0, actor=OWNER, now=NOON)
    drafts = [replace(ABOUT, titles={"fr": f"Version {n}", "en": f"Version {n}"}) for n in range(6)]
    answers = at_once(
        [partial(publish_page, key="about", draft=draft, based_on=1, actor=OWNER, now=NOON) for draft in drafts]
    )
    assert sorted(answers, key=str) == sorted([2, *(answer for answer in answers if answer != 2)], key=str)
    assert [type(answer) for answer in answers if answer != 2] == [PageChanged] * 5
    assert page("about").titles["fr"] == f"Version {answers.index(2)}"
    assert PageVersion.objects.count() == 2


def test_a_page_begun_twice_at_once_is_one_page() -> None:
    make_market()
    answers = at_once(
        [partial(publish_page, key="about", draft=ABOUT, based_on=0, actor=OWNER, now=NOON) for _ in range(6)]
    )
    assert [type(answer) for answer in answers if answer != 1] == [PageChanged] * 5


def test_one_address_wanted_by_two_pages_goes_to_one() -> None:
    make_market()
    answers = at_once(
        [partial(publish_page, key=key, draft=ABOUT, based_on=0, actor=OWNER, now=NOON) for key in ("a", "b", "c")]
    )
    assert [type(answer) for answer in answers if answer != 1] == [SlugTaken] * 2
    assert Page.objects.count() == 1


def test_starter_pages_wanted_twice_at_once_exist_once() -> None:
    make_market()
    answers = at_once([partial(publish_starter_pages, actor=OWNER, now=NOON)] * 3)
    assert [type(answer) for answer in answers if isinstance(answer, Exception)] in (
        [],
        [PageChanged],
        [PageChanged] * 2,
    )
    assert sorted(Page.objects.values_list("key", "number")) == [("legal-notice", 1), ("privacy", 1), ("terms", 1)]
