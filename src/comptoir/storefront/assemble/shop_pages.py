"""The merchant's places that buyers can go to."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from babel.dates import get_day_names
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from comptoir.domains.delivery.queries import options_for
from comptoir.domains.delivery.values import DeliveryOption, MethodKind
from comptoir.domains.network.errors import UnknownPlace
from comptoir.domains.network.queries import selling_places
from comptoir.domains.network.values import DAYS, Place, PlaceKind
from comptoir.kernel.clock import local_day
from comptoir.kernel.formats import date_label, day_label, locale_of
from comptoir.kernel.money import Money
from comptoir.kernel.texts import text_in
from comptoir.storefront.addresses import Addresses
from comptoir.storefront.assemble.heads import page_head
from comptoir.storefront.assemble.promises import price_words
from comptoir.storefront.assemble.shops import street_lines, times_label
from comptoir.storefront.assemble.written import phone_link
from comptoir.storefront.here import Here
from comptoir.storefront.pages.parts import Link
from comptoir.storefront.pages.shops import Hours, ShopCard, ShopPage, ShopsPage
from comptoir.storefront.structured import json_ld
from comptoir.storefront.surrogates import CHROME, delivery_key
from comptoir.storefront.whole import absolute

_AHEAD = timedelta(days=60)
"""So far ahead exceptions to the opening hours are told."""
_SCHEMA_DAYS = dict(zip(DAYS, ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"), strict=True))


def open_shops() -> tuple[Place, ...]:
    """Where buyers can walk in: shops, and whatever else hands out orders."""
    return tuple(place for place in selling_places() if place.kind is PlaceKind.SHOP or place.offers_pickup)


def shops_page(here: Here) -> tuple[ShopsPage, tuple[str, ...]]:
    title = _("Our shops")
    page = ShopsPage(
        head=page_head(here, title, Addresses.shops, indexed=bool(open_shops())),
        crumbs=(Link(_("Home"), here.at.home()), Link(title, "")),
        title=title,
        text=_("Where to find us, and where to collect what you order here."),
        shops=tuple(_card(place, here) for place in open_shops()),
        empty=_("We have no shop to visit: everything we sell is here."),
        contact=Link(_("Contact us"), here.at.contact()),
    )
    return page, (CHROME,)


def _card(place: Place, here: Here) -> ShopCard:
    collected = _("Orders can be collected here.") if place.offers_pickup else ""
    return ShopCard(text_in(place.name, here.language), here.at.shop(place.code), street_lines(place, here), collected)


def shop_page_of(code: str, here: Here) -> tuple[ShopPage, tuple[str, ...]]:
    """:raises UnknownPlace: for a code that is no place where buyers can go."""
    known = {place.code: place for place in open_shops()}
    if code not in known:
        raise UnknownPlace(place=code)
    place, language = known[code], here.language
    name, lines = text_in(place.name, language), street_lines(place, here)
    page = ShopPage(
        head=page_head(
            here,
            name,
            lambda at: at.shop(code),
            description=", ".join((name, *lines)),
            structured=json_ld(_structured(place, here)),
        ),
        crumbs=(Link(_("Home"), here.at.home()), Link(_("Our shops"), here.at.shops()), Link(name, "")),
        title=name,
        lines=lines,
        map=Link(
            _("See it on a map"), f"https://www.openstreetmap.org/search?{urlencode({'query': ', '.join(lines)})}"
        ),
        phone=phone_link(place.address.phone),
        hours=tuple(_week(place, language)),
        exceptions=tuple(_exceptions(place, language, today=local_day(here.now, place.time_zone))),
        collecting=_collecting(place, here),
        others=tuple(
            Link(text_in(other.name, language), here.at.shop(other.code)) for other in open_shops() if other != place
        ),
    )
    return page, (CHROME, delivery_key(here.market.code))


def _week(place: Place, language: str) -> Iterator[Hours]:
    if not any(day in place.opening_hours for day in DAYS):
        return
    names = get_day_names("wide", locale=locale_of(language))
    for number, day in enumerate(DAYS):
        name = names[number]
        yield _told(name[:1].upper() + name[1:], place.opening_hours.get(day, ()), language)


def _exceptions(place: Place, language: str, *, today: date) -> Iterator[Hours]:
    for day, spans in sorted(place.opening_hours.items()):
        if day not in DAYS and today <= date.fromisoformat(day) <= today + _AHEAD:
            yield _told(date_label(date.fromisoformat(day), language), spans, language)


def _told(day: str, spans: Sequence[tuple[str, str]], language: str) -> Hours:
    if not spans:
        return Hours(day, pgettext("a shop", "closed"), closed=True)
    return Hours(day, times_label(spans, language))


def _collecting(place: Place, here: Here) -> tuple[str, ...]:
    """How an order is collected there, of goods that are in stock."""
    if not place.offers_pickup:
        return ()
    offered = options_for(
        market=here.market.code,
        country=here.market.countries[0],
        weight_grams=0,
        goods_total=Money(0, here.market.currency),
        now=here.now,
    )
    ways = [way for way in offered if way.kind is MethodKind.PICKUP and way.place_code == place.code]
    first = _("Order here, choose this shop at checkout, and come when our message says that it is ready. "
              "Everything we ship can be collected.")  # fmt: skip
    return (first, *(_way(way, here.language) for way in ways)) if ways else ()


def _way(way: DeliveryOption, language: str) -> str:
    facts = {"label": text_in(way.labels, language), "price": price_words(way, language)}
    if way.promised_on is None:
        return _("%(label)s: %(price)s.") % facts
    return _("%(label)s: %(price)s, ready by %(day)s if you order now.") % {
        **facts,
        "day": day_label(way.promised_on, language),
    }


def _structured(place: Place, here: Here) -> dict[str, Any]:
    """The place in the words of schema.org."""
    address = place.address
    data: dict[str, Any] = {
        "@type": "Store",
        "@id": absolute(here.at.shop(place.code)),
        "name": text_in(place.name, here.language),
        "url": absolute(here.at.shop(place.code)),
        "address": {
            "@type": "PostalAddress",
            "streetAddress": ", ".join(line for line in (address.line1, address.line2) if line),
            "postalCode": address.postal_code,
            "addressLocality": address.city,
            "addressCountry": address.country,
        },
        "openingHours": [
            f"{_SCHEMA_DAYS[day]} {start}-{end}" for day in DAYS for start, end in place.opening_hours.get(day, ())
        ],
    }
    return {**data, "telephone": address.phone} if address.phone else data
