"""Pure rules of pages: what a version must hold, how its HTML is cleaned."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from html import escape
from urllib.parse import unquote, urlsplit

import nh3

from comptoir.domains.content.errors import (
    BadKey,
    BadRedirectPath,
    BadRedirectTarget,
    FieldNeeded,
    RedirectLoop,
    TextTooLong,
    TooManyRedirects,
)
from comptoir.domains.content.values import LEGAL_KEYS, PageDraft, PageKind, Redirect
from comptoir.kernel.errors import Invalid
from comptoir.kernel.texts import Texts, slug_of

LIMIT = 200_000
_KEY = re.compile(r"[a-z][a-z0-9-]{0,63}")
_PLACE = re.compile(r"\{([a-z_]+)\}")
_GAP = re.compile(r"[ \t\r\n]+")  # a no-break space was put there on purpose

_ALLOWED = nh3.Cleaner(
    tags={
        "a", "b", "blockquote", "br", "dd", "dl", "dt", "em", "h2", "h3", "h4", "hr", "i", "li", "mark", "ol", "p",
        "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
    },
    attributes={"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan", "scope"}},
    url_schemes={"http", "https", "mailto", "tel"},
    clean_content_tags={"script", "style"},
    link_rel="noopener",
)  # fmt: skip


def clean_html(html: str) -> str:
    """What may stand on a page: headings, text, lists, tables, links. Everything else is taken out, its text kept."""
    return _ALLOWED.clean(html).strip()


def tidy_draft(draft: PageDraft) -> PageDraft:
    """The draft with clean texts and with the slugs that were left to be made from the titles."""
    titles = _present({language: _GAP.sub(" ", title).strip() for language, title in draft.titles.items()})
    return replace(
        draft,
        titles=titles,
        bodies=_present({language: clean_html(html) for language, html in draft.bodies.items()}),
        slugs={
            language: slug_of(draft.slugs.get(language, "")) or slug_of(title) for language, title in titles.items()
        },
    )


def _present(texts: Mapping[str, str]) -> Texts:
    return {language: text for language, text in texts.items() if text}


def draft_errors(key: str, draft: PageDraft) -> Iterator[Invalid]:
    """What is wrong with a tidy draft, by field."""
    if not _KEY.fullmatch(key):
        yield BadKey(field="key")
    if not draft.titles:
        yield FieldNeeded(field="titles", language="")
    for language in draft.titles:
        if language not in draft.bodies:
            yield FieldNeeded(field="bodies", language=language)
        if not draft.slugs.get(language):
            yield FieldNeeded(field="slugs", language=language)
    for language in draft.bodies.keys() - draft.titles.keys():
        yield FieldNeeded(field="titles", language=language)
    if any(len(html) > LIMIT for html in draft.bodies.values()):
        yield TextTooLong(field="bodies", limit=LIMIT)
    if any(len(title) > 200 for title in draft.titles.values()):
        yield TextTooLong(field="titles", limit=200)


def kind_of(key: str, *, landing: bool = False) -> PageKind:
    """Whether the law asks for the page, or it is made of blocks."""
    if key in LEGAL_KEYS:
        return PageKind.LEGAL
    return PageKind.LANDING if landing else PageKind.FREE


def filled_in(template: str, facts: Mapping[str, str], *, missing: str) -> str:
    """The template with each ``{fact}`` in its place, escaped; a fact that is not known leaves ``missing``, marked.

    ``[[…]]`` in the template marks what only the merchant can write; it becomes a ``<mark>``.
    """

    def place(found: re.Match[str]) -> str:
        value = facts.get(found[1], "")
        return escape(value) if value else f"<mark>[{escape(missing)}]</mark>"

    return re.sub(r"\[\[(.+?)\]\]", r"<mark>[\1]</mark>", _PLACE.sub(place, template), flags=re.DOTALL)


MOST_REDIRECTS = 50_000
_LONGEST_ADDRESS = 2_000
_UNFIT = re.compile(r"[\\\x00-\x1f\x7f\u2028\u2029]")  # a space may stand in an old address, as people read it


def tidy_path(path: str) -> str:
    """An address as it is asked for: without the site and the last slash, with its letters as people read them."""
    path = unquote(path.strip())
    if path.startswith(("http://", "https://")):
        path = urlsplit(path).path
    return path.rstrip("/") or "/"


def redirect_errors(redirects: Sequence[Redirect]) -> Iterator[Invalid]:
    """What is wrong with tidy redirects; ``line`` is the place among them, from 1."""
    if len(redirects) > MOST_REDIRECTS:
        yield TooManyRedirects(field="redirects", limit=MOST_REDIRECTS)
        return
    for line, one in enumerate(redirects, 1):
        if not one.path.startswith("/") or set("?#") & set(one.path) or _is_unfit(one.path):
            yield BadRedirectPath(field="path", value=one.path[:200], line=line)
        elif not _leads_somewhere(one.target) or _is_unfit(one.target) or " " in one.target:
            yield BadRedirectTarget(field="target", value=one.target[:200], line=line)
        elif tidy_path(one.target.partition("?")[0]) == one.path and one.target.startswith("/"):
            yield RedirectLoop(field="target", value=one.path, line=line)


def _is_unfit(address: str) -> bool:
    return len(address) > _LONGEST_ADDRESS or bool(_UNFIT.search(address)) or address.startswith("//")


def _leads_somewhere(target: str) -> bool:
    if target.startswith("/"):
        return True
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "." in parts.netloc and "@" not in parts.netloc


def looping(redirects: Mapping[str, str]) -> str:
    """An address from which following the redirects comes back to one that was passed; "" where there is none."""
    done: set[str] = set()
    for start in redirects:
        passed, path = {start}, start
        while (path := tidy_path(redirects[path].partition("?")[0])) in redirects and path not in done:
            if path in passed:
                return start
            passed.add(path)
        done |= passed
    return ""
