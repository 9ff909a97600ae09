import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from comptoir.domains.content.actions import remove_redirects, save_redirects
from comptoir.domains.content.models import Redirect as RedirectRow
from comptoir.domains.content.queries import all_redirects, redirect_from, redirects
from comptoir.domains.content.rules import looping, redirect_errors, tidy_path
from comptoir.domains.content.values import Redirect
from comptoir.kernel.access import NotAllowed
from comptoir.kernel.errors import ManyInvalid
from comptoir.kernel.history import history_of
from comptoir.kernel.testing import NOBODY, NOON, OWNER, anybody, snapshot


def to(path: str, target: str) -> Redirect:
    return Redirect(path=path, target=target)


def save(*wanted: Redirect) -> int:
    return save_redirects(redirects=wanted, actor=OWNER, now=NOON)


@pytest.mark.django_db
def test_without_the_permission_nothing_happens() -> None:
    save(to("/old", "/fr/"))
    before = snapshot()
    for actor in (NOBODY, anybody("content.view")):
        with pytest.raises(NotAllowed):
            save_redirects(redirects=[to("/older", "/fr/")], actor=actor, now=NOON)
        with pytest.raises(NotAllowed):
            remove_redirects(paths=["/old"], actor=actor, now=NOON)
    for ask in (redirects, all_redirects):
        with pytest.raises(NotAllowed):
            ask(actor=NOBODY)
    assert snapshot() == before


@pytest.mark.django_db
def test_an_old_address_leads_on_until_it_is_removed() -> None:
    assert (
        save(to(" https://old.example/ancien/miel%20doux.html ", "/fr/produits/miel"), to("/a/", "https://b.example/"))
        == 2
    )
    assert redirect_from("/ancien/miel doux.html") == "/fr/produits/miel"
    assert redirect_from("/a") == "https://b.example/"
    assert redirect_from("/b") == ""
    before = snapshot()
    assert save(to("/a", "https://b.example/")) == 0
    assert snapshot() == before
    assert save(to("/a", "/fr/")) == 1
    assert remove_redirects(paths=["/a", "/nothing"], actor=OWNER, now=NOON) == 1
    assert redirect_from("/a") == ""
    actions = [line.action for line in history_of("content.redirect", "all")]
    assert actions == ["redirects removed", "redirects saved", "redirects saved"]


@pytest.mark.django_db
def test_a_ring_is_refused_whole_also_over_what_is_there() -> None:
    save(to("/a", "/b"), to("/b", "/c"))
    before = snapshot()
    with pytest.raises(ManyInvalid) as refused, transaction.atomic():
        save(to("/c", "/a?x=1"), to("/d", "/e"))
    assert [error.code for error in refused.value.errors] == ["content.redirect_loop"]
    assert snapshot() == before


@pytest.mark.django_db
def test_they_are_listed_by_address_and_found_by_a_part() -> None:
    save(*(to(f"/old/{number}", f"/fr/produits/{number}") for number in range(5)))
    page = redirects(page_size=2, actor=OWNER)
    assert [one.path for one in page.items] == ["/old/0", "/old/1"]
    rest = redirects(page_size=10, cursor=page.next_cursor, actor=OWNER)
    assert [one.path for one in rest.items] == ["/old/2", "/old/3", "/old/4"]
    assert [one.path for one in redirects(text="PRODUITS/3", actor=OWNER).items] == ["/old/3"]
    assert len(all_redirects(actor=OWNER)) == 5


@pytest.mark.django_db
def test_the_database_refuses_what_the_rules_forgot() -> None:
    with pytest.raises(IntegrityError, match="content_redirect_path"):
        RedirectRow.objects.create(path="old", target="/fr/", set_at=NOON)


@pytest.mark.parametrize(
    ("path", "target", "field"),
    [
        ("old", "/fr/", "path"),
        ("/old?x=1", "/fr/", "path"),
        ("//evil.example", "/fr/", "path"),
        ("/old", "fr", "target"),
        ("/old", "javascript:alert(1)", "target"),
        ("/old", "//evil.example", "target"),
        ("/old", "https://user@evil.example", "target"),
        ("/old", "https://evil", "target"),
        ("/old", "/fr/\r\nSet-Cookie: x=1", "target"),
        ("/old", "/old/?x=1", "target"),
        ("/old", "/" + "x" * 2_001, "target"),
    ],
)
def test_what_cannot_be_meant_is_told_by_field_and_line(path: str, target: str, field: str) -> None:
    [error] = redirect_errors([to(tidy_path(path), target)])
    assert (error.field, error.facts["line"]) == (field, 1)


def test_too_many_at_once_are_told_once() -> None:
    [error] = redirect_errors([to("old", "")] * 50_001)
    assert error.code == "content.too_many_redirects"


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from("abcdefghxyz"), max_size=8))
def test_a_ring_is_found_exactly_where_there_is_one(pairs: dict[str, str]) -> None:
    known = {f"/{path}": f"/{target}" for path, target in pairs.items()}

    def ends(path: str) -> bool:
        for _ in range(len(known) + 1):
            if path not in known:
                return True
            path = known[path]
        return False

    assert bool(looping(known)) == (not all(map(ends, known)))
