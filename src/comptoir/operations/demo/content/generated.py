"""As many believable products as a load test wants, from a small vocabulary.

The same count and seed give the same products.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product as combined
from math import gcd
from typing import Any, cast

from comptoir.kernel.texts import slug_of
from comptoir.operations.demo.content.reading import Table
from comptoir.operations.demo.content.values import ContentError, Maker, Product, Text, Unit, Variant, VatClass
from comptoir.operations.demo.pictures.spec import PictureSpec

_PICTURE_WORDS = ("shape", "ground", "body", "accent", "fill", "motif", "label", "emblem")
_MASK = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class _Format:
    code: str
    tag: str
    net: int | None
    weight: int
    price: int


@dataclass(frozen=True, slots=True)
class _Subject:
    """One subject with one flourish, its words already joined: only the maker is still to come."""

    slug: str
    title_fr: str
    title_en: str
    openings: tuple[Text, ...]
    closings: tuple[Text, ...]
    ingredients: Text | None
    allergens: tuple[str, ...]
    facets: tuple[tuple[str, tuple[str, ...]], ...]
    pictures: tuple[PictureSpec, ...]  # one for each format of the family


@dataclass(frozen=True, slots=True)
class _Family:
    prefix: str
    category: str
    vat_class: VatClass
    unit: Unit | None
    option: str
    alcohol: int | None
    formats: tuple[_Format, ...]
    subjects: tuple[_Subject, ...]
    makers: tuple[Maker, ...]
    portraits: tuple[tuple[Text, ...], ...]
    summaries: tuple[Text, ...]

    @property
    def combinations(self) -> int:
        return len(self.subjects) * len(self.makers)


def generate_products(count: int, seed: int) -> Iterator[Product]:
    """Yield that many products, one at a time.

    Slugs, titles, SKUs and barcodes are unique, and never those of the real catalogue.

    Families take turns; within one, a step prime to the number of combinations visits each subject and maker once
    before any comes again, then as a numbered batch.
    """
    families = _families()
    steps = [_step(family.combinations, seed) for family in families]
    for index in range(count):
        family = families[index % len(families)]
        turn = index // len(families)
        batch, place = divmod(turn, family.combinations)
        combination = (place * steps[index % len(families)] + seed) % family.combinations
        # Knuth's multiplicative hash: cheap, and neighbours differ in every bit that is used below.
        dice = ((index + 1) * 2654435761 + seed * 40503) & _MASK
        yield _product(family, index, combination, batch, dice)


def generated_makers() -> tuple[Maker, ...]:
    """Every maker that generated products may name."""
    return tuple({maker.code: maker for family in _families() for maker in family.makers}.values())


def _step(combinations: int, seed: int) -> int:
    step = max(combinations * 5 // 13 + seed % 97, 1)
    while gcd(step, combinations) != 1:
        step += 1
    return step


def _product(family: _Family, index: int, combination: int, batch: int, dice: int) -> Product:
    which, house = divmod(combination, len(family.makers))
    subject, maker = family.subjects[which], family.makers[house]
    opening = subject.openings[dice % len(subject.openings)]
    portrait = family.portraits[house][(dice >> 3) % len(family.portraits[house])]
    closing = subject.closings[(dice >> 6) % len(subject.closings)]
    number = f" n° {batch + 1}" if batch else ""
    return Product(
        code=f"{subject.slug}-{maker.code}-{batch + 1}" if batch else f"{subject.slug}-{maker.code}",
        category=family.category,
        vat_class=family.vat_class,
        maker=maker.code,
        region=maker.region,
        title=Text(f"{subject.title_fr}, {maker.name}{number}", f"{subject.title_en}, {maker.name}{number}"),
        summary=family.summaries[(dice >> 9) % len(family.summaries)],
        story=Text(
            f"{opening.fr} {portrait.fr}\n\n{closing.fr}",
            f"{opening.en} {portrait.en}\n\n{closing.en}",
        ),
        ingredients=subject.ingredients,
        allergens=subject.allergens,
        facets=subject.facets,
        alcohol_tenths=family.alcohol,
        unit=family.unit,
        options=(family.option,),
        picture=subject.pictures[0],
        variants=_variants(family, subject.pictures, index, dice),
    )


def _variants(family: _Family, pictures: tuple[PictureSpec, ...], index: int, dice: int) -> tuple[Variant, ...]:
    wanted = 1 + (dice >> 12) % len(family.formats)
    dearer = 100 + (dice >> 16) % 45
    found = []
    for position in range(wanted):
        size = family.formats[position]
        price = size.price * dearer // 1000 * 10
        roll = (dice >> (position * 5)) & 127
        found.append(
            Variant(
                sku=f"G{family.prefix}-{index:06d}-{size.tag}",
                barcode=_barcode(index * 4 + position),
                choices=((family.option, size.code),),
                price_minor=price,
                compare_at_minor=price * 23 // 200 * 10 if roll == 5 else None,
                net_content=size.net,
                weight_grams=size.weight,
                stock_warehouse=0 if roll < 5 else roll,
                stock_shop=roll // 9,
                picture=pictures[position],
            )
        )
    return tuple(found)


def _barcode(serial: int) -> str:
    """An EAN-13 of the internal range 28, apart from the 29 of the real catalogue."""
    digits = f"28{serial:010d}"
    total = sum(map(int, digits[::2])) + 3 * sum(map(int, digits[1::2]))
    return f"{digits}{-total % 10}"


@cache
def _families() -> tuple[_Family, ...]:
    table = Table.of_file("vocabulary.toml")
    houses, places = table.strings("houses"), table.raw()["places"]
    portraits = tuple(each.both() for each in table.tables("portraits"))
    families = tuple(_family(each, houses, places, portraits) for _, each in table.table("family").children())
    for family in families:
        if not family.makers or not family.subjects:
            raise ContentError("vocabulary.toml", family.prefix, "needs subjects and makers")
    return families


def _family(table: Table, houses: tuple[str, ...], places: list[list[str]], portraits: tuple[Text, ...]) -> _Family:
    raw = table.raw()
    avoided = set(table.strings("not_in"))
    makers = []
    for (rank, kind), (order, house) in combined(enumerate(table.strings("kinds")), enumerate(houses)):
        # A house of one name is in one place, whatever family it works in; the kinds are told apart by their letters.
        place, region = places[(order * 7 + sum(map(ord, kind)) + rank) % len(places)]
        if region not in avoided:
            name = f"{kind} {house}"
            makers.append(Maker(code=slug_of(f"{name} {place}", limit=60), name=name, place=place, region=region))
    return _Family(
        prefix=table.string("prefix"),
        category=table.string("category"),
        vat_class=cast("VatClass", table.string("vat")),
        unit=cast("Unit", table.string("unit")) if table.has("unit") else None,
        option=table.string("option"),
        alcohol=table.integer_or_none("alcohol"),
        formats=tuple(
            _Format(each["code"], slug_of(each["code"])[:8].upper(), each.get("net"), each["weight"], each["price"])
            for each in raw["formats"]
        ),
        subjects=tuple(
            _subject(raw, table, subject, flourish)
            for subject, flourish in combined(raw["subjects"], raw["flourishes"])
        ),
        makers=tuple(makers),
        portraits=tuple(
            tuple(_filled(each, {"maker": maker.name, "place": maker.place}) for each in portraits) for maker in makers
        ),
        summaries=tuple(each.both() for each in table.tables("summaries")),
    )


def _subject(raw: Mapping[str, Any], table: Table, subject: Mapping[str, Any], flourish: Mapping[str, Any]) -> _Subject:
    words = {
        "of": subject["of"],
        "fr": subject["fr"],
        "en": subject["en"],
        "Nom": _capital(subject["fr"]),
        "Name": _capital(subject["en"]),
    }
    title = table.text("title")
    title_fr = f"{title.fr.format_map(words)} {flourish['fr']}".strip()
    title_en = f"{title.en.format_map(words)} {flourish['en']}".strip()
    allergens = [*raw.get("allergens", ()), *(each["allergen"] for each in (subject, flourish) if "allergen" in each)]
    unfit = {"vegan"} if subject.get("animal") or flourish.get("animal") else set()
    unfit |= {"gluten-free"} if "gluten" in allergens else set()
    facets = [
        ("diet", tuple(each for each in raw.get("diet", ()) if each not in unfit)),
        ("material", tuple(raw.get("material", ()))),
        ("wine", (subject["wine"],) if "wine" in subject else ()),
    ]
    recipe = table.text("ingredients") if table.has("ingredients") else None
    label = {"title": _label(subject["fr"])} if "label" in raw["picture"] else {}
    return _Subject(
        slug=slug_of(title_fr, limit=60),
        title_fr=title_fr,
        title_en=title_en,
        openings=tuple(_filled(each.both(), words) for each in table.tables("first")),
        closings=tuple(_filled(each.both(), words) for each in table.tables("second")),
        ingredients=_filled(recipe, words) if recipe else None,
        allergens=tuple(dict.fromkeys(allergens)),
        facets=tuple((name, values) for name, values in facets if values),
        # One picture a subject, not one a flourish: a few hundred pictures dress any number of products.
        pictures=tuple(
            PictureSpec(**{**raw["picture"], **_look(subject), **_look(size), **label}) for size in raw["formats"]
        ),
    )


def _look(words: Mapping[str, Any]) -> dict[str, str]:
    return {word: words[word] for word in _PICTURE_WORDS if word in words}


def _filled(text: Text, words: Mapping[str, str]) -> Text:
    return Text(text.fr.format_map(words), text.en.format_map(words))


def _label(words: str) -> str:
    """The subject on its label, in two lines when it is long."""
    first, space, rest = _capital(words).rpartition(" ")
    return f"{first}|{rest}" if space and len(words) > 9 else _capital(words)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
