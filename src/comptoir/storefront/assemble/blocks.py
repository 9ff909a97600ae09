"""From what a merchant wrote to what a page shows. What would be empty is left out: a shop has no holes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from comptoir.domains.catalogue.queries import category_tree
from comptoir.domains.catalogue.values import Category, CategoryId
from comptoir.domains.content.values import Block, BlockKind, Layout, Part, Shown
from comptoir.domains.search.queries import best_in_category, first_cards
from comptoir.domains.search.values import OfferCard, Sort
from comptoir.kernel.texts import text_in
from comptoir.storefront.assemble.assurances import assurances_at
from comptoir.storefront.assemble.cards import cards_of
from comptoir.storefront.assemble.listing import with_query
from comptoir.storefront.assemble.news import sign_up_at
from comptoir.storefront.assemble.pictures import large_sources, media_url, no_picture, small
from comptoir.storefront.assemble.shops import shops_at
from comptoir.storefront.assemble.targets import category_named, link_to
from comptoir.storefront.here import Here
from comptoir.storefront.pages import blocks as shown
from comptoir.storefront.pages.parts import Link, Picture
from comptoir.storefront.surrogates import CHROME, card_key, list_key

_FAVOURITES = 8
_TILES = 12
_HERO = 1200


@dataclass
class Making:
    """A page under way: where it is, what was shown on it so far, and its surrogate keys.

    ``favourites`` are the shop's best: the first may stand in the greeting, and then in no shelf below it.
    """

    here: Here
    favourites: tuple[OfferCard, ...]
    shown: set[object] = field(default_factory=set)
    keys: dict[str, None] = field(default_factory=dict)
    headed: bool = False
    greeted: OfferCard | None = None

    def remember(self, offers: tuple[OfferCard, ...]) -> None:
        self.shown |= {offer.product_id for offer in offers}
        self.keys |= dict.fromkeys(map(card_key, sorted(offer.product_id for offer in offers)))

    def text(self, part: Part, name: str) -> str:
        return text_in(part.texts.get(name, {}), self.here.language)

    def html(self, part: Part, name: str) -> str:
        """A text that the content domain has cleaned when it was kept."""
        return mark_safe(self.text(part, name))  # noqa: S308 - only what rules.clean_html lets through is ever kept

    def link(self, part: Part) -> Link | None:
        """Only with words of its own: a button says what it does."""
        return link_to(part.choices.get("target", ""), self.here.at) and self._named(part)

    def _named(self, part: Part) -> Link | None:
        label = self.text(part, "action")
        return link_to(part.choices["target"], self.here.at, labels={self.here.language: label}) if label else None


def blocks_shown(layout: Layout, here: Here) -> tuple[tuple[shown.Block, ...], tuple[str, ...], bool]:
    """The blocks of a page, its surrogate keys, and whether one of them is the page's heading."""
    making = Making(here, best_in_category(here.market.code, here.language, None, _FAVOURITES + 1))
    made = (_MAKERS[block.kind](block, making) for block in layout.blocks)
    found = tuple(block for block in made if block is not None)
    return found, (list_key(here.market.code), CHROME, *making.keys), making.headed


def _hero(block: Block, making: Making) -> shown.Hero:
    level = 2 if making.headed else 1
    making.headed = True
    layout = block.choices.get("layout", "beside")
    picture = _picture(block, making)
    goods: tuple[OfferCard, ...] = ()
    if picture is None and layout != "plain":
        goods = making.favourites[:1]
        picture = _large(goods[0]) if goods else no_picture()
        making.greeted = goods[0] if goods else None
        making.remember(goods)
    return shown.Hero(
        title=making.text(block, "title"),
        text=making.text(block, "text"),
        action=making.link(block),
        picture=picture,
        goods=cards_of(goods, making.here)[0] if goods else None,
        layout=layout,
        level=level,
        anchor=_anchor(block),
    )


def _shelf(block: Block, making: Making) -> shown.Shelf | None:
    here, newest = making.here, block.choices.get("order") == "newest"
    source, count = block.choices.get("source", ""), int(block.choices.get("count", "4"))
    category, sort = category_named(source), Sort.NEWEST if newest else Sort.FEATURED
    if category is None and source.startswith("category:"):
        return None  # it was taken out of the catalogue
    offers = best_in_category(here.market.code, here.language, category.id if category else None, count + 1, sort)
    # What greets at the top is not said again, unless there is nothing else.
    others = tuple(offer for offer in offers if making.greeted is None or offer.product_id != making.greeted.product_id)
    offers = (others or offers)[:count]
    if not offers or (newest and making.shown.issuperset(offer.product_id for offer in offers)):
        return None
    making.remember(offers)
    if category:
        making.keys[list_key(here.market.code, category.id)] = None
    words = {"newest": str(Sort.NEWEST)} if newest else {}
    place = here.at.category(category.slug_in(here.language)) if category else here.at.products()
    label = text_in(category.names, here.language) if category else _("All products")
    if newest and not category:
        label = _("All new arrivals")
    return shown.Shelf(
        title=making.text(block, "title"),
        cards=cards_of(offers, here),
        more=Link(label, with_query(place, sort=words.get("newest", ""))),
        anchor=_anchor(block),
    )


