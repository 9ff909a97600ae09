"""Form fields as values: what was typed comes back as it was typed, with its error beside it."""

from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One labelled control. ``kind`` is an input type, ``select`` or ``textarea``.

    ``wide`` takes the whole row; ``refresh`` says that the page depends on the value (the country decides which fields
    follow): with JavaScript the dependent parts are fetched on change, without it a button does it.
    ``autocomplete`` is a token of the HTML standard, so that browsers can fill the form.
    """

    name: str
    label: str
    value: str = ""
    kind: str = "text"
    error: str = ""
    hint: str = ""
    required: bool = True
    wide: bool = True
    autocomplete: str = ""
    inputmode: str = ""
    maxlength: int = 200
    choices: tuple[Choice, ...] = ()
    refresh: bool = False

    @property
    def id(self) -> str:
        return f"f-{self.name}"

    @property
    def lines(self) -> SafeString:
        """The value for a text area. Line breaks are written as references, so that nobody tidies them away."""
        return mark_safe(escape(self.value).replace("\r", "").replace("\n", "&#10;"))  # noqa: S308 - escaped just here

    @property
    def described(self) -> str:
        """The ids of the hint and the error, for ``aria-describedby``."""
        return " ".join(f"{self.id}-{part}" for part, there in (("hint", self.hint), ("error", self.error)) if there)


@dataclass(frozen=True, slots=True)
class Check:
    """A tick box. ``label`` may hold one link, kept apart so that no text is trusted as markup. ``refresh`` says that
    the page depends on it, as for ``Field``."""

    name: str
    label: str
    checked: bool = False
    error: str = ""
    required: bool = False
    link_label: str = ""
    link_href: str = ""
    refresh: bool = False

    @property
    def id(self) -> str:
        return f"f-{self.name}"


@dataclass(frozen=True, slots=True)
class FieldError:
    """A line of the summary at the top of a form: jumps to the field."""

    href: str
    text: str
