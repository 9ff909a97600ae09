"""Documents that merchants design: read from and written as JSON, tidied, and what is wrong with them."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from typing import Any, assert_never

from comptoir.domains.content.errors import FieldNeeded, NotAColour, TooManyParts, UnknownPreset, UnreadableColours
from comptoir.domains.content.rules.blocks import block_errors, blocks_read, tidy_block, words_in
from comptoir.domains.content.rules.colours import tidy_colour
from comptoir.domains.content.rules.looks import unreadable_pairs
from comptoir.domains.content.rules.menus import menus_errors, menus_read, tidy_menus
from comptoir.domains.content.values import (
    CHOSEN_ROLES,
    FONTS,
    PRESETS,
    SCHEMES,
    Density,
    DesignKind,
    Document,
    Layout,
    Menus,
    Rounding,
    Scale,
    Shown,
    Theme,
    design_kind,
)
from comptoir.kernel.errors import Invalid
from comptoir.kernel.texts import Texts, slug_of, typed_line

MOST_BLOCKS = 60


def empty_document(key: str) -> Document:
    """What a design is before anybody has touched it."""
    match design_kind(key):
        case DesignKind.THEME:
            return Theme()
        case DesignKind.MENUS:
            return Menus()
        case DesignKind.HOME | DesignKind.LANDING:
            return Layout()
        case unreachable:
            assert_never(unreachable)


def as_json(document: Document) -> dict[str, Any]:
    """The document as JSON can hold it."""
    return asdict(document)


def as_document(key: str, found: Mapping[str, Any]) -> Document:
    """The document of that design as it was kept. What this version of the program does not know is left out."""
    match design_kind(key):
        case DesignKind.THEME:
            return _theme_read(found)
        case DesignKind.MENUS:
            return menus_read(found)
        case DesignKind.HOME | DesignKind.LANDING:
            return Layout(
                blocks=blocks_read(found.get("blocks", ())),
                titles=found.get("titles", {}),
                slugs=found.get("slugs", {}),
                position_in_footer=found.get("position_in_footer"),
            )
        case unreachable:
            assert_never(unreachable)


def _theme_read(found: Mapping[str, Any]) -> Theme:
    preset, text_font, display_font = (found.get(name, "") for name in ("preset", "text_font", "display_font"))
    return Theme(
        preset=preset if preset in PRESETS else Theme().preset,
        light=found.get("light", {}),
        dark=found.get("dark", {}),
        text_font=text_font if text_font in FONTS else "",
        display_font=display_font if display_font in FONTS else "",
        rounding=Rounding(found.get("rounding", "")),
        scale=Scale(found.get("scale", "")),
        density=Density(found.get("density", "")),
        follows_dark=found.get("follows_dark", True),
        logo=_shown(found.get("logo")),
        dark_logo=_shown(found.get("dark_logo")),
    )


def _shown(found: Mapping[str, Any] | None) -> Shown | None:
    return Shown(**{**found, "widths": tuple(found.get("widths", ()))}) if found else None


def tidy_document(document: Document) -> Document:
    """As it is kept: texts without what nobody sees, HTML that may stand on a page, colours in one spelling."""
    match document:
        case Theme():
            colours: dict[str, Any] = {scheme: _tidy_roles(document.chosen(scheme)) for scheme in SCHEMES}
            return replace(document, **colours)
        case Menus():
            return tidy_menus(document)
        case Layout():
            titles = _lines(document.titles)
            slugs = {
                language: slug_of(document.slugs.get(language, "")) or slug_of(title)
                for language, title in titles.items()
            }
            return replace(document, blocks=tuple(map(tidy_block, document.blocks)), titles=titles, slugs=slugs)
        case unreachable:
            assert_never(unreachable)


def _tidy_roles(roles: Mapping[str, str]) -> dict[str, str]:
    # What is no colour is kept as it was typed, to be told about.
    written = {role: text.strip() for role, text in roles.items() if text.strip()}
    return {role: tidy_colour(text) or text for role, text in written.items()}


def _lines(texts: Texts) -> dict[str, str]:
    return {language: line for language, text in texts.items() if (line := typed_line(text))}


def draft_refusals(document: Document) -> Iterator[Invalid]:
    """Why a tidy document cannot even be kept as a draft: what it says cannot be understood."""
    match document:
        case Theme():
            yield from _theme_refusals(document)
        case Menus():
            yield from menus_errors(document)
        case Layout():
            if len(document.blocks) > MOST_BLOCKS:
                yield TooManyParts(field="blocks", limit=MOST_BLOCKS)
            for number, block in enumerate(document.blocks):
                yield from block_errors(block, number, complete=False, languages=())
        case unreachable:
            assert_never(unreachable)


def _theme_refusals(theme: Theme) -> Iterator[Invalid]:
    if theme.preset not in PRESETS:
        yield UnknownPreset(field="preset", preset=theme.preset)
    for scheme in SCHEMES:
        for role, colour in theme.chosen(scheme).items():
            if role not in CHOSEN_ROLES or not tidy_colour(colour):
                yield NotAColour(field=f"{scheme}.{role}", colour=colour)
    for name in ("text_font", "display_font"):
        if (font := getattr(theme, name)) and font not in FONTS:
            yield UnknownPreset(field=name, preset=font)


def document_errors(document: Document, *, languages: tuple[str, ...], landing: bool) -> Iterator[Invalid]:
    """Why a tidy document that is kept as a draft cannot be shown to buyers, by field.

    A text that must be there must be there in each of the languages.
    """
    match document:
        case Theme():
            for pair in unreadable_pairs(document):
                yield UnreadableColours(
                    field=f"{pair.scheme}.{pair.role}",
                    role=pair.role,
                    ground=pair.ground,
                    contrast=pair.contrast,
                    needed=pair.needed,
                    better=pair.better,
                )
        case Menus():
            return
        case Layout():
            for number, block in enumerate(document.blocks):
                yield from block_errors(block, number, complete=True, languages=languages)
            if landing:
                for language in languages:
                    if not document.titles.get(language):
                        yield FieldNeeded(field=f"titles.{language}", language=language)
        case unreachable:
            assert_never(unreachable)


def with_picture(document: Document, place: str, picture: Shown) -> Document:
    """The document with that picture at ``logo``, ``blocks.2.picture`` or ``blocks.0.parts.1.picture``.

    A place that is not there changes nothing.
    """
    if isinstance(document, Theme):
        changed: dict[str, Any] = {place: picture} if place in ("logo", "dark_logo") else {}
        return replace(document, **changed)
    if not isinstance(document, Layout):
        return document
    _, number, *rest = place.split(".")
    blocks = list(document.blocks)
    if int(number) >= len(blocks):
        return document
    block = blocks[int(number)]
    if len(rest) == 1:
        blocks[int(number)] = replace(block, pictures={**block.pictures, rest[0]: picture})
    elif int(rest[1]) < len(block.parts):
        parts = list(block.parts)
        part = parts[int(rest[1])]
        parts[int(rest[1])] = replace(part, pictures={**part.pictures, rest[2]: picture})
        blocks[int(number)] = replace(block, parts=tuple(parts))
    return replace(document, blocks=tuple(blocks))


def words_of(layout: Layout, language: str) -> str:
    """What the blocks of a page say, as plain clean HTML: kept with the page's versions."""
    said = "".join(words_in(block, language) for block in layout.blocks)
    return said or f"<p>{layout.titles.get(language, '')}</p>"
