"""Product exports made up at random, and what they mean: every valid way of writing the same goods."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import strategies as some

from comptoir.domains.imports.testing import COLUMNS, Row, write_export

_WORD = some.text("abcdefghijklmnopqrstuvwxyzABCXYZ0123456789éèç", min_size=1, max_size=8)
WORDS = some.lists(_WORD, min_size=1, max_size=4).map(" ".join)
_SLUG = some.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=6)


@dataclass(frozen=True)
class Article:
    choice: tuple[str, ...]
    sku: str
    minor: int
    compare_at: int | None
    grams: int
    pieces: int


@dataclass(frozen=True)
class Goods:
    handle: str
    title: str
    vendor: str
    type: str
    tags: tuple[str, ...]
    options: tuple[str, ...]
    articles: tuple[Article, ...]
    pictures: int
    status: str


@dataclass(frozen=True)
class Style:
    """How a file is written."""

    separator: str
    encoding: str
    line_end: str
    columns: tuple[str, ...]
    repeats_handles: bool
    decimal_mark: str
    true: str
    spells_currency_decimals: bool


@dataclass(frozen=True)
class Export:
    goods: tuple[Goods, ...]
    style: Style

    def tells(self, column: str) -> bool:
        return column in self.style.columns

    def write(self, path: Path) -> Path:
        rows = [row for goods in self.goods for row in _rows(goods, self.style)]
        style = self.style
        return write_export(
            path,
            rows,
            columns=style.columns,
            separator=style.separator,
            encoding=style.encoding,
            line_end=style.line_end,
        )


def _rows(goods: Goods, style: Style) -> list[Row]:
    again = {"Handle": goods.handle} if style.repeats_handles else {}
    rows: list[dict[str, str]] = []
    for number, article in enumerate(goods.articles):
        own = {
            "Variant SKU": article.sku,
            "Variant Price": _money(article.minor, style),
            "Variant Compare At Price": "" if article.compare_at is None else _money(article.compare_at, style),
            "Variant Grams": str(article.grams),
            "Variant Inventory Qty": str(article.pieces),
            "Variant Inventory Tracker": "shopify" if article.pieces % 2 else "",
        }
        values = article.choice or ("Default Title",)
        own |= {f"Option{place} Value": value for place, value in enumerate(values, 1)}
        rows.append({**(_first(goods, style) if number == 0 else again), **own})
    for number in range(goods.pictures):
        if number >= len(rows):
            rows.append(dict(again))
        rows[number] |= {
            "Image Src": f"https://pictures.example/{goods.handle}/{number}.jpg",
            "Image Position": str(number + 1),
        }
    return list(rows)


def _first(goods: Goods, style: Style) -> Row:
    names = goods.options or ("Title",)
    return {
        "Handle": goods.handle,
        "Title": goods.title,
        "Body (HTML)": f"<p>{goods.title}</p>",
        "Vendor": goods.vendor,
        "Type": goods.type,
        "Tags": ", ".join(goods.tags),
        "Published": style.true,
        "Status": goods.status,
        **{f"Option{place} Name": name for place, name in enumerate(names, 1)},
    }


def _money(minor: int, style: Style) -> str:
    amount = Decimal(minor).scaleb(-2)
    text = str(amount) if style.spells_currency_decimals else f"{amount.normalize():f}"
    return text.replace(".", style.decimal_mark)


@some.composite
def exports(draw: Any, *, prefix: str) -> Export:
    """A valid export of up to five products. Handles and references start with the prefix."""
    handles = draw(some.lists(_SLUG, min_size=1, max_size=5, unique=True))
    goods = tuple(draw(_goods(f"{prefix}-{handle}", number)) for number, handle in enumerate(handles))
    return Export(goods, draw(_styles()))


@some.composite
def _goods(draw: Any, handle: str, number: int) -> Goods:
    options = tuple(draw(some.lists(WORDS, max_size=3, unique_by=str.casefold)))
    choices: Sequence[tuple[str, ...]] = [()]
    if options:
        tuples = some.tuples(*(WORDS for _ in options))
        choices = draw(some.lists(tuples, min_size=1, max_size=4, unique_by=lambda t: tuple(v.casefold() for v in t)))
    articles = []
    for place, choice in enumerate(choices):
        minor = draw(some.integers(1, 10_000_000))
        earlier = draw(some.none() | some.integers(minor + 1, minor + 5_000))
        sku = draw(some.sampled_from(["", f"{handle}/{place}"]))
        grams, pieces = draw(some.integers(0, 50_000)), draw(some.integers(0, 500))
        articles.append(Article(choice, sku, minor, earlier, grams, pieces))
    return Goods(
        handle=handle,
        title=draw(WORDS),
        vendor=draw(some.just("") | WORDS),
        type=draw(some.just("") | WORDS),
        tags=tuple(draw(some.lists(WORDS, max_size=3, unique_by=str.casefold))),
        options=options,
        articles=tuple(articles),
        pictures=draw(some.integers(0, 3)),
        status=draw(some.sampled_from(["active", "draft", "archived", ""])),
    )


_OPTIONAL = frozenset(
    {"Body (HTML)", "Vendor", "Tags", "Published", "Status", "Variant SKU", "Variant Grams", "Variant Compare At Price",
     "Variant Barcode", "Image Src", "Image Position", "Gift Card", "Variant Weight Unit", "Type", "Variant Image"}
)  # fmt: skip


@some.composite
def _styles(draw: Any) -> Style:
    separator = draw(some.sampled_from([",", ";", "\t"]))
    left_out = draw(some.sets(some.sampled_from(sorted(_OPTIONAL)), max_size=4))
    extra = draw(some.sampled_from([(), ("Price / France", "Notes")]))
    columns = draw(some.permutations([column for column in (*COLUMNS, *extra) if column not in left_out]))
    return Style(
        separator=separator,
        encoding=draw(some.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"])),
        line_end=draw(some.sampled_from(["\r\n", "\n", "\r"])),
        columns=tuple(columns),
        repeats_handles=draw(some.booleans()),
        decimal_mark="," if separator == ";" else ".",
        true=draw(some.sampled_from(["true", "TRUE", "VRAI", ""])),
        spells_currency_decimals=draw(some.booleans()),
    )
