"""Pages of words: published in versions."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from importlib.resources import files

from babel.numbers import format_currency
from django.db import transaction
from django.utils.translation import gettext, override

from comptoir.domains.content.errors import PageChanged, RedirectLoop, SlugTaken, UnknownPage
from comptoir.domains.content.events import PagesChanged
from comptoir.domains.content.models import Page as PageModel
from comptoir.domains.content.models import PageVersion
from comptoir.domains.content.permissions import CONTENT_EDIT
from comptoir.domains.content.queries import page_version
from comptoir.domains.content.rules import (
    draft_errors,
    filled_in,
    kind_of,
    looping,
    redirect_errors,
    tidy_draft,
    tidy_path,
)
from comptoir.domains.content.values import LEGAL_NOTICE, PRIVACY, TERMS, Page, PageDraft, Redirect
from comptoir.domains.markets.queries import default_market, legal_entity, markets, merchant
from comptoir.kernel.access import Actor
from comptoir.kernel.clock import local_day
from comptoir.kernel.errors import ManyInvalid
from comptoir.kernel.events import emit
from comptoir.kernel.history import record
from comptoir.kernel.remember import forget
from comptoir.kernel.sql import execute, fetch

_STARTERS = {
    LEGAL_NOTICE: {"fr": "Mentions légales", "en": "Legal notice"},
    TERMS: {"fr": "Conditions générales de vente", "en": "Terms and conditions of sale"},
    PRIVACY: {"fr": "Politique de confidentialité", "en": "Privacy policy"},
}


def publish_page(*, key: str, draft: PageDraft, based_on: int, actor: Actor, now: datetime) -> int:
    """Publish a version of a page and return its number; earlier versions stay readable for ever.

    ``based_on`` is the number of the version that was edited, 0 for a page that does not exist yet. Publishing what the
    page says already makes no new version.

    :raises ManyInvalid: with everything that is wrong about the draft, by field.
    :raises PageChanged: when another version was published since: nobody's text is overwritten unseen.
    :raises UnknownPage: when there is no such page and ``based_on`` is not 0.
    :raises SlugTaken: when another page has, or ever had, one of the addresses.
    """
    actor.must(CONTENT_EDIT)
    draft = tidy_draft(draft)
    if errors := tuple(draft_errors(key, draft)):
        raise ManyInvalid(errors=errors)
    with transaction.atomic(savepoint=False):
        before = _begin(key, draft, based_on)
        if before is not None and _says_the_same(before, draft):
            if before.position_in_footer != draft.position_in_footer:
                PageModel.objects.filter(key=key).update(position_in_footer=draft.position_in_footer)
                _tell("placed", key, before, draft, actor=actor, now=now)
            return based_on
        number = based_on + 1
        PageModel.objects.filter(key=key).update(number=number, position_in_footer=draft.position_in_footer)
        for language, slug in sorted(draft.slugs.items()):
            _claim(key, language, slug)
        PageVersion.objects.create(
            page_id=key,
            number=number,
            titles=dict(draft.titles),
            slugs=dict(draft.slugs),
            bodies=dict(draft.bodies),
            published_at=now,
            published_on=local_day(now, default_market().time_zone),
        )
        _tell("published", key, before, draft, actor=actor, now=now)
    return number


def _begin(key: str, draft: PageDraft, based_on: int) -> Page | None:
    """Lock the page at the version that was edited, and return that version; None for a page begun just now."""
    if based_on == 0:
        if execute(
            """INSERT INTO content_page (key, kind, position_in_footer, number) VALUES (%s, %s, %s, 0)
               ON CONFLICT DO NOTHING""",
            [key, kind_of(key, landing=draft.landing), draft.position_in_footer],
        ):
            return None
        raise PageChanged(page=key)
    # The conditional update is the lock: of two editors of one version the second finds none.
    if not execute("UPDATE content_page SET number = number WHERE key = %s AND number = %s", [key, based_on]):
        if PageModel.objects.filter(key=key).exists():
            raise PageChanged(page=key)
        raise UnknownPage(page=key)
    # Read afresh: what is remembered may be a moment older than the row just locked.
    return page_version(key, based_on)


def _says_the_same(before: Page, draft: PageDraft) -> bool:
    return (before.titles, before.slugs, before.bodies) == (draft.titles, draft.slugs, draft.bodies)


def _claim(key: str, language: str, slug: str) -> None:
    rows = fetch(
        """INSERT INTO content_pageslug AS known (language, slug, page_id) VALUES (%s, %s, %s)
           ON CONFLICT (language, slug) DO UPDATE SET page_id = known.page_id RETURNING known.page_id""",
        [language, slug, key],
    )
    if rows[0][0] != key:
        raise SlugTaken(field="slugs", slug=slug)


def _tell(action: str, key: str, before: Page | None, draft: PageDraft, *, actor: Actor, now: datetime) -> None:
    # The texts themselves stay readable as versions; the trail needs only to point at them.
    number = before.number if before else 0
    record(
        action=action,
        subject_type="content.page",
        subject_id=key,
        actor=actor,
        now=now,
        before={"number": number, "position_in_footer": before.position_in_footer} if before else {},
        after={
            "number": number + (action == "published"),
            "position_in_footer": draft.position_in_footer,
            "titles": draft.titles,
        },
    )
    emit(PagesChanged(page_keys=(key,)))
    forget("content")


def publish_starter_pages(*, anew: bool = False, actor: Actor, now: datetime) -> tuple[str, ...]:
    """Publish starter texts for the legal pages that do not exist yet, and return their keys.

    With ``anew`` for all of them, over what they say.

    They are templates for a French seller, filled in with what is known of the legal entity. What only the merchant can
    write is marked in the text, and so is the advice to have the whole read by somebody who knows the law.

    :raises NotSetUp: before the merchant is set up.
    """
    actor.must(CONTENT_EDIT)
    present = dict(PageModel.objects.values_list("key", "number"))
    wanted = tuple(sorted(key for key in _STARTERS if anew or key not in present))
    spoken = {language for market in markets() for language in market.languages}
    facts = {language: _facts(language) for language in ("fr", "en") if language in spoken} or {"en": _facts("en")}
    with transaction.atomic(savepoint=False):
        for position, (key, titles) in enumerate(_STARTERS.items()):
            if key in wanted:
                draft = PageDraft(
                    titles={language: titles[language] for language in facts},
                    bodies={language: _starter(key, language, facts[language]) for language in facts},
                    position_in_footer=position,
                )
                publish_page(key=key, draft=draft, based_on=present.get(key, 0), actor=actor, now=now)
    return wanted


def _starter(key: str, language: str, facts: dict[str, str]) -> str:
    template = (files("comptoir.domains.content") / "starters" / f"{key}.{language}.html").read_text("utf-8")
    with override(language):
        return filled_in(template, facts, missing=gettext("to be completed"))


def _facts(language: str) -> dict[str, str]:
    seller = merchant()
    entity = legal_entity(default_market().legal_entity_id)
    address, capital = replace(entity.address, name="", company=""), entity.share_capital
    return {
        "shop": seller.name,
        "company": entity.name,
        "legal_form": entity.legal_form,
        "capital": format_currency(capital.amount, capital.currency, locale=language) if capital else "",
        "address": ", ".join(address.lines),
        "siren": entity.siren,
        "siret": entity.siret,
        "rcs": entity.rcs,
        "vat_number": entity.vat_number,
        "email": seller.support_email,
        "phone": seller.phone or entity.phone,
    }


def save_redirects(*, redirects: Sequence[Redirect], actor: Actor, now: datetime) -> int:
    """Have these addresses lead elsewhere, and return how many do so anew or otherwise than before. An address of the
    shop that exists is never led away: a redirect is asked only where there is nothing.

    :raises ManyInvalid: with everything that is wrong, each with its ``line``; then none is kept.
    """
    actor.must(CONTENT_EDIT)
    redirects = [replace(one, path=tidy_path(one.path), target=one.target.strip()) for one in redirects]
    if errors := tuple(redirect_errors(redirects)):
        raise ManyInvalid(errors=errors)
    wanted = {one.path: one.target for one in redirects}
    with transaction.atomic(savepoint=False):
        # One at a time: two saved at once could each be right and together lead in a ring.
        fetch("SELECT pg_advisory_xact_lock(hashtext('content.redirects'))")
        known = dict(fetch("SELECT path, target FROM content_redirect"))
        if ring := looping({**known, **wanted}):
            raise ManyInvalid(errors=(RedirectLoop(field="target", value=ring, line=0),))
        fresh = {path: target for path, target in sorted(wanted.items()) if known.get(path) != target}
        if not fresh:
            return 0
        execute(
            """INSERT INTO content_redirect (path, target, set_at)
               SELECT path, target, %s FROM unnest(%s::text[], %s::text[]) AS told (path, target)
               ON CONFLICT (path) DO UPDATE SET target = excluded.target, set_at = excluded.set_at""",
            [now, list(fresh), list(fresh.values())],
        )
        _tell_redirects({path: known[path] for path in fresh if path in known}, fresh, actor=actor, now=now)
    return len(fresh)


def remove_redirects(*, paths: Collection[str], actor: Actor, now: datetime) -> int:
    """Have these addresses lead nowhere again, and return how many did."""
    actor.must(CONTENT_EDIT)
    with transaction.atomic(savepoint=False):
        rows = fetch("DELETE FROM content_redirect WHERE path = ANY(%s) RETURNING path, target", [list(paths)])
        if rows:
            _tell_redirects(dict(rows), {}, actor=actor, now=now)
    return len(rows)


_TOLD_REDIRECTS = 20


def _tell_redirects(before: Mapping[str, str], after: Mapping[str, str], *, actor: Actor, now: datetime) -> None:
    """A file of thousands is told by its number and its first lines."""
    shown = dict(list(after.items())[:_TOLD_REDIRECTS])
    record(
        action="redirects saved" if after else "redirects removed",
        subject_type="content.redirect",
        subject_id="all",
        before=dict(list(before.items())[:_TOLD_REDIRECTS]),
        after={"count": len(after), **shown} if after else {},
        actor=actor,
        now=now,
    )
    forget("content.redirects")
