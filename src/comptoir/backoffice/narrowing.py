"""A list’s address: what it is narrowed to, as links that set or take away one thing and keep the rest."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import pgettext

from comptoir.backoffice.parts import Chip, Filter, Listing, Option, Tab, Words

CURSOR, TEXT = "cursor", "q"


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The parameters of one list, those that are known and not empty."""

    path: str
    values: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, request: HttpRequest, *names: str) -> "Narrowing":
        known = (TEXT, *names, CURSOR)
        return cls(request.path, {name: value for name in known if (value := request.GET.get(name, "").strip())})

    def get(self, name: str) -> str:
        return self.values.get(name, "")

    @property
    def text(self) -> str:
        return self.get(TEXT)

    @property
    def cursor(self) -> str | None:
        return self.values.get(CURSOR)

    def href(self, **changes: str) -> str:
        """The same list with these changes, from its first page unless a cursor is among them."""
        wanted = {name: value for name, value in {**self.values, CURSOR: "", **changes}.items() if value}
        return f"{self.path}?{urlencode(wanted)}" if wanted else self.path

    def without(self, *names: str) -> "Narrowing":
        """The same list where these do not count."""
        return Narrowing(self.path, {name: value for name, value in self.values.items() if name not in names})

    def tab(self, name: str, value: str, label: Words, *, count: int | None = None) -> Tab:
        return Tab(label=label, href=self.href(**{name: value}), current=self.get(name) == value, count=count)

    def filter(self, name: str, label: Words, options: Iterable[tuple[str, Words]]) -> Filter:
        return Filter(
            label=label,
            options=tuple(
                Option(label=words, href=self.href(**{name: value}), chosen=self.get(name) == value)
                for value, words in options
            ),
        )

    def chip(self, name: str, label: Words, options: Iterable[tuple[str, Words]]) -> tuple[Chip, ...]:
        """The active filter of that name, if its value is one of the options."""
        chosen = dict(options).get(self.get(name))
        if chosen is None:
            return ()
        between = pgettext("between a label and its text", ":")
        return (Chip(label=f"{label}{between} {str(chosen).strip()}", remove_href=self.href(**{name: ""})),)

    def listing(
        self,
        *,
        search_label: Words,
        shown: int,
        next_cursor: str | None,
        filters: tuple[Filter, ...] = (),
        chips: tuple[Chip, ...] = (),
        search_everything: bool = False,
    ) -> Listing:
        """The frame of the list. ``search_everything``: a search leaves what the list was narrowed to."""
        kept = () if search_everything else tuple(self.without(TEXT, CURSOR).values.items())
        return Listing(
            href=self.path,
            query=self.text,
            search_label=search_label,
            filters=filters,
            chips=chips,
            kept=kept,
            shown=shown,
            narrowed=bool(self.without(CURSOR).values),
            first_href=self.href() if self.cursor else "",
            next_href=self.href(**{CURSOR: next_cursor}) if next_cursor else "",
        )
