"""What others may ask of content. The pages as they read now are one statement, remembered until one is published."""

from datetime import date, datetime
from typing import Any

import orjson

from comptoir.domains.content.errors import UnknownPage
from comptoir.domains.content.permissions import CONTENT_VIEW
from comptoir.domains.content.values import LEGAL_KEYS, TERMS, Page, PageKind, PageLink, Redirect, version_of
from comptoir.kernel.access import Actor
from comptoir.kernel.paging import Page as Paged
from comptoir.kernel.paging import decode_cursor, page_of
from comptoir.kernel.remember import remembered
from comptoir.kernel.sql import fetch

_VERSION = """json_build_object(
    'key', p.key, 'kind', p.kind, 'position_in_footer', p.position_in_footer, 'number', v.number, 'titles', v.titles,
    'slugs', v.slugs, 'bodies', v.bodies, 'published_at', v.published_at, 'published_on', v.published_on)::text
    FROM content_page AS p JOIN content_pageversion AS v ON v.page_id = p.key"""


@remembered("content")
def page(key: str) -> Page:
    """The page of that key as it reads now.

    :raises UnknownPage: when there is none.
    """
    rows = fetch(f"SELECT {_VERSION} AND v.number = p.number WHERE p.key = %s", [key])
    if not rows:
        raise UnknownPage(page=key)
    return _page(rows[0])


@remembered("content")
def page_by_slug(language: str, slug: str) -> Page:
    """The page under that address. Former addresses lead to their page too: where ``.slugs`` differs, redirect.

    :raises UnknownPage: when there is none.
    """
    rows = fetch(
        f"""SELECT {_VERSION} AND v.number = p.number
             WHERE p.key = (SELECT page_id FROM content_pageslug WHERE language = %s AND slug = %s)""",
        [language, slug],
    )
    if not rows:
        raise UnknownPage(page=slug)
    return _page(rows[0])


@remembered("content")
def pages() -> tuple[PageLink, ...]:
    """All pages, those of the footer first, in its order."""
    rows = fetch(
        """SELECT p.key, p.kind, v.titles, v.slugs, p.position_in_footer, v.published_on, v.number, v.published_at,
                  strpos(v.bodies::text, '<mark>[') > 0
             FROM content_page AS p JOIN content_pageversion AS v ON v.page_id = p.key AND v.number = p.number
            ORDER BY p.position_in_footer NULLS LAST, p.key"""
    )
    return tuple(
        PageLink(
            key=key,
            kind=PageKind(kind),
            titles=titles,
            slugs=slugs,
            position_in_footer=position,
            version=version_of(on, number),
            published_at=published_at,
            unfinished=unfinished,
        )
        for key, kind, titles, slugs, position, on, number, published_at, unfinished in rows
    )


def footer_pages() -> tuple[PageLink, ...]:
    """The pages of the footer, in their order."""
    return tuple(link for link in pages() if link.position_in_footer is not None)


def terms_version() -> str:
    """The version of the terms that a buyer agrees to now, such as "2026-11-22.3"; "" while there are none."""
    return _versions().get(TERMS, "")


@remembered("content")
def _versions() -> dict[str, str]:
    rows = fetch(
        """SELECT page_id, published_on, content_pageversion.number FROM content_page
             JOIN content_pageversion ON page_id = key AND content_pageversion.number = content_page.number"""
    )
    return {key: version_of(on, number) for key, on, number in rows}


def missing_legal_pages() -> tuple[str, ...]:
    """The keys of the pages that the law asks for and that do not exist yet."""
    return tuple(sorted(LEGAL_KEYS - {link.key for link in pages()}))


def unfinished_legal_pages() -> tuple[str, ...]:
    """The keys of the pages that the law asks for and that still hold passages for the merchant to write."""
    return tuple(link.key for link in pages() if link.kind is PageKind.LEGAL and link.unfinished)


def page_versions(key: str, *, actor: Actor) -> tuple[Page, ...]:
    """Everything the page has ever said, latest first."""
    actor.must(CONTENT_VIEW)
    return tuple(_page(row) for row in fetch(f"SELECT {_VERSION} WHERE p.key = %s ORDER BY v.number DESC", [key]))


def page_version(key: str, number: int) -> Page:
    """What the page said in that version: what a buyer agreed to then.

    :raises UnknownPage: when there is no such version.
    """
    rows = fetch(f"SELECT {_VERSION} WHERE p.key = %s AND v.number = %s", [key, number])
    if not rows:
        raise UnknownPage(page=f"{key} {number}")
    return _page(rows[0])


def _page(row: tuple[Any, ...]) -> Page:
    found = orjson.loads(row[0])
    return Page(
        key=found["key"],
        kind=PageKind(found["kind"]),
        number=found["number"],
        titles=found["titles"],
        slugs=found["slugs"],
        bodies=found["bodies"],
        position_in_footer=found["position_in_footer"],
        published_at=datetime.fromisoformat(found["published_at"]),
        published_on=date.fromisoformat(found["published_on"]),
    )


@remembered("content.redirects", most=5_000)
def redirect_from(path: str) -> str:
    """Where that tidy address leads; "" where the merchant has set nothing for it."""
    rows = fetch("SELECT target FROM content_redirect WHERE path = %s", [path])
    return str(rows[0][0]) if rows else ""


def redirects(*, text: str = "", cursor: str | None = None, page_size: int = 50, actor: Actor) -> Paged[Redirect]:
    """The merchant's redirects by address, those that hold the text."""
    actor.must(CONTENT_VIEW)
    after = decode_cursor(cursor, [str])[0] if cursor else ""
    rows = fetch(
        """SELECT path, target FROM content_redirect
            WHERE path > %s AND (strpos(lower(path), lower(%s)) > 0 OR strpos(lower(target), lower(%s)) > 0)
            ORDER BY path LIMIT %s""",
        [after, text, text, page_size + 1],
    )
    return page_of(
        rows, size=page_size, key=lambda row: [row[0]], show=lambda row: Redirect(path=row[0], target=row[1])
    )


def all_redirects(*, actor: Actor) -> tuple[Redirect, ...]:
    """Every redirect, for a file."""
    actor.must(CONTENT_VIEW)
    rows = fetch("SELECT path, target FROM content_redirect ORDER BY path")
    return tuple(Redirect(path=path, target=target) for path, target in rows)
