"""Blocks: read, tidied and checked by what their kind says."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from html import escape
from typing import Any

from comptoir.domains.content.errors import (
    BadTarget,
    FieldNeeded,
    NotChoosable,
    PartsNeeded,
    PictureNeeded,
    TextTooLong,
    TooManyParts,
)
from comptoir.domains.content.rules.menus import is_target
from comptoir.domains.content.rules.pages import clean_html
from comptoir.domains.content.values.blocks import BLOCKS, Block, BlockField, BlockKind, FieldKind, Part
from comptoir.domains.content.values.looks import Shown
from comptoir.kernel.errors import Invalid
from comptoir.kernel.texts import Texts, typed, typed_line

LONGEST_LINE = 600
LONGEST_PROSE = 20_000
_HEADINGS = frozenset({"title", "question"})


def blocks_read(found: Iterable[Mapping[str, Any]]) -> tuple[Block, ...]:
    """As they were kept; a kind that this version of the program does not know is left out."""
    known = {kind.value for kind in BlockKind}
    return tuple(
        Block(
            id=one.get("id", ""),
            kind=BlockKind(one["kind"]),
            **_part_values(one),
            parts=tuple(Part(**_part_values(part)) for part in one.get("parts", ())),
        )
        for one in found
        if one.get("kind") in known
    )


def _part_values(found: Mapping[str, Any]) -> dict[str, Any]:
    pictures = {
        name: Shown(**{**one, "widths": tuple(one["widths"])}) for name, one in found.get("pictures", {}).items()
    }
    return {"texts": found.get("texts", {}), "choices": found.get("choices", {}), "pictures": pictures}


def tidy_block(block: Block) -> Block:
    """Only the fields that its kind has, and of its parts those in which anything stands."""
    spec = BLOCKS[block.kind]
    parts = (_tidy_part(part, spec.part) for part in block.parts)
    written = tuple(part for part in parts if part.texts or part.pictures or part.choices)
    return replace(_tidy_part(block, spec.fields), parts=written if spec.part else ())


def _tidy_part[P: Part](part: P, fields: tuple[BlockField, ...]) -> P:
    texts: dict[str, Texts] = {}
    choices: dict[str, str] = {}
    for field in fields:
        if field.kind in (FieldKind.LINE, FieldKind.PROSE):
            tidied = _tidy_texts(part.texts.get(field.name, {}), prose=field.kind is FieldKind.PROSE)
            texts |= {field.name: tidied} if tidied else {}
        elif field.kind is not FieldKind.PICTURE and (chosen := part.choices.get(field.name, "").strip()):
            choices[field.name] = chosen
    pictured = {field.name for field in fields if field.kind is FieldKind.PICTURE}
    return replace(
        part,
        texts=texts,
        choices=choices,
        pictures={name: picture for name, picture in part.pictures.items() if name in pictured},
    )


def _tidy_texts(texts: Texts, *, prose: bool) -> Texts:
    tidied = {language: _prose(text) if prose else typed_line(text) for language, text in texts.items()}
    return {language: text for language, text in tidied.items() if text}


def _prose(text: str) -> str:
    """Clean HTML; what was typed without any is taken as paragraphs with an empty line between them."""
    text = typed(text)
    if text and "<" not in text:
        paragraphs = (escape(" ".join(one.split())) for one in text.replace("\r", "").split("\n\n"))
        text = "".join(f"<p>{one}</p>" for one in paragraphs if one)
    return clean_html(text)


def block_errors(block: Block, number: int, *, complete: bool, languages: tuple[str, ...]) -> Iterator[Invalid]:
    """What is wrong with a tidy block, the field as ``blocks.2.title`` or ``blocks.2.parts.0.question``.

    With ``complete`` also what is missing: in every language that is named.
    """
    spec, place = BLOCKS[block.kind], f"blocks.{number}"
    yield from _part_errors(block, spec.fields, place, complete=complete, languages=languages)
    if len(block.parts) > spec.most_parts:
        yield TooManyParts(field=place, limit=spec.most_parts)
    for index, part in enumerate(block.parts):
        yield from _part_errors(part, spec.part, f"{place}.parts.{index}", complete=complete, languages=languages)
    if complete and spec.part and not block.parts:
        yield PartsNeeded(field=f"{place}.parts.0.{spec.part[0].name}")


def _part_errors(
    part: Part, fields: tuple[BlockField, ...], place: str, *, complete: bool, languages: tuple[str, ...]
) -> Iterator[Invalid]:
    for field in fields:
        at = f"{place}.{field.name}"
        if field.kind in (FieldKind.LINE, FieldKind.PROSE):
            yield from _text_errors(part, field, at, languages if complete else ())
        elif field.kind is FieldKind.PICTURE:
            if complete and field.needed and field.name not in part.pictures:
                yield PictureNeeded(field=at)
        elif chosen := part.choices.get(field.name, ""):
            if field.kind is FieldKind.CHOICE and chosen not in field.choices:
                yield NotChoosable(field=at)
            if field.kind is FieldKind.TARGET and not is_target(chosen):
                yield BadTarget(field=at, target=chosen)


def _text_errors(part: Part, field: BlockField, at: str, languages: tuple[str, ...]) -> Iterator[Invalid]:
    texts = part.texts.get(field.name, {})
    most = LONGEST_LINE if field.kind is FieldKind.LINE else LONGEST_PROSE
    if any(len(text) > most for text in texts.values()):
        yield TextTooLong(field=at, limit=most)
    # A text that is written in one language must be in all: half a page in English helps nobody.
    if field.needed or texts:
        for language in languages:
            if not texts.get(language):
                yield FieldNeeded(field=f"{at}.{language}", language=language)


def words_in(block: Block, language: str) -> str:
    """What a block says, as clean HTML without any of its looks."""
    spec = BLOCKS[block.kind]
    said = "".join(_words(block, field, language) for field in spec.fields)
    return said + "".join(_words(part, field, language) for part in block.parts for field in spec.part)


def _words(part: Part, field: BlockField, language: str) -> str:
    text = part.texts.get(field.name, {}).get(language, "")
    if not text or field.kind is FieldKind.PROSE:
        return text
    tag = "h2" if field.name in _HEADINGS else "p"
    return f"<{tag}>{escape(text)}</{tag}>"
