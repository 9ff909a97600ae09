from dataclasses import replace

from comptoir.domains.catalogue.rules.addresses import slugs_of
from comptoir.domains.catalogue.rules.texts import clean_html, clean_texts, code_of
from comptoir.domains.catalogue.values import (
    AttributeValueDraft,
    CategoryDraft,
    OptionDraft,
    ProductDraft,
    VariantDraft,
)
from comptoir.kernel.texts import Texts, slug_of, text_in


def tidy_draft(draft: ProductDraft, *, language: str) -> ProductDraft:
    """The draft with clean texts and with the codes and the addresses that were left to be made.

    The slug of a new product is made from its title in ``language``, those in other languages from its titles there.
    """
    titles = clean_texts(draft.titles)
    slug = (
        slug_of(draft.slug) or slug_of(draft.slugs.get(language, "")) or slug_of(text_in(titles, language)) or "article"
    )
    options = tuple(_option(option) for option in draft.options)
    return replace(
        draft,
        titles=titles,
        summaries=clean_texts(draft.summaries),
        descriptions=_clean_descriptions(draft.descriptions),
        maker=" ".join(draft.maker.split()),
        slug=slug,
        slugs=slugs_of(titles, slug=slug, given=draft.slugs, language=language),
        options=options,
        variants=tuple(_variant(variant) for variant in draft.variants),
        attributes=tuple({(a.attribute, a.value): a for a in map(_attribute, draft.attributes)}.values()),
        categories=tuple(dict.fromkeys(draft.categories)),
    )


def _clean_descriptions(texts: Texts) -> dict[str, str]:
    clean = {language: clean_html(html) for language, html in texts.items()}
    return {language: html for language, html in clean.items() if html}


def _option(option: OptionDraft) -> OptionDraft:
    name = clean_texts(option.name)
    return OptionDraft(name=name, code=option.code or code_of(name))


def _variant(variant: VariantDraft) -> VariantDraft:
    return replace(
        variant,
        sku=" ".join(variant.sku.split()),
        barcode=variant.barcode.strip(),
        option_values={code: clean_texts(value) for code, value in variant.option_values.items()},
    )


def _attribute(attribute: AttributeValueDraft) -> AttributeValueDraft:
    name = clean_texts(attribute.value_name)
    return replace(attribute, value_name=name, value=attribute.value or code_of(name))


def tidy_category(draft: CategoryDraft, *, language: str) -> CategoryDraft:
    """The category with clean texts and an address in each language."""
    names = clean_texts(draft.names)
    slug = (
        slug_of(draft.slug) or slug_of(draft.slugs.get(language, "")) or slug_of(text_in(names, language)) or draft.code
    )
    return replace(
        draft,
        names=names,
        descriptions=_clean_descriptions(draft.descriptions),
        slug=slug,
        slugs=slugs_of(names, slug=slug, given=draft.slugs, language=language),
    )
