"""What buyers type, made into words that engines look for: every engine hears the same."""

import re
from collections.abc import Iterable, Mapping, Sequence

from comptoir.domains.search.values import Arrangement, Wanted
from comptoir.kernel.texts import folded

_WORD = re.compile(r"[^\W_]+")
MOST_WORDS = 12
"""Of a question; nobody means more, and each costs a search something."""
LONGEST_WORD = 60

# Words that say nothing about what is wanted: "huile d'olive pour la salade" asks for oil, olive, salad.
_EMPTY: Mapping[str, frozenset[str]] = {
    "fr": frozenset(
        _WORD.findall(
            "a ai au aux avec c ce ces cet cette d dans de des du elle en est et eux il ils j je l la le les leur "
            "leurs lui m ma mais me meme mes mon n ne nos notre nous on ont ou par pas pour qu que qui s sa sans se "
            "ses son sont sur t ta te tes toi ton tu un une vos votre vous y chez"
        )
    ),
    "en": frozenset(
        _WORD.findall(
            "a an and any are as at be by for from has have i in is it its me my of on or our s some t that the their "
            "this to was we with you your"
        )
    ),
}


def plain(text: str) -> str:
    """The words of a text: small letters, no accents, nothing but letters and figures between single spaces."""
    return " ".join(_WORD.findall(folded(text)))


def arrangement_key(text: str) -> str:
    """Words as they are compared with those of an arrangement: neither order of typing nor endings of plurals count."""
    return " ".join(sorted({_singular(word) for word in plain(text).split()}))


def arranged_for(
    known: Sequence[Arrangement], market: str, *, text: str = "", category: str = ""
) -> Arrangement | None:
    """What is arranged for these words, or else for this category."""
    key = arrangement_key(text)
    for each in known:
        if each.market == market and (arrangement_key(each.words) == key if key else each.category == category):
            return each
    return None


def tidy_words(words: Iterable[str]) -> tuple[str, ...]:
    """Words and expressions as the merchant wrote them, each once, none empty."""
    found: dict[str, str] = {}
    for word in words:
        found.setdefault(plain(word), " ".join(word.split()))
    found.pop("", None)
    return tuple(found.values())


def wanted_by(text: str, language: str, synonyms: Sequence[Sequence[str]] = ()) -> Wanted:
    """What a text asks for, with all words that mean the same. Empty words count only where there are no others."""
    words = [word for word in plain(text).split() if len(word) <= LONGEST_WORD][:MOST_WORDS]
    known = _expressions(synonyms)
    groups: list[tuple[str, ...]] = []
    said = False  # whether any group says something
    at = 0
    empty = _EMPTY.get(language, frozenset())
    fillers: list[tuple[str, ...]] = []
    while at < len(words):
        length, alternatives = _longest(words, at, known)
        own = " ".join(words[at : at + length])
        if not alternatives and own in empty:
            fillers.append((own,))
        else:
            said = True
            groups.append(tuple(dict.fromkeys((own, *alternatives))))
        at += length
    return tuple(groups if said else fillers)


def _expressions(synonyms: Sequence[Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """By each expression in its bare form, all that mean the same, as plain words."""
    found: dict[str, tuple[str, ...]] = {}
    for same in synonyms:
        written = tuple(plain(word) for word in same)
        for word in written:
            key = _bare(word.split())
            found[key] = tuple(dict.fromkeys((*found.get(key, ()), *written)))
    return found


def _longest(words: Sequence[str], at: int, known: Mapping[str, tuple[str, ...]]) -> tuple[int, tuple[str, ...]]:
    """How many words from there on are one expression, and what means the same."""
    for length in range(min(5, len(words) - at) if known else 1, 0, -1):
        if same := known.get(_bare(words[at : at + length])):
            return length, same
    return 1, ()


def _bare(words: Sequence[str]) -> str:
    return " ".join(map(_singular, words))


def _singular(word: str) -> str:
    """Near enough to compare with what the merchant wrote; engines know better."""
    return word[:-1] if len(word) > 3 and word[-1] in "sx" and not word.endswith("ss") else word
