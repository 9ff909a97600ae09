from collections.abc import Mapping
from dataclasses import dataclass, field

from comptoir.kernel.texts import Texts, folded, text_in

LONGEST_NAME = 255
"""Of an option, an attribute or a value that can have a colour."""


def swatch_key(name: str) -> str:
    """By which a colour is found: whatever its capitals and accents, “Bleu nuit” is one value."""
    return folded(name)


@dataclass(frozen=True, slots=True)
class Swatches:
    """The colours of values, as the merchant has given them: one, or two for what has two tones, as ``#rrggbb``.

    ``language`` is the shop's first: a value goes by its words there, on pages of every language.
    """

    language: str
    by_value: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def of(self, name: Texts, value: Texts) -> tuple[str, ...]:
        """The colours of that value of the option or attribute of that name; none where none were given."""
        return self.by_value.get((self._key(name), self._key(value)), ())

    def _key(self, texts: Texts) -> str:
        return swatch_key(text_in(texts, self.language))


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueInUse:
    """A value that products have."""

    key: str
    name: Texts
    colours: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyInUse:
    """What products differ by, options and filters alike, with its values, the commonest first."""

    key: str
    name: Texts
    values: tuple[ValueInUse, ...]

    @property
    def coloured(self) -> tuple[ValueInUse, ...]:
        """The values that have a colour."""
        return tuple(value for value in self.values if value.colours)
