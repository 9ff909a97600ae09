"""How the shop looks: presets, and what a merchant may change about them.

Colours have roles, not hues: every preset gives each role a colour in light and in dark, and a merchant chooses some of
them; what follows from a choice (the words on a button, the softer ink) is worked out so that it can be read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

type Roles = Mapping[str, str]
"""Colours by role, ``{"ink": "#24211a"}``."""

LIGHT, DARK = "light", "dark"
SCHEMES = (LIGHT, DARK)
CHOSEN_ROLES = ("ground", "ink", "accent", "deep", "sale")
"""What a merchant chooses: the page, the words, links and buttons, the foot of the page, reduced prices."""


class Rounding(StrEnum):
    """How round the corners of buttons, fields and pictures are. Empty: as the preset has them."""

    PRESET = ""
    SHARP = "sharp"
    SOFT = "soft"
    ROUND = "round"


class Scale(StrEnum):
    """How large the type is."""

    SMALL = "small"
    NORMAL = ""
    LARGE = "large"


class Density(StrEnum):
    """How much room is left between things."""

    TIGHT = "tight"
    NORMAL = ""
    AIRY = "airy"


@dataclass(frozen=True, slots=True)
class Font:
    """A family that lies in the program. ``generic`` stands in while it is fetched."""

    code: str
    family: str
    generic: str


FONTS = {
    font.code: font
    for font in (
        Font("figtree", "Figtree", "system-ui, sans-serif"),
        Font("fraunces", "Fraunces", "Georgia, serif"),
        Font("instrument-sans", "Instrument Sans", "system-ui, sans-serif"),
        Font("inter-tight", "Inter Tight", "system-ui, sans-serif"),
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """A look that is finished as it stands. ``light`` and ``dark`` give every role a colour."""

    code: str
    text_font: str
    display_font: str
    light: Roles
    dark: Roles

    def roles(self, scheme: str) -> Roles:
        return self.dark if scheme == DARK else self.light


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A stored picture, as it stands in a block or as the logo. ``widths`` are those it was made in."""

    path: str
    width: int
    height: int
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A preset with what was changed about it: the roles that were chosen, fonts, corners, sizes, the logo.

    ``dark_logo`` is shown on the dark page; without one the logo keeps a light ground there. ``dark`` off: the shop is
    light for everybody.
    """

    preset: str = "halle"
    light: Roles = field(default_factory=dict)
    dark: Roles = field(default_factory=dict)
    text_font: str = ""
    display_font: str = ""
    rounding: Rounding = Rounding.PRESET
    scale: Scale = Scale.NORMAL
    density: Density = Density.NORMAL
    follows_dark: bool = True
    logo: Shown | None = None
    dark_logo: Shown | None = None

    def chosen(self, scheme: str) -> Roles:
        return self.dark if scheme == DARK else self.light


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadablePair:
    """Two colours that stand on each other and cannot be told apart well enough.

    ``contrast`` is theirs, ``needed`` the least that is asked; ``better`` the nearest colour for ``role`` that
    would do there and wherever else it stands.
    """

    scheme: str
    role: str
    ground: str
    colour: str
    ground_colour: str
    contrast: float
    needed: float
    better: str


_HALLE = Preset(
    code="halle",
    text_font="figtree",
    display_font="fraunces",
    light={
        "ground": "#faf6ed", "surface": "#fffdf8", "sunken": "#f2ebdc", "ink": "#24211a", "ink-soft": "#5c5546",
        "line": "#e0d6c3", "line-strong": "#8b8069", "accent": "#1c4a35", "accent-strong": "#123425",
        "on-accent": "#fffdf5", "accent-soft": "#e4ebdc", "positive": "#23653f", "positive-soft": "#e4eedd",
        "warning": "#8a4b06", "warning-soft": "#faeacb", "danger": "#a3281b", "danger-soft": "#fae3da",
        "deep": "#173a2b", "on-deep": "#f5efe0", "on-deep-soft": "#c4cfbd", "awning": "#1c4a35",
        "awning-light": "#e9dfc8", "tag": "#fffdf6", "tag-ink": "#1c4a35", "tag-line": "#1c4a35", "sale": "#a3281b",
        "on-sale": "#fffaf2", "focus": "#b4540a",
    },
    dark={
        "ground": "#161814", "surface": "#1f221c", "sunken": "#252920", "ink": "#f0eadc", "ink-soft": "#bdb5a3",
        "line": "#383c32", "line-strong": "#837d6c", "accent": "#a5d3b3", "accent-strong": "#c2e5cc",
        "on-accent": "#11241a", "accent-soft": "#263829", "positive": "#96d0a6", "positive-soft": "#20331f",
        "warning": "#f0b765", "warning-soft": "#3a2b12", "danger": "#f4a28f", "danger-soft": "#402018",
        "deep": "#0d1811", "on-deep": "#efe9da", "on-deep-soft": "#b3bfae", "awning": "#2c6349",
        "awning-light": "#d9ceb4", "tag": "#f7f1e2", "tag-ink": "#173a2b", "tag-line": "#173a2b", "sale": "#c23d2b",
        "on-sale": "#fffaf2", "focus": "#f2b45c",
    },
)  # fmt: skip
_ATELIER = Preset(
    code="atelier",
    text_font="instrument-sans",
    display_font="instrument-sans",
    light={
        "ground": "#ffffff", "surface": "#ffffff", "sunken": "#f4f4f2", "ink": "#161616", "ink-soft": "#5a5a58",
        "line": "#e3e3e0", "line-strong": "#838380", "accent": "#161616", "accent-strong": "#3a3a38",
        "on-accent": "#ffffff", "accent-soft": "#efefec", "positive": "#1f6542", "positive-soft": "#e6f1ea",
        "warning": "#8a4b06", "warning-soft": "#fbeed6", "danger": "#b02418", "danger-soft": "#fbe6e2",
        "deep": "#161616", "on-deep": "#f7f7f5", "on-deep-soft": "#b9b9b4", "awning": "#161616",
        "awning-light": "#ffffff", "tag": "#ffffff", "tag-ink": "#161616", "tag-line": "#ffffff", "sale": "#b02418",
        "on-sale": "#ffffff", "focus": "#1d5bd8",
    },
    dark={
        "ground": "#121212", "surface": "#1a1a1a", "sunken": "#202020", "ink": "#f4f4f2", "ink-soft": "#b4b4b0",
        "line": "#343433", "line-strong": "#80807c", "accent": "#f4f4f2", "accent-strong": "#d6d6d2",
        "on-accent": "#161616", "accent-soft": "#2b2b2a", "positive": "#8fd1ac", "positive-soft": "#1a2f24",
        "warning": "#f0b765", "warning-soft": "#372a14", "danger": "#f59c8f", "danger-soft": "#3f1f1b",
        "deep": "#0a0a0a", "on-deep": "#f4f4f2", "on-deep-soft": "#b4b4b0", "awning": "#f4f4f2",
        "awning-light": "#121212", "tag": "#121212", "tag-ink": "#f4f4f2", "tag-line": "#121212", "sale": "#f59c8f",
        "on-sale": "#1c0a08", "focus": "#8db4ff",
    },
)  # fmt: skip
_RAYON = Preset(
    code="rayon",
    text_font="inter-tight",
    display_font="inter-tight",
    light={
        "ground": "#f6f7f9", "surface": "#ffffff", "sunken": "#e9edf2", "ink": "#141b26", "ink-soft": "#4d5869",
        "line": "#d7dde5", "line-strong": "#7a8698", "accent": "#12305c", "accent-strong": "#0b2144",
        "on-accent": "#ffffff", "accent-soft": "#e2eaf6", "positive": "#12653c", "positive-soft": "#ddf0e5",
        "warning": "#864900", "warning-soft": "#fbecd0", "danger": "#ad1f2d", "danger-soft": "#fbe3e4",
        "deep": "#101f38", "on-deep": "#f2f5fa", "on-deep-soft": "#b6c2d6", "awning": "#12305c",
        "awning-light": "#12305c", "tag": "#ffffff", "tag-ink": "#141b26", "tag-line": "#ffffff", "sale": "#ad1f2d",
        "on-sale": "#ffffff", "focus": "#b4540a",
    },
    dark={
        "ground": "#10151d", "surface": "#18202b", "sunken": "#1f2835", "ink": "#eaf0f8", "ink-soft": "#adb9ca",
        "line": "#2d3847", "line-strong": "#72809a", "accent": "#9fc2f7", "accent-strong": "#c3daff",
        "on-accent": "#0c1a30", "accent-soft": "#203250", "positive": "#86d3a8", "positive-soft": "#163124",
        "warning": "#f0b765", "warning-soft": "#372a14", "danger": "#f7a0a4", "danger-soft": "#3f1d23",
        "deep": "#0a0f18", "on-deep": "#eaf0f8", "on-deep-soft": "#a7b5ca", "awning": "#9fc2f7",
        "awning-light": "#9fc2f7", "tag": "#18202b", "tag-ink": "#eaf0f8", "tag-line": "#18202b", "sale": "#f7a0a4",
        "on-sale": "#2a0a0d", "focus": "#f2b45c",
    },
)  # fmt: skip
PRESETS = {preset.code: preset for preset in (_HALLE, _ATELIER, _RAYON)}
