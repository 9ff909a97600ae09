"""What is promised about delivery before there is a basket: to the market's first country, as of now."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from comptoir.domains.delivery.values import DeliveryOption, MethodKind
from comptoir.domains.inventory.values import Availability, Band
from comptoir.kernel.formats import day_label, money_label
from comptoir.kernel.money import Money
from comptoir.kernel.texts import text_in
from comptoir.storefront.assemble.stock import availability_words, mark_of
from comptoir.storefront.here import Here
from comptoir.storefront.pages.product import Place


def promise_words(options: tuple[DeliveryOption, ...], language: str) -> str:
    """The delivery sentence with its date, by the way that stands chosen at checkout."""
    usual = usual_option(options)
    if usual is None:
        return ""
    if usual.promised_on is None:
        return _("No delivery date yet")
    day = {"day": day_label(usual.promised_on, language)}
    if usual.kind is MethodKind.PICKUP:
        return _("Ready to collect by %(day)s") % day
    return _("With you by %(day)s") % day


def usual_option(options: tuple[DeliveryOption, ...]) -> DeliveryOption | None:
    """The merchant's first way to the door, or else the first way: what is taken while a buyer has not chosen."""
    return next((option for option in options if option.kind is MethodKind.HOME), next(iter(options), None))


def delivery_words(options: tuple[DeliveryOption, ...], language: str) -> str:
    """What the ways to the door cost: "Home delivery: €4.90"."""
    return " · ".join(
        _("%(label)s: %(price)s") % {"label": text_in(option.labels, language), "price": price_words(option, language)}
        for option in options
        if option.kind is MethodKind.HOME
    )


def pickup_places(options: tuple[DeliveryOption, ...], told: Availability, here: Here) -> tuple[Place, ...]:
    """Where one piece can be collected, whether it stands on the shelf there, and from when it is ready.

    That a place has got some or has none left is news (``AvailabilityChanged``); how many it has is not, and not told.
    """
    return tuple(
        Place(
            name=text_in(option.labels, here.language),
            band=mark_of(Band.IN_STOCK if _is_there(option, told) else Band.TO_ORDER),
            stock=_stock_words(option, told, here),
            detail=_collected_words(option, here.language),
        )
        for option in options
        if option.kind is MethodKind.PICKUP
    )


def _is_there(option: DeliveryOption, told: Availability) -> bool:
    """A piece on a shelf may make good one that is missing elsewhere: then it is nobody's only in name."""
    return told.band in (Band.IN_STOCK, Band.LOW) and option.place_code in told.places


def _stock_words(option: DeliveryOption, told: Availability, here: Here) -> str:
    if _is_there(option, told):
        return _("In stock")
    if told.band is Band.TO_ORDER:
        return availability_words(told, here)
    return _("Not on the shelf: we bring it in")


def _collected_words(option: DeliveryOption, language: str) -> str:
    price = price_words(option, language)
    if option.promised_on is None:
        return price
    return _("%(price)s, ready by %(day)s") % {"price": price, "day": day_label(option.promised_on, language)}


def price_words(option: DeliveryOption, language: str) -> str:
    if option.kind is MethodKind.PICKUP and not option.price.minor:
        return pgettext("collection", "free")
    return amount_or_free(option.price, language)


def amount_or_free(amount: Money, language: str) -> str:
    """What a delivery costs."""
    return money_label(amount, language) if amount.minor else pgettext("delivery", "free")
