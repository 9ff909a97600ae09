from html.parser import HTMLParser
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.domains.content.errors import BadKey, FieldNeeded, TextTooLong
from comptoir.domains.content.rules import clean_html, draft_errors, filled_in, kind_of, tidy_draft
from comptoir.domains.content.values import PageDraft, PageKind

STARTERS = sorted(path.name for path in (files("comptoir.domains.content") / "starters").iterdir())


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ("<p>Bonjour <strong>à tous</strong></p>", "<p>Bonjour <strong>à tous</strong></p>"),
        ("<p onclick='x()'>a</p><script>x()</script>", "<p>a</p>"),
        ('<a href="javascript:x()">a</a>', '<a rel="noopener">a</a>'),
        ('<a href="https://x.example" target="_top">a</a>', '<a href="https://x.example" rel="noopener">a</a>'),
        ('<img src="x" onerror="y()">texte', "texte"),
        ("<h1>Titre</h1>", "Titre"),
        ("<style>p{}</style><iframe src='x'></iframe>a", "a"),
        (
            "<table><tr><th scope='col'>a</th></tr></table>",
            '<table><tbody><tr><th scope="col">a</th></tr></tbody></table>',
        ),
        ("<mark>[à compléter]</mark>", "<mark>[à compléter]</mark>"),
    ],
)
def test_html_is_cleaned(html: str, clean: str) -> None:
    assert clean_html(html) == clean


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


@given(st.text(alphabet=st.sampled_from("<>/abscriptonload='\" =:imgsvg&;"), max_size=60))
def test_nothing_that_runs_ever_passes(html: str) -> None:
    clean = clean_html(html)
    parser = _Tags()
    parser.feed(clean)
    assert parser.tags.isdisjoint({"script", "svg", "img", "iframe", "style", "object"})
    assert not any(name.startswith("on") for name in parser.attributes)
    assert clean_html(clean) == clean


def test_a_draft_gets_slugs_from_its_titles() -> None:
    draft = tidy_draft(
        PageDraft(
            titles={"fr": "  Qui   sommes-nous\u202f? ", "en": "About us", "de": " "},
            bodies={"fr": "<p>a</p>", "en": "<p>b</p>"},
            slugs={"en": "Our Story!"},
        )
    )
    assert draft.titles == {"fr": "Qui sommes-nous\u202f?", "en": "About us"}
    assert draft.slugs == {"fr": "qui-sommes-nous", "en": "our-story"}
    assert list(draft_errors("about", draft)) == []


@pytest.mark.parametrize(
    ("key", "draft", "faults"),
    [
        ("About", PageDraft(titles={"fr": "a"}, bodies={"fr": "b"}), [(BadKey, "key")]),
        ("about", PageDraft(titles={}, bodies={}), [(FieldNeeded, "titles")]),
        ("about", PageDraft(titles={"fr": "a", "en": "a"}, bodies={"fr": "b"}), [(FieldNeeded, "bodies")]),
        ("about", PageDraft(titles={"fr": "a"}, bodies={"fr": "b", "en": "b"}), [(FieldNeeded, "titles")]),
        ("about", PageDraft(titles={"fr": "？"}, bodies={"fr": "b"}), [(FieldNeeded, "slugs")]),
        ("about", PageDraft(titles={"fr": "a"}, bodies={"fr": "b" * 200_001}), [(TextTooLong, "bodies")]),
        ("about", PageDraft(titles={"fr": "a" * 201}, bodies={"fr": "b"}), [(TextTooLong, "titles")]),
    ],
)
def test_what_a_version_must_hold(key: str, draft: PageDraft, faults: list[tuple[type[Exception], str]]) -> None:
    assert [(type(error), error.field) for error in draft_errors(key, tidy_draft(draft))] == faults


def test_the_law_asks_for_three_pages() -> None:
    assert [kind_of(key) for key in ("legal-notice", "terms", "privacy")] == [PageKind.LEGAL] * 3
    assert kind_of("about") == PageKind.FREE


def test_templates_are_filled_in_and_mark_what_is_missing() -> None:
    html = filled_in(
        "<p>{company}, {siren} [[Votre hébergeur]]</p>", {"company": "A & <b>B</b>"}, missing="à compléter"
    )
    assert html == "<p>A &amp; &lt;b&gt;B&lt;/b&gt;, <mark>[à compléter]</mark> <mark>[Votre hébergeur]</mark></p>"


@pytest.mark.parametrize("name", STARTERS)
def test_starters_are_clean_already_and_use_known_facts(name: str) -> None:
    known = (
        "shop",
        "company",
        "legal_form",
        "capital",
        "address",
        "siren",
        "siret",
        "rcs",
        "vat_number",
        "email",
        "phone",
    )
    template = (files("comptoir.domains.content") / "starters" / name).read_text("utf-8")
    html = filled_in(template, dict.fromkeys(known, "FAIT"), missing="MANQUE")
    assert "MANQUE" not in html
    assert "[[" not in html
    assert "<mark>[" in html
    shown = clean_html(html)
    assert shown.count("<mark>") == html.count("<mark>")
    assert shown.replace(' rel="noopener"', "").replace("&nbsp;", "\u00a0") == html.strip()


@pytest.mark.parametrize("key", ["legal-notice", "terms", "privacy"])
def test_starters_say_the_same_in_both_languages(key: str) -> None:
    french, english = (
        (files("comptoir.domains.content") / "starters" / f"{key}.{language}.html").read_text("utf-8")
        for language in ("fr", "en")
    )
    for tag in ("<h2>", "<h3>", "<li>", "<tr>", "<blockquote>", "[[", "{"):
        assert french.count(tag) == english.count(tag), tag
