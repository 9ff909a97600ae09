import re
from collections.abc import Iterator, Mapping, Sequence

from comptoir.domains.catalogue.errors import BadColour, FieldNeeded, FieldTooLong
from comptoir.domains.catalogue.values import LONGEST_NAME, swatch_key
from comptoir.kernel.errors import Invalid

_COLOUR = re.compile(r"#[0-9a-f]{6}")


def tidy_swatches(colours: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """By the keys of the values, in small letters. Two tones that are the same are one."""
    return {
        swatch_key(value): tuple(dict.fromkeys(each.strip().lower() for each in given))
        for value, given in colours.items()
    }


def swatch_errors(name: str, colours: Mapping[str, Sequence[str]]) -> Iterator[Invalid]:
    """What is wrong with tidy colours, by field ("colours.bleu nuit")."""
    yield from _name_errors(name, "name")
    for value, given in colours.items():
        yield from _name_errors(value, f"colours.{value}")
        if len(given) > 2 or not all(_COLOUR.fullmatch(each) for each in given):
            yield BadColour(field=f"colours.{value}")


def _name_errors(name: str, field: str) -> Iterator[Invalid]:
    if not name:
        yield FieldNeeded(field=field)
    elif len(name) > LONGEST_NAME:
        yield FieldTooLong(field=field, limit=LONGEST_NAME)
