"""The colours of the demo pictures: named once, so that two hundred pictures stay one family."""

from dataclasses import dataclass

COLOURS: dict[str, str] = {
    # papers and whites
    "white": "#FDFBF6",
    "cream": "#F8EFDC",
    "paper": "#F3E6CB",
    "linen": "#E7D9BF",
    "kraft": "#C9A271",
    "pearl": "#E9E4DC",
    # yellows and browns
    "butter": "#F5D98B",
    "straw": "#E6C66F",
    "honey": "#E3A02F",
    "amber": "#C9741B",
    "ochre": "#D19A3A",
    "saffron": "#EFA91F",
    "mustard": "#C9982C",
    "wheat": "#DDB467",
    "caramel": "#B4692B",
    "chestnut": "#7A3E22",
    "cocoa": "#4A2A1E",
    "walnut": "#8A5F3C",
    "oak": "#B98650",
    "crust": "#C98A45",
    "rind": "#D8B27A",
    "copper": "#B8683F",
    # oranges, reds, purples
    "apricot": "#F0963C",
    "orange": "#E8792B",
    "peach": "#F3B184",
    "terracotta": "#C4653F",
    "brick": "#A8452E",
    "tomato": "#D2402B",
    "cherry": "#A3172E",
    "raspberry": "#C62A52",
    "strawberry": "#D4313A",
    "rose": "#E39AA4",
    "blush": "#F0C4BE",
    "ham": "#D98880",
    "wine": "#6B1B33",
    "plum": "#6A2E56",
    "fig": "#58314F",
    "lavender": "#8E7CB8",
    "violet": "#6B4E9B",
    # blues and greens
    "sky": "#A9CBD9",
    "sea": "#4F8DA0",
    "teal": "#2E7475",
    "delft": "#35588F",
    "navy": "#24344F",
    "slate": "#566473",
    "mint": "#A5CFB2",
    "celadon": "#A9C4B2",
    "sage": "#9DB08A",
    "lime": "#A9B94A",
    "olive": "#7C8237",
    "moss": "#5F7238",
    "leaf": "#5E8C4A",
    "forest": "#2F5D41",
    "bottle": "#1F4A3A",
    # metals and darks
    "steel": "#C6CCD0",
    "pewter": "#8D969C",
    "stone": "#B9B0A3",
    "ash": "#6B655E",
    "charcoal": "#3A3633",
    "ink": "#262322",
}


@dataclass(frozen=True, slots=True)
class Ground:
    """What an object stands in front of and on."""

    wall: str
    table: str
    shadow: str


GROUNDS: dict[str, Ground] = {
    "butter": Ground("#F6DE9C", "#EBC873", "#B98A32"),
    "straw": Ground("#F3E6C4", "#E5D1A1", "#A98A4E"),
    "peach": Ground("#F9D2B4", "#EFB98F", "#B8733F"),
    "coral": Ground("#F3B79C", "#E59B7B", "#A9573A"),
    "blush": Ground("#F5D3CC", "#E8B8AE", "#A86A60"),
    "rose": Ground("#EDB9BC", "#DE9DA2", "#98505A"),
    "clay": Ground("#DDA488", "#C98A6B", "#834B30"),
    "sand": Ground("#F0E3CF", "#DFCBAC", "#9C8058"),
    "stone": Ground("#E2DBD0", "#CBC1B2", "#857866"),
    "sage": Ground("#CFDAB8", "#B5C497", "#6C7F48"),
    "leaf": Ground("#B4C992", "#99B173", "#546F31"),
    "mint": Ground("#C6E0CE", "#A6CBB3", "#55886A"),
    "celadon": Ground("#BFD6CD", "#A0BFB4", "#537D70"),
    "sea": Ground("#A7CBD3", "#85B1BC", "#3F7382"),
    "sky": Ground("#CBE0EA", "#A9C9D8", "#537F94"),
    "mist": Ground("#D9E0E3", "#BDC8CE", "#6E7F88"),
    "lilac": Ground("#DCD0E8", "#C2B2D5", "#755F92"),
    "ochre": Ground("#E9B75C", "#D69C3C", "#8F5F16"),
    "brick": Ground("#BD6247", "#A34E36", "#642817"),
    "plum": Ground("#7C4A63", "#673A52", "#3A1B2D"),
    "pine": Ground("#3F6152", "#324F43", "#172A22"),
    "night": Ground("#3F4E66", "#323F55", "#161E2D"),
}


def colour(name: str) -> str:
    """The hexadecimal value of a colour name.

    :raises KeyError: for a name the palette does not have.
    """
    return COLOURS[name]


def mix(first: str, second: str, share: float) -> str:
    """Blend two ``#RRGGBB`` colours; share 0 is the first, 1 the second."""
    one = [int(first[i : i + 2], 16) for i in (1, 3, 5)]
    two = [int(second[i : i + 2], 16) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in zip(one, two, strict=True))


def lighter(value: str, share: float) -> str:
    """Towards a warm white, the colour of the light in every picture."""
    return mix(value, "#FFF8E8", share)


def darker(value: str, share: float) -> str:
    """Towards a warm near-black, the colour of the shade in every picture."""
    return mix(value, "#24160F", share)


def luminance(value: str) -> float:
    """Perceived lightness from 0 to 1, to choose the ink on a paper."""
    red, green, blue = (int(value[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
