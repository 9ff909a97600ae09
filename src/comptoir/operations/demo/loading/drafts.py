"""From what a data file says of a product to the draft that the catalogue takes. Pure."""

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from comptoir.domains.catalogue.values import (
    AttributeValueDraft,
    MediaDraft,
    NetUnit,
    OptionDraft,
    ProductDraft,
    ProductStatus,
    StoredPicture,
    TaxClass,
    VariantDraft,
    Withdrawal,
)
from comptoir.kernel.texts import Texts
from comptoir.operations.demo.content.values import Maker, Product, Text, Variant, Vocabulary

_UNITS = {"kg": NetUnit.GRAM, "l": NetUnit.MILLILITRE, None: NetUnit.PIECE}
_INGREDIENTS = Text(fr="Ingrédients", en="Ingredients")
_ALLERGENS = Text(fr="Allergènes", en="Allergens")
_ALCOHOL = Text(fr="Titre alcoométrique", en="Alcohol by volume")
# In French a colon stands apart from the word before it, by a space that does not break.
_COLONS = {"fr": "\u00a0:", "en": ":"}
_LANGUAGES = ("fr", "en")


@dataclass(frozen=True, slots=True)
class Words:
    """The vocabularies of a catalogue, by code: each word is looked up thousands of times."""

    attributes: Mapping[str, Mapping[str, Texts]]
    options: Mapping[str, Mapping[str, Texts]]
    option_names: Mapping[str, Texts]
    makers: Mapping[str, Maker]

    @classmethod
    def of(cls, *, attributes: Sequence[Vocabulary], options: Sequence[Vocabulary], makers: Sequence[Maker]) -> "Words":
        return cls(
            attributes={each.code: _choices(each) for each in attributes},
            options={each.code: _choices(each) for each in options},
            option_names={each.code: each.name.texts() for each in options},
            makers={maker.code: maker for maker in makers},
        )


def _choices(vocabulary: Vocabulary) -> dict[str, Texts]:
    return {choice.code: choice.name.texts() for choice in vocabulary.choices}


def draft_of(
    product: Product, words: Words, pictures: Mapping[str, StoredPicture], *, position: int, perishable: bool
) -> ProductDraft:
    """The draft of one product, on sale at once. Pictures that are not among ``pictures`` are left out."""
    return ProductDraft(
        titles=product.title.texts(),
        slug=product.code,
        summaries=product.summary.texts(),
        descriptions={language: _description(product, words, language) for language in _LANGUAGES},
        maker=words.makers[product.maker].name,
        tax_class=TaxClass(product.vat_class),
        withdrawal=Withdrawal.PERISHABLE if perishable else Withdrawal.ALLOWED,
        options=tuple(OptionDraft(code=code, name=words.option_names[code]) for code in product.options),
        attributes=tuple(_attributes(product, words)),
        categories=(product.category,),
        variants=tuple(_variant(variant, product, words) for variant in product.variants),
        media=tuple(_media(product, words, pictures)),
        position=position,
        status=ProductStatus.ACTIVE,
    )


def _variant(variant: Variant, product: Product, words: Words) -> VariantDraft:
    return VariantDraft(
        sku=variant.sku,
        option_values={option: words.options[option][value] for option, value in variant.choices},
        barcode=variant.barcode,
        weight_grams=variant.weight_grams,
        net_amount=variant.net_content or 0,
        net_unit=_UNITS[product.unit],
    )


def _attributes(product: Product, words: Words) -> list[AttributeValueDraft]:
    said = [("region", (product.region,)), *product.facets, ("allergens", product.allergens)]
    return [
        AttributeValueDraft(attribute=attribute, value=value, value_name=words.attributes[attribute][value])
        for attribute, values in said
        for value in values
    ]


def _media(product: Product, words: Words, pictures: Mapping[str, StoredPicture]) -> list[MediaDraft]:
    """The product's own picture, then those of the variants that look different."""
    shown: dict[str, MediaDraft] = {}
    own = pictures.get(product.picture.key)
    if own is not None:
        shown[product.picture.key] = MediaDraft(picture=own, alts=product.title.texts())
    for variant in product.variants:
        picture = pictures.get(variant.picture.key)
        if picture is not None and variant.picture.key not in shown:
            alts = {language: _alt(product, variant, words, language) for language in _LANGUAGES}
            shown[variant.picture.key] = MediaDraft(picture=picture, alts=alts, sku=variant.sku)
    return list(shown.values())


def _alt(product: Product, variant: Variant, words: Words, language: str) -> str:
    chosen = [words.options[option][value][language] for option, value in variant.choices]
    return ", ".join([product.title.texts()[language], *chosen])


def _description(product: Product, words: Words, language: str) -> str:
    paragraphs = [f"<p>{_escaped(part)}</p>" for part in product.story.texts()[language].strip().split("\n\n")]
    facts = []
    if product.ingredients is not None:
        facts.append((_INGREDIENTS, product.ingredients.texts()[language]))
    if product.allergens:
        names = [words.attributes["allergens"][code][language] for code in product.allergens]
        facts.append((_ALLERGENS, ", ".join(names)))
    if product.alcohol_tenths is not None:
        facts.append((_ALCOHOL, _strength(product.alcohol_tenths, language)))
    lines = [
        f"<p><strong>{name.texts()[language]}{_COLONS[language]}</strong> {_escaped(value)}</p>"
        for name, value in facts
    ]
    return "".join([*paragraphs, *lines])


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)


def _strength(tenths: int, language: str) -> str:
    whole, rest = divmod(tenths, 10)
    if language == "fr":
        return f"{whole},{rest}\u00a0% vol." if rest else f"{whole}\u00a0% vol."
    return f"{whole}.{rest}% vol." if rest else f"{whole}% vol."
