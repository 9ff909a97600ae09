"""The menus: at the top with one level below, and the columns at the foot."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comptoir.backoffice.content.design_forms import LinkField, add_target, target_of
from comptoir.backoffice.content.targets import Choices, target_name
from comptoir.backoffice.texts import language_names
from comptoir.domains.content.values import MenuColumn, MenuItem, Menus

MOST_ROWS = 60
MOST_COLUMNS = 4


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a menu as it is edited. ``name`` is what its buttons send, ``said`` what stands on it when folded."""

    name: str
    said: str
    link: LinkField
    labels: tuple[forms.BoundField, ...]
    below: forms.BoundField | None
    first: bool
    last: bool
    is_new: bool
    is_below: bool
    wrong: bool


@dataclass(frozen=True, slots=True)
class ColumnOf:
    number: int
    titles: tuple[forms.BoundField, ...]
    count: forms.BoundField
    rows: tuple[Row, ...]


class MenusForm(forms.Form):
    based_on = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any, *, menus: Menus, based_on: int, languages: Sequence[str], targets: Choices) -> None:
        super().__init__(data, initial={"based_on": based_on})
        self.languages, self._targets = tuple(languages), targets
        self._rows: dict[str, int] = {}
        header = [(item, deep) for top in menus.header for item, deep in _flat(top)]
        self._add_list("h", header, data, deep=True)
        columns = [*menus.footer, *([MenuColumn(titles={})] if len(menus.footer) < MOST_COLUMNS else [])]
        sent = _number(data, "columns", MOST_COLUMNS)
        self._columns = len(columns) if data is None else sent
        self.fields["columns"] = forms.IntegerField(initial=self._columns, widget=forms.HiddenInput)
        for number in range(self._columns):
            column = columns[number] if number < len(columns) else MenuColumn(titles={})
            for code, name in language_names(self.languages):
                self.fields[f"f{number}_title_{code}"] = forms.CharField(
                    label=_("Title of the column in %(language)s") % {"language": name},
                    required=False,
                    max_length=60,
                    initial=column.titles.get(code, ""),
                    widget=forms.TextInput(attrs={"lang": code}),
                )
            self._add_list(f"f{number}", [(item, False) for item in column.items], data, deep=False)

    def _add_list(self, prefix: str, items: Sequence[tuple[MenuItem, bool]], data: Any, *, deep: bool) -> None:
        if data is None:
            rows = [*items, (MenuItem(target=""), False)]
        else:
            rows = [(MenuItem(target=""), False)] * _number(data, f"{prefix}_count", MOST_ROWS)
        self._rows[prefix] = len(rows)
        self.fields[f"{prefix}_count"] = forms.IntegerField(initial=len(rows), widget=forms.HiddenInput)
        for number, (item, is_below) in enumerate(rows):
            name = f"{prefix}_{number}"
            add_target(self, f"{name}_target", _("Leads to"), item.target, self._targets, free=True)
            for code, language in language_names(self.languages):
                self.fields[f"{name}_label_{code}"] = forms.CharField(
                    label=_("Name in %(language)s") % {"language": language},
                    required=False,
                    max_length=60,
                    initial=item.labels.get(code, ""),
                    widget=forms.TextInput(attrs={"lang": code}),
                )
            if deep:
                self.fields[f"{name}_below"] = forms.BooleanField(
                    label=_("Below the entry before it"), required=False, initial=is_below
                )

    def document(self) -> Menus:
        """What was put together, once the form is valid."""
        return Menus(
            header=_tree(self._items("h")),
            footer=tuple(
                MenuColumn(
                    titles={code: self.cleaned_data[f"f{number}_title_{code}"] for code in self.languages},
                    items=tuple(item for item, _below in self._items(f"f{number}")),
                )
                for number in range(self._columns)
            ),
        )

    def _items(self, prefix: str) -> Iterable[tuple[MenuItem, bool]]:
        values = self.cleaned_data
        for number in range(self._rows[prefix]):
            name = f"{prefix}_{number}"
            labels = {code: values[f"{name}_label_{code}"] for code in self.languages}
            item = MenuItem(target=target_of(values, f"{name}_target"), labels=labels)
            yield item, bool(values.get(f"{name}_below"))

    def header_rows(self) -> tuple[Row, ...]:
        return self._shown("h")

    def header_count(self) -> forms.BoundField:
        return self["h_count"]

    def footer_columns(self) -> tuple[ColumnOf, ...]:
        return tuple(
            ColumnOf(
                number=number,
                titles=tuple(self[f"f{number}_title_{code}"] for code in self.languages),
                count=self[f"f{number}_count"],
                rows=self._shown(f"f{number}"),
            )
            for number in range(self._columns)
        )

    def _shown(self, prefix: str) -> tuple[Row, ...]:
        count = self._rows[prefix]
        return tuple(self._row(prefix, number, count) for number in range(count))

    def _row(self, prefix: str, number: int, count: int) -> Row:
        name = f"{prefix}_{number}"
        labels = tuple(self[f"{name}_label_{code}"] for code in self.languages)
        below = self[f"{name}_below"] if prefix == "h" and number else None
        return Row(
            name=f"{prefix}:{number}",
            said=self._said(name, labels),
            link=LinkField(self[f"{name}_target"], self[f"{name}_target_address"]),
            labels=labels,
            below=below,
            first=number == 0,
            last=number >= count - 2,
            is_new=number == count - 1,
            is_below=bool(below and below.value()),
            wrong=any(field.startswith(f"{name}_") for field in self.errors),
        )

    def _said(self, name: str, labels: Iterable[forms.BoundField]) -> str:
        """What an entry is called: its own name, else what it leads to."""
        own = next((str(one.value()) for one in labels if one.value()), "")
        address, chosen = self[f"{name}_target_address"].value(), self[f"{name}_target"].value()
        return own or str(address or target_name(self._targets, str(chosen or "")))


