"""One product: what it is, what it costs, whether it is there, when it arrives."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from comptoir.storefront.pages.fields import Choice
from comptoir.storefront.pages.parts import Band, Card, Disc, Link, Page, Picture
from comptoir.storefront.pages.reviews import Reviews


@dataclass(frozen=True, slots=True)
class AxisValue:
    """A value of an axis that changes the page (a colour): a link to the closest variant, which needs no script.

    ``swatch`` is a small picture of it, where each value has one of its own; else ``disc`` is its colour, where the
    merchant has given it any.
    """

    label: str
    href: str
    current: bool = False
    sold_out: bool = False
    swatch: str = ""
    disc: Disc | None = None


@dataclass(frozen=True, slots=True)
class Axis:
    """``values`` is empty where there is nothing to choose: what there is stands in ``chosen``."""

    label: str
    chosen: str
    values: tuple[AxisValue, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A shop where the goods can be collected: whether they stand there (``stock``), and what collecting them costs and
    from when (``detail``)."""

    name: str
    band: Band
    stock: str
    detail: str


@dataclass(frozen=True, slots=True)
class Variant:
    """A variant to choose on the spot: a radio button that carries everything the page shows about it.

    ``price`` is what the buyer pays; ``was`` the former price; ``unit`` the price per kilogram, litre or piece.
    ``promise`` is the delivery sentence with its date, empty when it cannot be had; ``places`` are where it can be
    collected. ``swatch`` and ``disc`` are as those of an axis.
    """

    sku: str
    label: str
    price: str
    band: Band
    availability: str
    was: str = ""
    unit: str = ""
    promise: str = ""
    picture: str = ""
    selected: bool = False
    swatch: str = ""
    disc: Disc | None = None
    places: tuple[Place, ...] = ()

    @property
    def sold_out(self) -> bool:
        return self.band == "out"


@dataclass(frozen=True, slots=True)
class Awaiting:
    """Where to ask for a letter when one of the sold-out variants (``choices``) is back."""

    action: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """What is in a kit: "2 × Chestnut honey", with a link where it has a page."""

    count: str
    name: str
    detail: str
    href: str
    src: str


@dataclass(frozen=True, slots=True)
class Attribute:
    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductPage(Page):
    """``story`` is cleaned HTML (it went through the sanitiser when it was written); everything else is plain text.

    ``axes`` are all the choices but the last, ``variants`` the values of the last one under the chosen axes;
    a product without a choice has one variant and no ``choice`` label. ``most`` is the highest quantity of a line.
    ``reviews`` is None where nobody has reviewed it yet.
    """

    TEMPLATE: ClassVar[str] = "storefront/pages/product.html"
    THEMED: ClassVar[bool] = True
    ICONS: ClassVar[Sequence[str]] = (
        "chevron-right",
        "minus",
        "plus",
        "truck",
        "store",
        "circle-check",
        "circle-alert",
        "info",
        "arrow-right",
        "chevron-down",
    )
    SCRIPTS: ClassVar[Sequence[str]] = ("quantity.js", "product.js", "alert.js", "seen.js", "zoom.js")

    name: str
    maker: str
    summary: str
    pictures: tuple[Picture, ...]
    shown: Variant
    add_action: str
    most: int
    choice: str = ""
    axes: tuple[Axis, ...] = ()
    variants: tuple[Variant, ...] = ()
    contents: tuple[Content, ...] = ()
    tax_note: str = ""
    delivery_note: str = ""
    delivery_link: Link | None = None
    story: str = ""
    attributes: tuple[Attribute, ...] = ()
    wish_action: str = ""
    awaiting: Awaiting | None = None
    reviews: Reviews | None = None
    related: tuple[Card, ...] = ()
    seen: str = ""
    seen_as: str = ""  # as the browser remembers it, whatever its address is or was
    current: str = ""

    @property
    def has_facts(self) -> bool:
        """Whether there is anything to say about how it comes."""
        return bool(self.delivery_note) or any(one.places for one in (self.shown, *self.variants))


@dataclass(frozen=True, slots=True)
class Added:
    """What is said beside the button once the goods are in the basket (htmx only; without it the basket page opens).

    ``problem``: why they are not. ``shortage``: they are, and there are fewer of them than wanted.
    """

    name: str
    detail: str
    basket: str
    basket_label: str
    count: int
    problem: str = ""
    shortage: str = ""
