"""Forms that are as long as what is edited: their fields follow from the document, or from what was sent."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from comptoir.backoffice.content.design_words import BLOCKS, CHOICES, FIELDS, Label
from comptoir.backoffice.content.targets import ADDRESS, Choices, split_target
from comptoir.backoffice.texts import LanguageColumn, language_names
from comptoir.domains.content.values import BLOCKS as SPECS
from comptoir.domains.content.values import Block, BlockField, BlockKind, FieldKind, Part, Shown
from comptoir.kernel.ids import new_id

MOST_BLOCKS = 60


@dataclass(frozen=True, slots=True)
class PictureField:
    """A picture as it is edited: the one there is, a file for another, a box to take it away."""

    name: str
    label: Label
    src: str
    kept: forms.BoundField
    file: forms.BoundField
    gone: forms.BoundField


@dataclass(frozen=True, slots=True)
class LinkField:
    chosen: forms.BoundField
    address: forms.BoundField


@dataclass(frozen=True, slots=True)
class EditedPart:
    """The fields of a block or a part: texts by language, then what is the same in all of them."""

    number: int
    columns: tuple[LanguageColumn, ...]
    choices: tuple[forms.BoundField, ...]
    links: tuple[LinkField, ...]
    pictures: tuple[PictureField, ...]
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class EditedBlock:
    number: int
    name: Label
    note: Label
    said: str
    hidden: tuple[forms.BoundField, ...]
    own: EditedPart
    parts: tuple[EditedPart, ...]
    first: bool
    last: bool
    wrong: bool


class BlocksForm(forms.Form):
    """The blocks of a page. ``pictures`` finds stored pictures by path."""

    based_on = forms.IntegerField(widget=forms.HiddenInput)
    count = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=MOST_BLOCKS)

    def __init__(
        self,
        data: Any,
        files: Any,
        *,
        blocks: Sequence[Block],
        based_on: int,
        languages: Sequence[str],
        targets: Choices,
        sources: Choices,
    ) -> None:
        super().__init__(data, files, initial={"based_on": based_on, "count": len(blocks)})
        self.languages, self._targets, self._sources = tuple(languages), targets, sources
        self._blocks = list(blocks) if data is None else _sent(data)
        self._parts: dict[str, int] = {}
        for number, block in enumerate(self._blocks):
            self._add_block(f"b{number}", block)

    def _add_block(self, prefix: str, block: Block) -> None:
        spec = SPECS[block.kind]
        self.fields[f"{prefix}_kind"] = forms.CharField(initial=block.kind.value, widget=forms.HiddenInput)
        self.fields[f"{prefix}_id"] = forms.CharField(initial=block.id, widget=forms.HiddenInput)
        parts = self._with_room(block, spec.most_parts)
        self._parts[prefix] = len(parts)
        self.fields[f"{prefix}_parts"] = forms.IntegerField(initial=len(parts), widget=forms.HiddenInput)
        self._add_part(prefix, block, spec.fields)
        for number, part in enumerate(parts):
            self._add_part(f"{prefix}_p{number}", part, spec.part)

    def _with_room(self, block: Block, most: int) -> list[Part]:
        """With one more that is empty, to write the next one into."""
        room = [Part()] if not self.is_bound and len(block.parts) < most else []
        return [*block.parts, *room]

    def _add_part(self, prefix: str, part: Part, fields: Iterable[BlockField]) -> None:
        for field in fields:
            name, label = f"{prefix}_{field.name}", FIELDS[field.name]
            match field.kind:
                case FieldKind.LINE | FieldKind.PROSE:
                    for code in self.languages:
                        self.fields[f"{name}_{code}"] = _text(field, label, part, code)
                case FieldKind.CHOICE:
                    offered = [(one, CHOICES.get(one, one)) for one in field.choices]
                    self.fields[name] = forms.ChoiceField(
                        label=label, choices=offered, required=False, initial=part.choices.get(field.name, "")
                    )
                case FieldKind.TARGET:
                    self._add_target(name, label, part.choices.get(field.name, ""), field.name == "source")
                case FieldKind.PICTURE:
                    add_picture(self, name, label, part.pictures.get(field.name))

    def _add_target(self, name: str, label: Label, target: str, is_source: bool) -> None:
        choices = self._sources if is_source else self._targets
        add_target(self, name, label, target, choices, free=not is_source)

    def document_blocks(self, found: Mapping[str, Shown]) -> tuple[Block, ...]:
        """What was written, once the form is valid. ``found`` are the stored pictures by path."""
        return tuple(self._read(f"b{number}", block, found) for number, block in enumerate(self._blocks))

    def _read(self, prefix: str, block: Block, found: Mapping[str, Shown]) -> Block:
        spec = SPECS[block.kind]
        own = self._read_part(prefix, spec.fields, found)
        parts = (self._read_part(f"{prefix}_p{number}", spec.part, found) for number in range(self._parts[prefix]))
        return Block(
            id=block.id,
            kind=block.kind,
            texts=own.texts,
            choices=own.choices,
            pictures=own.pictures,
            parts=tuple(parts),
        )

    def _read_part(self, prefix: str, fields: Iterable[BlockField], found: Mapping[str, Shown]) -> Part:
        texts, choices, pictures = {}, {}, {}
        values = self.cleaned_data
        for field in fields:
            name = f"{prefix}_{field.name}"
            if field.kind in (FieldKind.LINE, FieldKind.PROSE):
                texts[field.name] = {code: values[f"{name}_{code}"] for code in self.languages}
            elif field.kind is FieldKind.CHOICE:
                choices[field.name] = values[name]
            elif field.kind is FieldKind.TARGET:
                choices[field.name] = target_of(values, name)
            elif (kept := found.get(values[f"{name}_kept"])) and not values[f"{name}_gone"]:
                pictures[field.name] = kept
        return Part(texts=texts, choices=choices, pictures=pictures)

    def kept_paths(self) -> list[str]:
        return [value for name, value in self.cleaned_data.items() if name.endswith("_kept") and value]

    def uploads(self) -> dict[str, bytes]:
        """The files that were sent, by the place that the business knows them by."""
        return {
            place_of(name): value.read()
            for name, value in self.cleaned_data.items()
            if name.endswith("_file") and value
        }

    def edited(self) -> tuple[EditedBlock, ...]:
        """For the template."""
        return tuple(self._edited(number, block) for number, block in enumerate(self._blocks))

    def _edited(self, number: int, block: Block) -> EditedBlock:
        prefix, spec = f"b{number}", SPECS[block.kind]
        name, note = BLOCKS[block.kind]
        own = self._shown(prefix, 0, spec.fields)
        return EditedBlock(
            number=number,
            name=name,
            note=note,
            said=self._said(prefix),
            hidden=tuple(self[f"{prefix}_{one}"] for one in ("kind", "id", "parts")),
            own=own,
            parts=tuple(
                replace(self._shown(f"{prefix}_p{index}", index, spec.part), is_new=index >= len(block.parts))
                for index in range(self._parts[prefix])
            ),
            first=number == 0,
            last=number == len(self._blocks) - 1,
            wrong=any(field.startswith((f"{prefix}_",)) for field in self.errors),
        )

    def _said(self, prefix: str) -> str:
        """A few words of what a block says, for its folded line."""
        for name in ("title", "text", "caption"):
            field = f"{prefix}_{name}_{self.languages[0]}"
            if field in self.fields and (value := self[field].value()):
                return str(value)[:80]
        return ""

    def _shown(self, prefix: str, number: int, fields: Sequence[BlockField]) -> EditedPart:
        written = [one for one in fields if one.kind in (FieldKind.LINE, FieldKind.PROSE)]
        columns = tuple(
            LanguageColumn(code, name, tuple(self[f"{prefix}_{one.name}_{code}"] for one in written))
            for code, name in language_names(self.languages)
        )
        kinds: dict[FieldKind, list[str]] = {kind: [] for kind in FieldKind}
        for one in fields:
            kinds[one.kind].append(f"{prefix}_{one.name}")
        return EditedPart(
            number=number,
            columns=columns if written else (),
            choices=tuple(self[name] for name in kinds[FieldKind.CHOICE]),
            links=tuple(LinkField(self[name], self[f"{name}_address"]) for name in kinds[FieldKind.TARGET]),
            pictures=tuple(picture_field(self, name) for name in kinds[FieldKind.PICTURE]),
        )


def _sent(data: Mapping[str, str]) -> list[Block]:
    """The blocks that a browser sent, as far as their kind and number of parts; what they say is read as fields."""
    known, found = {kind.value for kind in BlockKind}, []
    count = data.get("count", "")
    for number in range(min(int(count), MOST_BLOCKS) if count.isdecimal() else 0):
        kind, parts = data.get(f"b{number}_kind", ""), data.get(f"b{number}_parts", "")
        if kind in known:
            most = SPECS[BlockKind(kind)].most_parts + 1
            room = min(int(parts), most) if parts.isdecimal() else 0
            found.append(Block(id=data.get(f"b{number}_id", ""), kind=BlockKind(kind), parts=(Part(),) * room))
    return found


def _text(field: BlockField, label: Label, part: Part, code: str) -> forms.CharField:
    prose = field.kind is FieldKind.PROSE
    widget: forms.Widget = forms.Textarea(attrs={"rows": 5, "data-rich": ""}) if prose else forms.TextInput()
    widget.attrs["lang"] = code
    value = part.texts.get(field.name, {}).get(code, "")
    return forms.CharField(label=label, required=False, initial=value, widget=widget, max_length=20_000)


def add_target(form: forms.Form, name: str, label: Label, target: str, choices: Choices, *, free: bool) -> None:
    """A list to choose from and, when ``free``, a line for any other address."""
    chosen, typed = split_target(target, choices) if target else (target or ("" if free else "products"), "")
    form.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False, initial=chosen)
    attrs = {"inputmode": "url", "placeholder": ""}
    widget = forms.TextInput(attrs=attrs) if free else forms.HiddenInput()
    form.fields[f"{name}_address"] = forms.CharField(
        label=_("Address"), required=False, initial=typed, max_length=500, widget=widget
    )


def target_of(values: Mapping[str, Any], name: str) -> str:
    chosen = str(values[name])
    return str(values[f"{name}_address"]).strip() if chosen == ADDRESS else chosen


def add_picture(form: forms.Form, name: str, label: Label, picture: Shown | None, *, accept: str = "") -> None:
    path = picture.path if picture else ""
    form.fields[f"{name}_kept"] = forms.CharField(required=False, initial=path, widget=forms.HiddenInput)
    accepted = accept or "image/jpeg,image/png,image/webp"
    form.fields[f"{name}_file"] = forms.FileField(
        label=label, required=False, widget=forms.FileInput(attrs={"accept": accepted})
    )
    form.fields[f"{name}_gone"] = forms.BooleanField(label=_("Remove this picture"), required=False)


def picture_field(form: forms.Form, name: str) -> PictureField:
    kept = form[f"{name}_kept"].value() or ""
    # A path comes back from a browser: only what lies in our folder is shown again.
    src = default_storage.url(str(kept)) if str(kept).startswith("designs/") else ""
    return PictureField(
        name=name,
        label=form.fields[f"{name}_file"].label or "",
        src=src,
        kept=form[f"{name}_kept"],
        file=form[f"{name}_file"],
        gone=form[f"{name}_gone"],
    )


def place_of(name: str) -> str:
    """``b2_p0_picture_file`` is what the business calls ``blocks.2.parts.0.picture``."""
    stem = name.removesuffix("_file")
    first, *rest = stem.split("_")
    if not (first[:1] == "b" and first[1:].isdecimal()):
        return stem
    if rest[0][:1] == "p" and rest[0][1:].isdecimal():
        return f"blocks.{first[1:]}.parts.{rest[0][1:]}.{rest[1]}"
    return f"blocks.{first[1:]}.{rest[0]}"


class FieldNames(dict[str, str]):
    """From a place in a document to a field of the form: ``blocks.2.title.fr`` is ``b2_title_fr``."""

    def __init__(self, form: forms.Form) -> None:
        super().__init__()
        self._form = form

    def __bool__(self) -> bool:
        return True  # though nothing is kept in it

    def get(self, named: Any, default: Any = None) -> Any:
        words = str(named).split(".")
        if words[0] == "blocks" and len(words) > 1:
            words = [f"b{words[1]}", *words[2:]]
            if len(words) > 2 and words[1] == "parts":
                words = [words[0], f"p{words[2]}", *words[3:]]
        name = "_".join(words)
        for one in (name, f"{name}_file", f"{name}_{getattr(self._form, 'languages', ('',))[0]}"):
            if one in self._form.fields:
                return one
        return default


def new_block(kind: BlockKind) -> Block:
    return Block(id=str(new_id())[-8:], kind=kind)
