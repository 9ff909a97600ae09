"""What pages are made of. A kind of block says which fields it has: editor, checks and shop read the same."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from comptoir.domains.content.values.looks import Shown
from comptoir.kernel.texts import Texts


class BlockKind(StrEnum):
    HERO = "hero"
    PRODUCTS = "products"
    CATEGORIES = "categories"
    STORY = "story"
    EDITORIAL = "editorial"
    PICTURE = "picture"
    TEXT = "text"
    QUOTE = "quote"
    FAQ = "faq"
    SHOPS = "shops"
    NEWSLETTER = "newsletter"
    ASSURANCES = "assurances"


class FieldKind(StrEnum):
    LINE = "line"  # a text of one line, by language
    PROSE = "prose"  # paragraphs of clean HTML, by language
    PICTURE = "picture"
    CHOICE = "choice"
    TARGET = "target"  # where a link leads: "category:honey", "page:terms", "products", an address


@dataclass(frozen=True, slots=True)
class BlockField:
    """A field of a block. Of a choice, the first is what stands there before anybody chose."""

    name: str
    kind: FieldKind
    needed: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BlockSpec:
    """The fields of a kind, and those of each of its parts: questions and their answers, columns."""

    fields: tuple[BlockField, ...]
    part: tuple[BlockField, ...] = ()
    most_parts: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A question, a column: what there may be several of in a block."""

    texts: Mapping[str, Texts] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)
    pictures: Mapping[str, Shown] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block(Part):
    """A block as it was written. ``id`` stays while it moves; a field that was left empty is not there."""

    id: str
    kind: BlockKind
    parts: tuple[Part, ...] = ()


def _line(name: str, *, needed: bool = False) -> BlockField:
    return BlockField(name, FieldKind.LINE, needed)


def _prose(name: str, *, needed: bool = False) -> BlockField:
    return BlockField(name, FieldKind.PROSE, needed)


def _choice(name: str, *choices: str) -> BlockField:
    return BlockField(name, FieldKind.CHOICE, choices=choices)


_PICTURE = BlockField("picture", FieldKind.PICTURE)
_TARGET = BlockField("target", FieldKind.TARGET)
_TITLE = _line("title", needed=True)

BLOCKS: Mapping[BlockKind, BlockSpec] = {
    BlockKind.HERO: BlockSpec(
        (_TITLE, _line("text"), _line("action"), _TARGET, _PICTURE, _choice("layout", "beside", "over", "plain")),
    ),
    BlockKind.PRODUCTS: BlockSpec(
        (
            _TITLE,
            BlockField("source", FieldKind.TARGET),
            _choice("order", "best", "newest"),
            _choice("count", "4", "8", "12"),
        ),
    ),
    BlockKind.CATEGORIES: BlockSpec((_TITLE,)),
    BlockKind.STORY: BlockSpec(
        (
            _line("eyebrow"), _TITLE, _prose("text", needed=True), _PICTURE, _choice("side", "left", "right"),
            _line("action"), _TARGET,
        ),
    ),
    BlockKind.EDITORIAL: BlockSpec(
        (_line("title"),), (_TITLE, _line("text"), _PICTURE, _line("action"), _TARGET), most_parts=4
    ),
    BlockKind.PICTURE: BlockSpec(
        (BlockField("picture", FieldKind.PICTURE, needed=True), _line("alt"), _line("caption"),
         _choice("width", "page", "full")),
    ),
    BlockKind.TEXT: BlockSpec((_line("title"), _prose("text", needed=True))),
    BlockKind.QUOTE: BlockSpec((_line("text", needed=True), _line("author"))),
    BlockKind.FAQ: BlockSpec((_TITLE,), (_line("question", needed=True), _prose("answer", needed=True)), most_parts=20),
    BlockKind.SHOPS: BlockSpec((_TITLE, _line("text"))),
    BlockKind.NEWSLETTER: BlockSpec((_TITLE, _line("text"), _line("action"), _TARGET)),
    BlockKind.ASSURANCES: BlockSpec(()),
}  # fmt: skip
