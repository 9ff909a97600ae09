"""From the few colours a merchant chooses to all that the shop needs, and what of it could not be read."""

from collections.abc import Iterator

from comptoir.domains.content.rules.colours import better_of, contrast, mixed, readable
from comptoir.domains.content.values.looks import DARK, LIGHT, PRESETS, SCHEMES, Roles, Theme, UnreadablePair

TEXT, MARK = 4.5, 3.0
"""What WCAG 2.2 AA asks of words (1.4.3), and of what is not words: edges of fields, marks (1.4.11)."""

PAIRS = (
    ("ink", "ground", TEXT), ("ink", "surface", TEXT), ("ink", "sunken", TEXT), ("ink", "accent-soft", TEXT),
    ("ink-soft", "ground", TEXT), ("ink-soft", "surface", TEXT), ("ink-soft", "sunken", TEXT),
    ("accent", "ground", TEXT), ("accent", "surface", TEXT), ("accent", "sunken", TEXT),
    ("accent", "accent-soft", TEXT), ("on-accent", "accent", TEXT), ("on-accent", "accent-strong", TEXT),
    ("on-deep", "deep", TEXT), ("on-deep-soft", "deep", TEXT), ("tag-ink", "tag", TEXT), ("on-sale", "sale", TEXT),
    ("positive", "ground", TEXT), ("warning", "ground", TEXT), ("warning", "surface", TEXT),
    ("danger", "ground", TEXT), ("danger", "surface", TEXT), ("ink", "positive-soft", TEXT),
    ("ink", "warning-soft", TEXT), ("ink", "danger-soft", TEXT), ("line-strong", "surface", MARK),
    ("line-strong", "ground", MARK), ("focus", "ground", MARK), ("focus", "surface", MARK),
)  # fmt: skip
"""Which role stands on which, and how well it must be told from it."""


def roles_of(theme: Theme, scheme: str) -> Roles:
    """The colour of every role. What was chosen stands as it is; what follows from it is made to be read."""
    roles = dict(PRESETS[theme.preset].roles(scheme))
    chosen = dict(theme.chosen(scheme))
    if scheme == DARK:
        _follow_into_the_dark(roles, chosen, theme)
    if chosen.keys() & {"ground", "ink"}:
        _repaint(roles, chosen)
    if "accent" in chosen or chosen.keys() & {"ground", "ink"}:
        _accentuate(roles, chosen.get("accent", ""))
    if "deep" in chosen:
        roles["deep"] = chosen["deep"]
        roles["on-deep"] = better_of(chosen["deep"], "#ffffff", "#000000")
        roles["on-deep-soft"] = readable(mixed(roles["on-deep"], roles["deep"], 0.3), [roles["deep"]], TEXT)
    if "sale" in chosen:
        roles["sale"] = chosen["sale"]
        roles["on-sale"] = better_of(chosen["sale"], "#ffffff", "#000000")
    return roles


def _follow_into_the_dark(roles: dict[str, str], chosen: dict[str, str], theme: Theme) -> None:
    """A hue that was chosen for the light page is the shop's in the dark too, as light as it must be there."""
    grounds = [chosen.get("ground", roles["ground"]), roles["accent-soft"], roles["sunken"]]
    if "accent" in theme.light and "accent" not in chosen:
        chosen["accent"] = readable(theme.light["accent"], grounds, TEXT + 1)
    if "deep" in theme.light and "deep" not in chosen:
        chosen["deep"] = mixed(theme.light["deep"], "#000000", 0.55)
    if "sale" in theme.light and "sale" not in chosen:
        chosen["sale"] = theme.light["sale"]


def _repaint(roles: dict[str, str], chosen: dict[str, str]) -> None:
    ground = roles["ground"] = chosen.get("ground", roles["ground"])
    ink = roles["ink"] = chosen.get("ink", roles["ink"])
    # Pictures and forms lie a little nearer to the light, what is set back a little nearer to the ink.
    is_light = contrast(ground, "#000000") > contrast(ground, "#ffffff")
    roles["surface"] = mixed(ground, "#ffffff", 0.6 if is_light else 0.04)
    roles["sunken"] = mixed(ground, ink, 0.06)
    roles["line"] = mixed(ground, ink, 0.16)
    grounds = [ground, roles["surface"], roles["sunken"]]
    roles["line-strong"] = readable(mixed(ground, ink, 0.45), grounds, MARK)
    roles["ink-soft"] = readable(mixed(ink, ground, 0.28), grounds, TEXT)
    roles["focus"] = readable(roles["focus"], grounds, MARK)
    for name in ("positive", "warning", "danger"):
        roles[name] = readable(roles[name], grounds, TEXT)
        roles[f"{name}-soft"] = mixed(ground, roles[name], 0.12)


def _accentuate(roles: dict[str, str], accent: str) -> None:
    if accent:
        roles["accent"] = accent
        roles["accent-strong"] = mixed(accent, roles["ink"], 0.3)
        roles["awning"] = accent
    roles["accent-soft"] = mixed(roles["ground"], roles["accent"], 0.08)
    roles["on-accent"] = better_of(roles["accent"], "#ffffff", "#000000")
    # Under the pointer a button may not become less readable than it was.
    if contrast(roles["on-accent"], roles["accent-strong"]) < TEXT:
        roles["accent-strong"] = mixed(
            roles["accent"], "#000000" if roles["on-accent"] == "#ffffff" else "#ffffff", 0.2
        )
    if accent and contrast(roles["accent"], roles["tag"]) < TEXT:
        roles["tag-ink"] = roles["tag-line"] = readable(accent, [roles["tag"]], TEXT)
    elif accent:
        roles["tag-ink"] = roles["tag-line"] = accent


def unreadable_pairs(theme: Theme) -> tuple[UnreadablePair, ...]:
    """What could not be read, each role and scheme once, with the nearest colour that would do."""
    schemes = SCHEMES if theme.follows_dark else (LIGHT,)
    return tuple(pair for scheme in schemes for pair in _unreadable(roles_of(theme, scheme), scheme))


def _unreadable(roles: Roles, scheme: str) -> Iterator[UnreadablePair]:
    told: set[str] = set()
    for role, ground, needed in PAIRS:
        if role in told or contrast(roles[role], roles[ground]) >= needed:
            continue
        told.add(role)
        grounds = [roles[other] for name, other, _ in PAIRS if name == role]
        # The first that fails is what buyers see most of: the page itself, where it is one of them.
        yield UnreadablePair(
            scheme=scheme,
            role=role,
            ground=ground,
            colour=roles[role],
            ground_colour=roles[ground],
            contrast=round(contrast(roles[role], roles[ground]), 2),
            needed=needed,
            better=readable(roles[role], grounds, needed),
        )
