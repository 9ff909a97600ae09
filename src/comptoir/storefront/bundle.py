"""Style sheets out of many small files, in order, without a build tool.

Relative addresses in the sources are written for ``storefront/storefront.css``: the sheet of the first preset.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from comptoir.domains.content.queries import palette
from comptoir.domains.content.values import FONTS, PRESETS, Density, Rounding, Scale, Theme

CSS = Path(__file__).parent / "styles"
PERSONAL = CSS / "personal"

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_INDENT = re.compile(r"\s*\n\s*")
_AROUND = re.compile(r"\s*([{};,])\s*")
_STRING = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|url\([^)]*\)")

_CORNERS = {Rounding.SHARP: ("0", "0"), Rounding.SOFT: ("4px", "10px"), Rounding.ROUND: ("12px", "22px")}
_SIZES = {Scale.SMALL: "93.75%", Scale.LARGE: "112.5%"}
_ROOM = {Density.TIGHT: 0.8, Density.AIRY: 1.3}
# What is a step of 4 px and less holds things together; only what keeps them apart grows and shrinks.
_STEPS = {"s8": 2.0, "s10": 2.5, "s12": 3.0, "s16": 4.0, "s20": 5.0, "s24": 6.0}
_BESIDES = {
    "light": "--picture-light:1;--shadow:0 1px 2px rgb(50 40 20 / 8%),0 6px 24px rgb(50 40 20 / 10%)",
    "dark": "--picture-light:.9;--shadow:0 1px 2px rgb(0 0 0 / 40%),0 8px 28px rgb(0 0 0 / 45%)",
}


def stylesheet_paths(theme: Theme | None = None) -> list[Path]:
    """The sources in the order they apply: fonts, tokens, the elements, the parts by name, the preset.

    :raises ValueError: for a preset that does not exist.
    """
    theme = theme or Theme()
    if theme.preset not in PRESETS:
        raise ValueError(f"no preset {theme.preset!r}: there are {', '.join(PRESETS)}")
    first = [CSS / "tokens.css", CSS / "elements.css", CSS / "layout.css"]
    last = [CSS / "presets" / f"{theme.preset}.css", CSS / "print.css"]
    parts = sorted(path for path in CSS.glob("*.css") if path not in first and path not in last)
    return [*(CSS / "fonts" / f"{font}.css" for font in fonts_of(theme)), *first, *parts, *last]


def personal_paths() -> list[Path]:
    """What only baskets, orders and accounts look like, in every theme: the parts by name, then what is printed."""
    last = PERSONAL / "print.css"
    return [*sorted(path for path in PERSONAL.glob("*.css") if path != last), last]


def fonts_of(theme: Theme) -> tuple[str, ...]:
    """The families that a theme is set in, that of the text first."""
    preset = PRESETS[theme.preset]
    return tuple(dict.fromkeys((theme.text_font or preset.text_font, theme.display_font or preset.display_font)))


def sheet(theme: Theme) -> bytes:
    """The style sheet of a theme, which every page has."""
    sources = stylesheet_paths(theme)
    *others, printed = sources
    return b"\n".join((bundle(others), look(theme).encode(), bundle([printed])))


def look(theme: Theme) -> str:
    """What a theme says beyond its preset's file: colours in light and dark, fonts, corners, sizes, room."""
    fonts = fonts_of(theme)
    said = [
        f"color-scheme:{'light dark' if theme.follows_dark else 'light'}",
        f"--font-text:{_stack(fonts[0])}",
        f"--font-display:{_stack(fonts[-1])}",
        _BESIDES["light"],
        *_colours(theme, "light"),
        *_measures(theme),
    ]
    rules = [f":root{{{';'.join(said)}}}"]
    if theme.follows_dark:
        dark = ";".join((_BESIDES["dark"], *_colours(theme, "dark")))
        rules.append(f"@media (prefers-color-scheme: dark){{:root{{{dark}}}}}")
    if theme.scale in _SIZES:
        rules.append(f"html{{font-size:{_SIZES[theme.scale]}}}")
    return "".join(rules)


def _stack(code: str) -> str:
    font = FONTS[code]
    return f'"{font.family}","{font.family} stand-in",{font.generic}'


def _colours(theme: Theme, scheme: str) -> Iterator[str]:
    for role, colour in palette(theme, scheme).items():
        yield f"--{role}:{colour}"


def _measures(theme: Theme) -> Iterator[str]:
    if theme.rounding in _CORNERS:
        small, large = _CORNERS[theme.rounding]
        yield f"--radius:{small};--radius-large:{large}"
    if theme.density in _ROOM:
        yield from (f"--{name}:{rem * _ROOM[theme.density]:g}rem" for name, rem in _STEPS.items())


def bundle(paths: Iterable[Path]) -> bytes:
    """The sources joined, without comments and idle white space. Strings and addresses are kept to the letter."""
    return "\n".join(smaller(path.read_text(encoding="utf-8")) for path in paths).encode()


def smaller(css: str) -> str:
    """Without comments and idle white space."""
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match.group(0))
        return f"\0{len(kept) - 1}\0"

    css = _STRING.sub(keep, _COMMENT.sub("", css))
    css = _AROUND.sub(r"\1", _INDENT.sub(" ", css)).replace(";}", "}").strip()
    return re.sub("\0(\\d+)\0", lambda match: kept[int(match.group(1))], css)