def _tiles(block: Block, making: Making) -> shown.Tiles | None:
    here, tops = making.here, category_tree().children()[:_TILES]
    if not tops:
        return None
    first = first_cards([category.id for category in tops], market=here.market.code, language=here.language)
    making.remember(tuple(first.values()))
    # What a tile shows counts as shown nowhere: it is a picture, not goods with a price.
    making.shown -= {offer.product_id for offer in first.values()}
    return shown.Tiles(
        title=making.text(block, "title"),
        tiles=tuple(
            shown.Tile(
                text_in(category.names, here.language),
                here.at.category(category.slug_in(here.language)),
                category_picture(category, first),
            )
            for category in tops
        ),
        more=Link(_("All categories"), here.at.categories()),
        anchor=_anchor(block),
    )


def category_picture(category: Category, first: Mapping[CategoryId, OfferCard]) -> str:
    """The picture of its first product."""
    offer = first.get(category.id)
    return small(offer.image, offer.image_widths) if offer else no_picture().src


def _story(block: Block, making: Making) -> shown.Story:
    picture = _picture(block, making)
    if picture is None and making.favourites:
        picture = _large(making.favourites[-1])
        making.keys[card_key(making.favourites[-1].product_id)] = None
    return shown.Story(
        eyebrow=making.text(block, "eyebrow"),
        title=making.text(block, "title"),
        body=making.html(block, "text"),
        picture=picture,
        side=block.choices.get("side", "left"),
        action=making.link(block),
        anchor=_anchor(block),
    )


def _editorial(block: Block, making: Making) -> shown.Editorial | None:
    columns = tuple(
        shown.Column(making.text(part, "title"), making.text(part, "text"), _picture(part, making), making.link(part))
        for part in block.parts
    )
    return (
        shown.Editorial(title=making.text(block, "title"), columns=columns, anchor=_anchor(block)) if columns else None
    )


def _pictured(block: Block, making: Making) -> shown.Pictured | None:
    picture = _picture(block, making, alt=making.text(block, "alt"))
    if picture is None:
        return None
    return shown.Pictured(
        picture=picture,
        caption=making.text(block, "caption"),
        width=block.choices.get("width", "page"),
        anchor=_anchor(block),
    )


def _text(block: Block, making: Making) -> shown.Text:
    return shown.Text(title=making.text(block, "title"), body=making.html(block, "text"), anchor=_anchor(block))


def _quote(block: Block, making: Making) -> shown.Quote:
    return shown.Quote(text=making.text(block, "text"), author=making.text(block, "author"))


def _questions(block: Block, making: Making) -> shown.Questions | None:
    questions = tuple(
        shown.Question(making.text(part, "question"), making.html(part, "answer")) for part in block.parts
    )
    if not questions:
        return None
    return shown.Questions(title=making.text(block, "title"), questions=questions, anchor=_anchor(block))


def _shops(block: Block, making: Making) -> shown.Shops | None:
    found = shops_at(making.here)
    if not found:
        return None
    return shown.Shops(
        title=making.text(block, "title"), text=making.text(block, "text"), shops=found, anchor=_anchor(block)
    )


def _newsletter(block: Block, making: Making) -> shown.Newsletter:
    action = making.link(block)
    return shown.Newsletter(
        title=making.text(block, "title"),
        text=making.text(block, "text"),
        action=action,
        sign_up=None if action else sign_up_at(making.here),
        anchor=_anchor(block),
    )


def _assurances(block: Block, making: Making) -> shown.Assurances:
    return shown.Assurances(assurances=assurances_at(making.here))


_MAKERS: Mapping[BlockKind, Callable[[Block, Making], shown.Block | None]] = {
    BlockKind.HERO: _hero,
    BlockKind.PRODUCTS: _shelf,
    BlockKind.CATEGORIES: _tiles,
    BlockKind.STORY: _story,
    BlockKind.EDITORIAL: _editorial,
    BlockKind.PICTURE: _pictured,
    BlockKind.TEXT: _text,
    BlockKind.QUOTE: _quote,
    BlockKind.FAQ: _questions,
    BlockKind.SHOPS: _shops,
    BlockKind.NEWSLETTER: _newsletter,
    BlockKind.ASSURANCES: _assurances,
}


def _anchor(block: Block) -> str:
    return f"b-{block.id}"


def _picture(part: Part, making: Making, *, alt: str = "") -> Picture | None:
    found = part.pictures.get("picture")
    return uploaded(found, alt=alt) if found else None


def uploaded(picture: Shown, *, alt: str = "") -> Picture:
    """A picture of the merchant's, in the sizes it was made in."""
    stem = picture.path.rpartition(".")[0]
    sizes = [(f"{stem}-{width}.webp", width) for width in picture.widths]
    every = (*sizes, (picture.path, picture.width))
    return Picture(
        src=media_url(picture.path),
        width=picture.width,
        height=picture.height,
        alt=alt,
        srcset=", ".join(f"{media_url(path)} {width}w" for path, width in every) if sizes else "",
    )


def _large(offer: OfferCard) -> Picture:
    src, srcset = large_sources(offer.image, offer.image_widths)
    return Picture(src=src, srcset=srcset, width=_HERO, height=_HERO)
