"""From a line of the audit trail to a sentence."""

import re
from collections.abc import Collection
from html import unescape
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from comptoir.backoffice.formats import money_text, number_text
from comptoir.backoffice.history.facts import FACTS, OWN_FACTS, VALUES
from comptoir.backoffice.history.pieces import pieces_told
from comptoir.backoffice.history.words import DONE, MOVED, PROVIDERS, REASONS, SUBJECTS
from comptoir.backoffice.orders.states import decline_words
from comptoir.backoffice.parts import Change, Link, Told, Words
from comptoir.domains.accounts.values import ROLES
from comptoir.domains.orders.errors import hold_words
from comptoir.domains.payments.values import Decline
from comptoir.kernel.access import ActorKind
from comptoir.kernel.addresses import Address
from comptoir.kernel.history import Line, histories_of, history_of
from comptoir.kernel.money import Money
from comptoir.kernel.texts import text_in

_LONGEST = 120
# The sentence of a step says its state; of the rest only this is news.
_TOLD_WITH_A_STEP = frozenset({"carrier", "tracking_number", "bank_reference"})
_TAG = re.compile(r"<[^>]*>")
_BREAKS = re.compile(r"[ \t\r\n]+")  # other spaces are there on purpose
_SECONDS = re.compile(r"^(\d\d:\d\d):00$")


def history_told(subject_type: str, subject_id: object, *, limit: int = 50) -> tuple[Told, ...]:
    """What happened to one thing, newest first."""
    return tuple(told_of(subject_type, line) for line in history_of(subject_type, subject_id, limit=limit))


def story_told(subjects: Collection[tuple[str, object]], *, limit: int = 100) -> tuple[Told, ...]:
    """What happened to several things, as one story, newest first."""
    return tuple(told_of(line.subject_type, line) for line in histories_of(subjects, limit=limit))


def told_of(subject_type: str, line: Line, *, subject: Link | None = None) -> Told:
    changes = (*(pieces_told(line) if subject_type == "orders.order" else ()), *_changes(subject_type, line))
    if subject:  # what it is called was just said
        changes = tuple(one for one in changes if one.before or not str(subject.label).endswith(one.after))
    return Told(
        at=line.at,
        what=_what(subject_type, line),
        who=who(line),
        # A reference that was typed once is read once.
        why="" if any(change.after == line.because for change in changes) else _why(subject_type, line.because),
        changes=changes,
        subject=subject,
    )


def who(line: Line) -> Words:
    """The actor in words: a person by name, a machine by what it is."""
    match line.actor_kind:
        case ActorKind.GUEST:
            return _("The customer")
        case ActorKind.PROVIDER:
            return _("%(name)s, signed message") % {"name": PROVIDERS.get(line.actor_label, line.actor_label)}
        case ActorKind.JOB:
            return _("Comptoir")
        case ActorKind.KEY:
            return _("API key “%(name)s”") % {"name": line.actor_label}
        case _:
            return line.actor_label


def _why(subject_type: str, because: str) -> Words:
    """The reason as somebody wrote it, or a program's reason in words."""
    if subject_type != "payments.payment":
        return hold_words(because)
    return decline_words(because) if because in Decline else REASONS.get(because, because)


def subject_word(subject_type: str) -> Words:
    return SUBJECTS.get(subject_type, subject_type)


def _what(subject_type: str, line: Line) -> Words:
    if line.action == "moved":
        state = str(line.after.get("state", ""))
        return MOVED.get((subject_type, state)) or _("State: %(state)s") % {"state": VALUES.get(state, state)}
    return DONE.get((subject_type, line.action)) or line.action.replace("_", " ").capitalize()


def _changes(subject_type: str, line: Line) -> tuple[Change, ...]:
    """The facts that have words; ids, paths and instants are for machines."""
    wanted = frozenset(FACTS)
    if line.action == "moved" and (subject_type, str(line.after.get("state"))) in MOVED:
        wanted = _TOLD_WITH_A_STEP
    if line.action in {"placed", "set_up"} and subject_type in {"orders.order", "markets.merchant"}:
        return ()
    changes = (
        Change(
            label=OWN_FACTS.get((subject_type, name)) or FACTS[name],
            before=_fact(name, line.before.get(name)),
            after=_fact(name, value),
        )
        for name, value in line.after.items()
        if name in wanted and line.before.get(name) != value
    )
    return tuple(change for change in changes if change.before or change.after)


def _fact(name: str, value: Any) -> str:
    if name in {"shipping_address", "billing_address"} and value:
        return ", ".join(Address.read(value).lines)
    if name == "roles" and isinstance(value, list):
        language = (get_language() or "en").split("-")[0]
        return ", ".join(text_in(ROLES[code].name, language) if code in ROLES else str(code) for code in value)
    if name in {"slugs", "swatches"} and isinstance(value, dict):
        # Those of all languages: the reader's alone would hide a change in another. Of each value, its colours.
        return _short(", ".join(f"{each}: {told}" for each, told in value.items() if told))
    return _value(value)


def _value(value: Any) -> str:
    """A fact as people read it, shortened where it is long."""
    if value is None or value in ("", [], {}):
        return ""
    match value:
        case bool():
            return _("yes") if value else _("no")
        case int():
            return number_text(value)
        case {"minor": int(minor), "currency": str(currency), **rest} if not rest:
            return money_text(Money(minor, currency))
        case dict():
            texts = [part for part in value.values() if isinstance(part, str)]
            if len(texts) == len(value) and set(value) <= {"fr", "en", "de", "es", "it", "nl"}:
                return _short(text_in(value, (get_language() or "en").split("-")[0]))
            return _short(", ".join(text for text in texts if text))
        case list() if all(isinstance(part, str) for part in value):
            return _short(", ".join(str(VALUES.get(part, part)) for part in value))
        case list():
            return ngettext("%(count)s line", "%(count)s lines", len(value)) % {"count": number_text(len(value))}
        case _:
            return _short(str(VALUES.get(str(value), value)))


def _short(text: str) -> str:
    plain = _BREAKS.sub(" ", unescape(_TAG.sub(" ", _SECONDS.sub(r"\1", text)))).strip()
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1].rstrip() + "…"
