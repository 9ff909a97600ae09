"""The demo catalogue, read from the data files beside this module."""

from typing import get_args

from comptoir.operations.demo.content.checks import check_catalogue
from comptoir.operations.demo.content.reading import HERE, Table
from comptoir.operations.demo.content.values import (
    Catalogue,
    Category,
    Choice,
    Handling,
    Maker,
    Product,
    Unit,
    Variant,
    VatClass,
    Vocabulary,
)
from comptoir.operations.demo.pictures.spec import PictureSpec

_PICTURE_WORDS = (
    "shape",
    "ground",
    "body",
    "accent",
    "fill",
    "motif",
    "garnish",
    "title",
    "note",
    "label",
    "paper",
    "detail",
    "emblem",
)
_VARIANT_KEYS = {"sku", "barcode", "price", "was", "net", "weight", "stock", "picture"}


def load_catalogue() -> Catalogue:
    """Read and check the whole catalogue.

    :raises ContentError: naming the file and the key, for anything missing, unknown, duplicated or impossible.
    """
    makers = _makers()
    regions = {maker.code: maker.region for maker in makers}
    files = sorted(path.relative_to(HERE).as_posix() for path in (HERE / "products").glob("*.toml"))
    catalogue = Catalogue(
        categories=_categories(),
        makers=makers,
        attributes=_vocabularies("attributes.toml"),
        options=_vocabularies("options.toml"),
        products=tuple(_product(table, regions) for file in files for table in Table.of_file(file).tables("product")),
    )
    check_catalogue(catalogue)
    return catalogue


def _makers() -> tuple[Maker, ...]:
    return tuple(
        Maker(code=code, name=table.string("name"), place=table.string("place"), region=table.string("region"))
        for code, table in Table.of_file("makers.toml").children()
    )


def _vocabularies(file: str) -> tuple[Vocabulary, ...]:
    found = []
    for code, table in Table.of_file(file).children():
        choices = tuple(
            Choice(code=value, name=pair.both(), colours=pair.strings("colours"))
            for value, pair in table.table("values").children()
        )
        found.append(Vocabulary(code=code, name=table.both(), choices=choices))
    return tuple(found)


def _categories() -> tuple[Category, ...]:
    found: dict[str, Category] = {}
    for position, (code, table) in enumerate(Table.of_file("categories.toml").children()):
        parent = table.string("parent", "") or None
        if parent is not None and parent not in found:
            raise table.problem("parent", f"{parent} must come before its children")
        above = found[parent] if parent else None
        handling = table.string("handling", above.handling if above else "ambient")
        found[code] = Category(
            code=code,
            parent=parent,
            position=position,
            name=table.both(),
            lead=table.text_or_none("lead"),
            handling=_one_of(table, "handling", handling, get_args(Handling)),
            adults_only=table.flag("adults_only") or bool(above and above.adults_only),
        )
        table.finished()
    return tuple(found.values())


def _one_of[Word: str](table: Table, key: str, value: str, allowed: tuple[Word, ...]) -> Word:
    for word in allowed:
        if word == value:
            return word
    raise table.problem(key, f"must be one of {', '.join(allowed)}")


def _product(table: Table, regions: dict[str, str]) -> Product:
    table.key = table.string("code")
    maker = table.string("maker")
    if maker not in regions:
        raise table.problem("maker", f"{maker} is not in makers.toml")
    options = table.strings("options")
    picture = _picture(table.table("picture"), None)
    product = Product(
        code=table.string("code"),
        category=table.string("category"),
        vat_class=_one_of(table, "vat", table.string("vat"), get_args(VatClass)),
        maker=maker,
        region=table.string("region", regions[maker]),
        title=table.text("title"),
        summary=table.text("summary"),
        story=table.text("story"),
        ingredients=table.text_or_none("ingredients"),
        allergens=table.strings("allergens"),
        facets=tuple((attribute, tuple(values)) for attribute, values in table.table_or_empty("facets").raw().items()),
        alcohol_tenths=table.integer_or_none("alcohol"),
        unit=_one_of(table, "unit", table.string("unit"), get_args(Unit)) if table.has("unit") else None,
        options=options,
        picture=picture,
        variants=tuple(_variant(each, options, picture) for each in table.tables("variants")),
    )
    table.finished()
    return product


def _variant(table: Table, options: tuple[str, ...], picture: PictureSpec) -> Variant:
    table.key = f"{table.key} {table.string('sku')}"
    warehouse, shop = table.integers("stock", 2)
    variant = Variant(
        sku=table.string("sku"),
        barcode=table.string("barcode"),
        choices=tuple((option, table.string(option)) for option in options),
        price_minor=table.integer("price"),
        compare_at_minor=table.integer_or_none("was"),
        net_content=table.integer_or_none("net"),
        weight_grams=table.integer("weight"),
        stock_warehouse=warehouse,
        stock_shop=shop,
        picture=_picture(table.table("picture"), picture) if table.has("picture") else picture,
    )
    table.finished()
    return variant


def _picture(table: Table, base: PictureSpec | None) -> PictureSpec:
    """A picture; that of a variant says only what differs from its product's."""
    plain = base or PictureSpec(shape="")
    words = {word: table.string(word, getattr(plain, word)) for word in _PICTURE_WORDS}
    spec = PictureSpec(**words, scale=table.integer("scale") if table.has("scale") else plain.scale)
    table.finished()
    return spec
