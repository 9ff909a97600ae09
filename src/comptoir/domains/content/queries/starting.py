"""What the front of the shop is made of before a merchant has touched it: where editing begins."""

import re
from html import unescape

from django.utils.translation import gettext, gettext_noop, override

from comptoir.domains.content.queries.words import page, pages
from comptoir.domains.content.values import Block, BlockKind, Layout
from comptoir.domains.markets.queries import markets, merchant
from comptoir.kernel.texts import Texts, text_in

HOME_PAGE = "home"
"""The page of words that was the front of the shop before it was made of blocks."""
_PARAGRAPH = re.compile(r"<p[^>]*>(.*?)</p>", re.DOTALL)
_HEADING = re.compile(r"<h[234][^>]*>(.*?)</h[234]>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def starting_layout() -> Layout:
    """A greeting, the categories, what is liked, the story of the house, what is new, how we work.

    In the words of the page with the key ``home``, if there is one: its title greets, its first paragraph stands below,
    and what follows its first heading is the story.
    """
    languages = tuple(dict.fromkeys(language for market in markets() for language in market.languages))
    title, text, story_title, story = _written(languages)

    def said(message: str, **values: str) -> Texts:
        texts = {}
        for language in languages:
            with override(language):
                texts[language] = gettext(message) % values if values else gettext(message)
        return texts

    shop = merchant().name
    blocks = [
        Block(
            id="hero",
            kind=BlockKind.HERO,
            texts={
                "title": title or said(gettext_noop("Welcome to %(shop)s"), shop=shop),
                "text": text or said(gettext_noop("Chosen with care, sent with care. Have a look around.")),
                "action": said(gettext_noop("See all products")),
            },
            choices={"target": "products"},
        ),
        Block(id="categories", kind=BlockKind.CATEGORIES, texts={"title": said(gettext_noop("Shop by category"))}),
        Block(
            id="favourites",
            kind=BlockKind.PRODUCTS,
            texts={"title": said(gettext_noop("Our favourites"))},
            choices={"source": "products", "order": "best", "count": "8"},
        ),
    ]
    if story:
        texts = {"eyebrow": said(gettext_noop("Our story")), "title": story_title, "text": story}
        blocks.append(Block(id="story", kind=BlockKind.STORY, texts=texts))
    newest = {"source": "products", "order": "newest", "count": "4"}
    blocks.append(
        Block(id="newest", kind=BlockKind.PRODUCTS, texts={"title": said(gettext_noop("New arrivals"))}, choices=newest)
    )
    return Layout(blocks=(*blocks, Block(id="assurances", kind=BlockKind.ASSURANCES)))


def _written(languages: tuple[str, ...]) -> tuple[Texts, Texts, Texts, Texts]:
    """Greeting, first paragraph, title and text of the story; empty where the page says nothing."""
    if not any(link.key == HOME_PAGE for link in pages()):
        return {}, {}, {}, {}
    found = page(HOME_PAGE)
    text, story_title, story = {}, {}, {}
    for language in languages:
        body = text_in(found.bodies, language)
        first, heading = _PARAGRAPH.search(body), _HEADING.search(body)
        text[language] = _plain(first[1]) if first else ""
        story_title[language] = _plain(heading[1]) if heading else ""
        story[language] = body[heading.end() :].strip() if heading else ""
    titles = {language: text_in(found.titles, language) for language in languages}
    return titles, _some(text), _some(story_title), _some(story)


def _some(texts: Texts) -> Texts:
    return texts if all(texts.values()) else {}


def _plain(html: str) -> str:
    return " ".join(unescape(_TAG.sub("", html)).split())
