"""What the shop says of itself first: on its front page, and wherever that is told in short."""

from comptoir.domains.content.values import BlockKind, Layout
from comptoir.kernel.texts import text_in


def greeting(layout: Layout, language: str) -> str:
    """What stands below its first headline."""
    return _said_first(layout, "text", language)


def headline(layout: Layout, language: str) -> str:
    """Its first headline."""
    return _said_first(layout, "title", language)


def _said_first(layout: Layout, field: str, language: str) -> str:
    heroes = (block for block in layout.blocks if block.kind is BlockKind.HERO)
    return next((text for block in heroes if (text := text_in(block.texts.get(field, {}), language))), "")
