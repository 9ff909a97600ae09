"""What must be true of every page, whatever it shows."""

import re
from html.parser import HTMLParser

import pytest

from comptoir.storefront.tests.samples.register import SAMPLES, rendered

VOID = {
    "area",
    "br",
    "circle",
    "col",
    "ellipse",
    "hr",
    "img",
    "input",
    "line",
    "link",
    "meta",
    "path",
    "polyline",
    "rect",
    "source",
    "use",
}


class Markup(HTMLParser):
    """Reads a page strictly: every element closed in order, every attribute kept."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.crossed: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> says something twice: {names}"
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.crossed.append(f"</{tag}> after {self.open[-3:]}")

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(scope="module", params=list(SAMPLES))
def page(request: pytest.FixtureRequest) -> tuple[str, Markup]:
    html = rendered(request.param)
    return html, Markup(html)


def test_elements_are_closed_in_order(page: tuple[str, Markup]) -> None:
    assert page[1].crossed == []
    assert page[1].open == []


def test_ids_are_unique_and_references_lead_somewhere(page: tuple[str, Markup]) -> None:
    ids = [attributes["id"] for _, attributes in page[1].elements if "id" in attributes]
    assert [each for each in set(ids) if ids.count(each) > 1] == []
    for tag, attributes in page[1].elements:
        for name in ("for", "aria-labelledby", "aria-describedby", "popovertarget"):
            for reference in (attributes.get(name) or "").split():
                assert reference in ids, f"<{tag} {name}={reference}>"
        href = attributes.get("href") or ""
        if href.startswith("#"):
            assert href[1:] in ids, f"<{tag} href={href}>"


def test_every_icon_shown_is_in_the_sprite_and_none_is_idle(page: tuple[str, Markup]) -> None:
    shown = {(attributes["href"] or "")[1:] for attributes in page[1].all("use")}
    there = {attributes["id"] for attributes in page[1].all("symbol")}
    assert shown - there == set()


def test_nothing_needs_a_hole_in_the_policy(page: tuple[str, Markup]) -> None:
    assert page[1].all("style") == []
    for tag, attributes in page[1].elements:
        assert "style" not in attributes, tag
        assert [name for name in attributes if name.startswith("on")] == [], tag
    for script in page[1].all("script"):
        assert "src" in script or script.get("type") == "application/ld+json"


def test_pictures_keep_their_place_and_say_what_they_show(page: tuple[str, Markup]) -> None:
    for picture in page[1].all("img"):
        assert {"width", "height", "alt", "src"} <= picture.keys()


def test_one_main_heading_and_a_title(page: tuple[str, Markup]) -> None:
    assert len(page[1].all("h1")) == 1
    assert len(page[1].all("main")) == 1
    title = re.search(r"<title>(.*?)</title>", page[0])
    assert title is not None
    assert title.group(1).endswith("Halle Saint-Aubin")


def test_every_control_has_a_name(page: tuple[str, Markup]) -> None:
    labelled = {attributes["for"] for attributes in page[1].all("label") if "for" in attributes}
    for tag in ("input", "select", "textarea"):
        for control in page[1].all(tag):
            if control.get("type") in {"hidden", "radio", "checkbox"}:
                continue
            assert control.get("id") in labelled or control.get("aria-label"), control


def test_no_slot_is_left_open(page: tuple[str, Markup]) -> None:
    assert "<!--slot:" not in page[0]


def test_pages_leave_no_placeholder_of_a_missing_value(page: tuple[str, Markup]) -> None:
    assert "None" not in re.sub(r"<[^>]+>", "", page[0])
