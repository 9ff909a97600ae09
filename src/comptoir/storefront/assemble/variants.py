"""Choosing a variant: all options but the last are links to the closest variant, the last is chosen on the spot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from comptoir.domains.catalogue.values import Media, Option, Product, Swatches, Variant, VariantId
from comptoir.domains.inventory.values import Availability, Band
from comptoir.domains.pricing.queries import unit_price
from comptoir.domains.pricing.values import Price
from comptoir.kernel.formats import money_label
from comptoir.kernel.texts import text_in
from comptoir.storefront.assemble.cards import unit_words
from comptoir.storefront.assemble.pictures import disc_of, picture_of, thumbnail
from comptoir.storefront.assemble.stock import availability_words, mark_of
from comptoir.storefront.here import Here
from comptoir.storefront.pages.parts import Disc
from comptoir.storefront.pages.product import Axis, AxisValue, Place
from comptoir.storefront.pages.product import Variant as Choice

_WORSE = (Band.TO_ORDER, Band.OUT)
"""Than being there, the worst last."""


@dataclass(frozen=True, slots=True)
class Choosing:
    """A product's variants in this market, and the one that is shown."""

    product: Product
    sold: Sequence[Variant]
    shown: Variant
    prices: Mapping[VariantId, Price]
    stock: Mapping[VariantId, Availability]
    here: Here
    promises: Mapping[VariantId, str]
    places: Mapping[VariantId, tuple[Place, ...]]
    swatches: Swatches

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What the last option offers under the values chosen before it; nothing when there is no choice."""
        if len(self.sold) == 1:
            return ()
        before = self.product.options[:-1]
        return tuple(choice_of(self, one) for one in self.sold if _differing(one, self.shown, before) == 0)


def shown_variant(sold: Sequence[Variant], stock: Mapping[VariantId, Availability], sku: str) -> Variant:
    """The variant asked for, else the first that is there, else the first that can be had, else the first."""
    asked = next((variant for variant in sold if variant.sku == sku), None)
    bands = [stock[variant.id].band for variant in sold]
    ranks = [_WORSE.index(band) + 1 if band in _WORSE else 0 for band in bands]
    return asked or sold[ranks.index(min(ranks))]


def choice_label(product: Product, language: str) -> str:
    """What the last choice is called."""
    return text_in(product.options[-1].name, language) if product.options else _("Choice")


def choice_of(choosing: Choosing, variant: Variant) -> Choice:
    """Everything the page shows of a variant."""
    language = choosing.here.language
    price, told = choosing.prices[variant.id], choosing.stock[variant.id]
    per_unit = unit_price(price.amount, net_amount=variant.net_amount, net_unit=variant.net_unit)
    own = _picture(choosing.product, variant)
    option = choosing.product.options[-1] if choosing.product.options else None
    return Choice(
        sku=variant.sku,
        label=_label(choosing, variant),
        price=money_label(price.amount, language),
        band=mark_of(told.band),
        availability=availability_words(told, choosing.here),
        was=money_label(price.compare_at, language) if price.compare_at else "",
        unit=unit_words(per_unit.amount, per_unit.unit, language) if per_unit else "",
        promise=choosing.promises[variant.id],
        places=choosing.places[variant.id],
        picture=picture_of(own, language).src if own else "",
        selected=variant.id == choosing.shown.id,
        swatch=_pictures(choosing, option).get(_label(choosing, variant), "") if option else "",
        disc=_disc(choosing, option, variant) if option else None,
    )


def _pictures(choosing: Choosing, option: Option) -> dict[str, str]:
    """A small picture for each value of an option, by its label: where all have one, and no two the same."""
    own = {media.variant_id: media for media in reversed(choosing.product.media) if media.variant_id}
    found: dict[str, str] = {}
    for variant in choosing.sold:
        label = _value(variant, option, choosing.here.language)
        if label not in found and variant.id in own:
            found[label] = thumbnail(own[variant.id])
    labels = {_value(variant, option, choosing.here.language) for variant in choosing.sold}
    return found if len(labels) > 1 and len(set(found.values())) == len(labels) else {}


def _disc(choosing: Choosing, option: Option, variant: Variant) -> Disc | None:
    return disc_of(choosing.swatches.of(option.name, variant.option_values.get(option.code, {})))


def _picture(product: Product, variant: Variant) -> Media | None:
    """The variant's own picture, else the product's."""
    fitting = (media for id in (variant.id, None) for media in product.media if media.variant_id == id)
    return next(fitting, None)


def _label(choosing: Choosing, variant: Variant) -> str:
    options = choosing.product.options
    return _value(variant, options[-1], choosing.here.language) if options else variant.sku


def axes_of(choosing: Choosing) -> tuple[Axis, ...]:
    """All options but the last; the last too where it leaves nothing to choose, and is only told."""
    language = choosing.here.language
    options = choosing.product.options
    return tuple(
        Axis(
            text_in(option.name, language),
            _value(choosing.shown, option, language),
            tuple(_axis_values(choosing, option)),
        )
        for option in (options if len(choosing.sold) == 1 else options[:-1])
    )


def _axis_values(choosing: Choosing, option: Option) -> list[AxisValue]:
    language = choosing.here.language
    values: dict[str, list[Variant]] = {}
    for variant in choosing.sold:
        values.setdefault(_value(variant, option, language), []).append(variant)
    if len(values) == 1:
        return []
    pictures = _pictures(choosing, option)
    return [
        replace(
            _axis_value(choosing, option, label, having),
            swatch=pictures.get(label, ""),
            disc=_disc(choosing, option, having[0]),
        )
        for label, having in values.items()
    ]


def _axis_value(choosing: Choosing, option: Option, label: str, having: Sequence[Variant]) -> AxisValue:
    others = [other for other in choosing.product.options if other.code != option.code]
    closest = min(
        having,
        key=lambda variant: (
            _differing(variant, choosing.shown, others),
            choosing.stock[variant.id].band is Band.OUT,
        ),
    )
    return AxisValue(
        label=label,
        href=choosing.here.at.product(choosing.product.slug_in(choosing.here.language), variant=closest.sku),
        current=label == _value(choosing.shown, option, choosing.here.language),
        sold_out=all(choosing.stock[variant.id].band is Band.OUT for variant in having),
    )


def _differing(one: Variant, other: Variant, options: Sequence[Option]) -> int:
    """In how many of these options two variants differ."""
    return sum(one.option_values.get(option.code) != other.option_values.get(option.code) for option in options)


def _value(variant: Variant, option: Option, language: str) -> str:
    return text_in(variant.option_values.get(option.code, {}), language)
