"""Slips of the keyboard: how far two words are apart."""

from collections.abc import Collection, Sequence

LONGEST_WORD = 40
"""Longer ones are looked for as they are: what is near to them costs without end."""


def slips_allowed(word: str) -> int:
    """In short words one letter more is another word already; very long ones are none."""
    return 0 if len(word) < 4 or len(word) > LONGEST_WORD else 1 if len(word) < 8 else 2


def nearest(word: str, known: Collection[str], *, most: int = 8) -> Sequence[str]:
    """The known words that differ by the fewest slips, no more than may be; the word itself alone where it is known.

    An ``s`` at the end is no slip: titles and categories often have the plural where one asks for a single thing.
    """
    allowed = slips_allowed(word)
    far = {candidate: _as_one_or_many(word, candidate, most=allowed) for candidate in known}
    best = min(far.values(), default=allowed + 1)
    return sorted(candidate for candidate, slips in far.items() if slips == best)[:most] if best <= allowed else ()


def _as_one_or_many(word: str, candidate: str, *, most: int) -> int:
    alone = distance(word, candidate, most=most)
    return alone if alone == 0 else max(1, min(alone, distance(f"{word}s", candidate, most=most)))


def distance(one: str, other: str, *, most: int) -> int:
    """Letters to add, leave out, change or swap with the next; ``most`` + 1 for anything farther.

    Optimal string alignment: Damerau, Communications of the ACM 7(3), 1964.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, against in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
