"""The front of the shop, and the menu on a page. Their cards are remembered."""

from django.utils.translation import gettext as _

from comptoir.domains.catalogue.queries import category_tree
from comptoir.domains.catalogue.values import Category, CategoryId
from comptoir.domains.markets.queries import merchant
from comptoir.domains.payments.queries import offered_methods
from comptoir.domains.search.queries import best_in_category, first_cards
from comptoir.domains.search.values import OfferCard, Sort
from comptoir.kernel.texts import text_in
from comptoir.storefront.addresses import Addresses
from comptoir.storefront.assemble.cards import cards_of
from comptoir.storefront.assemble.heads import page_head
from comptoir.storefront.assemble.leading import to_categories
from comptoir.storefront.assemble.listing import with_query
from comptoir.storefront.assemble.pictures import large_sources, no_picture, small
from comptoir.storefront.assemble.words import HOME, HomeWords, home_words
from comptoir.storefront.assemble.written import phone_label
from comptoir.storefront.here import Here
from comptoir.storefront.pages.home import Assurance, Hero, HomePage, Shelf, Story, Tile
from comptoir.storefront.pages.listing import CategoriesPage, CategoryBlock
from comptoir.storefront.pages.parts import Link, Picture
from comptoir.storefront.surrogates import CHROME, card_key, content_key, list_key

_FAVOURITES = 8
_NEWEST = 4
_TILES = 12
_HERO = 1200


def home_page(here: Here) -> tuple[HomePage, tuple[str, ...]]:
    """Greeting, counters, favourites, what is new; and the page's surrogate keys."""
    market, language = here.market.code, here.language
    words = home_words(language)
    favourites = best_in_category(market, language, None, _FAVOURITES + 1)
    newest = best_in_category(market, language, None, _NEWEST, Sort.NEWEST)
    tops = category_tree().children()[:_TILES]
    first = first_cards([category.id for category in tops], market=market, language=language)
    page = HomePage(
        head=page_head(here, "", Addresses.home, description=words.text),
        hero=_hero(favourites, words, here),
        tiles=tuple(_tile(category, first, here) for category in tops),
        all_tiles=Link(_("All categories"), here.at.categories()),
        first_shelf=Shelf(
            "favourites",
            _("Our favourites"),
            cards_of(favourites[1:] or favourites, here),
            Link(_("All products"), here.at.products()),
        )
        if favourites
        else None,
        story=_story(words, favourites),
        second_shelf=Shelf(
            "newest",
            _("New arrivals"),
            cards_of(newest, here),
            Link(_("All new arrivals"), with_query(here.at.products(), sort=str(Sort.NEWEST))),
        )
        if len(favourites) > _FAVOURITES
        else None,
        assurances=_assurances(here),
    )
    shown = {offer.product_id for offer in (*favourites, *newest, *first.values())}
    return page, (list_key(market), content_key(HOME), CHROME, *map(card_key, sorted(shown)))


def _hero(favourites: tuple[OfferCard, ...], words: HomeWords, here: Here) -> Hero:
    shown = favourites[:1]
    return Hero(
        title=words.title or _("Welcome to %(shop)s") % {"shop": merchant().name},
        text=words.text or _("Chosen with care, sent with care. Have a look around."),
        action=Link(_("See all products"), here.at.products()),
        picture=_large(shown[0]) if shown else no_picture(),
        goods=cards_of(shown, here)[0] if shown else None,
    )


def _large(offer: OfferCard) -> Picture:
    src, srcset = large_sources(offer.image, offer.image_widths)
    return Picture(src=src, srcset=srcset, width=_HERO, height=_HERO)


def _tile(category: Category, first: dict[CategoryId, OfferCard], here: Here) -> Tile:
    return Tile(
        text_in(category.names, here.language), here.at.category(category.slug), _category_picture(category, first)
    )


def _category_picture(category: Category, first: dict[CategoryId, OfferCard]) -> str:
    offer = first.get(category.id)
    return small(offer.image, offer.image_widths) if offer else no_picture().src


def _story(words: HomeWords, favourites: tuple[OfferCard, ...]) -> Story | None:
    if not words.story:
        return None
    picture = _large(favourites[-1]) if favourites else no_picture()
    return Story(_("Our story"), words.story_title, words.story, picture)


def _assurances(here: Here) -> tuple[Assurance, ...]:
    """Only what is true of every shop that runs on this program."""
    ways = _listed([text_in(method.labels, here.language) for method in offered_methods(here.market.code)])
    told = (
        Assurance("truck", _("Delivered on the promised day"), _("The date is shown beside every product.")),
        Assurance("lock", _("No account needed"), _("Pay by %(ways)s.") % {"ways": ways}) if ways else None,
        Assurance("message-circle", _("A real person answers"), _reached_at()),
    )
    return tuple(one for one in told if one is not None)


def _reached_at() -> str:
    known = merchant()
    return phone_label(known.phone) if known.phone else known.support_email


def _listed(words: list[str]) -> str:
    """ "card, transfer or cash", in the middle of a sentence."""
    small_words = [word[:1].lower() + word[1:] for word in words]
    if len(small_words) < 2:
        return "".join(small_words)
    return _("%(most)s or %(last)s") % {"most": ", ".join(small_words[:-1]), "last": small_words[-1]}


def categories_page(here: Here) -> tuple[CategoriesPage, tuple[str, ...]]:
    """Every category with its children; and the page's surrogate keys."""
    tree, language = category_tree(), here.language
    tops = tree.children()
    first = first_cards([category.id for category in tops], market=here.market.code, language=language)
    title = _("All categories")
    page = CategoriesPage(
        head=page_head(here, title, Addresses.categories),
        crumbs=(Link(_("Home"), here.at.home()), Link(title, "")),
        sections=tuple(
            CategoryBlock(
                label=text_in(category.names, language),
                href=here.at.category(category.slug),
                src=_category_picture(category, first),
                children=to_categories(here.at, below=category.id),
            )
            for category in tops
        ),
        all_goods=Link(_("See all products"), here.at.products()),
    )
    return page, (CHROME, *(card_key(offer.product_id) for offer in first.values()))
