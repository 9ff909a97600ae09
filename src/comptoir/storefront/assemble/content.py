"""Pages of words, as they read now or as they read when a buyer agreed to them."""

import re
from html import unescape

from django.utils.translation import gettext as _

from comptoir.domains.content.queries import footer_pages, page_version
from comptoir.domains.content.values import Page
from comptoir.kernel.formats import date_label
from comptoir.kernel.texts import slug_of, text_in
from comptoir.storefront.assemble.heads import page_head
from comptoir.storefront.assemble.leading import to_page
from comptoir.storefront.assemble.listing import with_query
from comptoir.storefront.assemble.share_cards import page_card
from comptoir.storefront.here import Here
from comptoir.storefront.pages.content import ContentPage
from comptoir.storefront.pages.parts import Link, Notice
from comptoir.storefront.surrogates import CHROME, content_key

_HEADING = re.compile(r"<h2[^>]*>(.*?)</h2>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_ENOUGH = 3


def content_page(current: Page, here: Here, *, number: int | None) -> tuple[ContentPage, tuple[str, ...]]:
    """A page as it reads now; with a number, what that version said.

    :raises UnknownPage: when there is no such version.
    """
    former = number is not None and number != current.number
    shown = page_version(current.key, number) if number is not None and former else current
    language = here.language
    title = text_in(shown.titles, language)
    body, contents = anchored(text_in(shown.bodies, language))
    said = f"{number}" if former else ""
    page = ContentPage(
        head=page_head(
            here,
            title,
            lambda at: with_query(at.page(text_in(current.slugs, at.language)), version=said),
            canonical=lambda at: at.page(text_in(current.slugs, at.language)),
            indexed=not former,
            share=page_card(current, here),
            kind="article",
        ),
        crumbs=(Link(_("Home"), here.at.home()), Link(title, "")),
        notices=(_not_current(current, here),) if former else (),
        title=title,
        version=_("Version %(version)s, in force since %(day)s")
        % {"version": shown.version, "day": date_label(shown.published_on, language)},
        body=body,
        contents=contents if len(contents) >= _ENOUGH else (),
        siblings=_siblings(current, here),
    )
    return page, (content_key(current.key), CHROME)


def _not_current(current: Page, here: Here) -> Notice:
    return Notice(
        "info",
        _("This is an earlier version"),
        _("It is kept for those who agreed to it."),
        Link(_("Read the current version"), here.at.page(text_in(current.slugs, here.language))),
    )


def anchored(html: str) -> tuple[str, tuple[Link, ...]]:
    """The text with an id on each of its headings, and the links to them."""
    links: list[Link] = []

    def anchor(match: re.Match[str]) -> str:
        label = " ".join(unescape(_TAG.sub("", match.group(1))).split())
        id = f"{slug_of(label, limit=40) or 'part'}-{len(links) + 1}"
        links.append(Link(label, f"#{id}"))
        return f'<h2 id="{id}">{match.group(1)}</h2>'

    return _HEADING.sub(anchor, html), tuple(links)


def _siblings(current: Page, here: Here) -> tuple[Link, ...]:
    return tuple(to_page(link, here.at) for link in footer_pages() if link.key != current.key)