def moved_rows(menus_rows: list[tuple[MenuItem, bool]], step: str, number: int) -> list[tuple[MenuItem, bool]]:
    """The rows with one of them a place up or down, or gone."""
    rows = list(menus_rows)
    if not 0 <= number < len(rows):
        return rows
    other = number - 1 if step == "up" else number + 1
    if step == "remove":
        del rows[number]
    elif 0 <= other < len(rows):
        rows[number], rows[other] = rows[other], rows[number]
    return rows


def moved(menus: Menus, step: str, place: str, number: int) -> Menus:
    """The menus with one line moved: ``place`` is "h" or "f" and the column's number."""
    if place == "h":
        flat = [(replace(item, children=()), deep) for top in menus.header for item, deep in _flat(top)]
        return replace(menus, header=_tree(moved_rows(flat, step, number)))
    at = int(place[1:]) if place[1:].isdecimal() else -1
    if not 0 <= at < len(menus.footer):
        return menus
    columns = list(menus.footer)
    rows = moved_rows([(item, False) for item in columns[at].items], step, number)
    columns[at] = replace(columns[at], items=tuple(item for item, _deep in rows))
    return replace(menus, footer=tuple(columns))


def _flat(top: MenuItem) -> Iterable[tuple[MenuItem, bool]]:
    yield top, False
    yield from ((child, True) for child in top.children)


def _tree(rows: Iterable[tuple[MenuItem, bool]]) -> tuple[MenuItem, ...]:
    tops: list[MenuItem] = []
    for item, below in rows:
        if not (item.target or any(item.labels.values())):
            continue
        if below and tops:
            tops[-1] = replace(tops[-1], children=(*tops[-1].children, item))
        else:
            tops.append(item)
    return tuple(tops)


def _number(data: Mapping[str, str] | None, name: str, most: int) -> int:
    text = (data or {}).get(name, "")
    return min(int(text), most) if text.isdecimal() else 0
