"""Header, menu and footer: rendered once per market, language and kind, until something in them changes."""

from django.utils.translation import gettext as _

from comptoir.domains.catalogue.queries import category_tree
from comptoir.domains.content.queries import footer_pages
from comptoir.domains.content.values import LEGAL_KEYS, MenuColumn, MenuItem
from comptoir.domains.markets.queries import legal_entity, market, merchant
from comptoir.domains.markets.values import LegalEntity
from comptoir.domains.visitors.queries import services
from comptoir.kernel.remember import forget, remembered
from comptoir.kernel.texts import text_in
from comptoir.storefront.addresses import Addresses
from comptoir.storefront.assemble.consenting import asking
from comptoir.storefront.assemble.greetings import greeting
from comptoir.storefront.assemble.leading import to_categories, to_page
from comptoir.storefront.assemble.look import logo_of, sheet_address
from comptoir.storefront.assemble.shop_pages import open_shops
from comptoir.storefront.assemble.targets import category_named, link_to
from comptoir.storefront.assemble.words import HOME
from comptoir.storefront.assemble.written import contact_links, whole_amount_label
from comptoir.storefront.assets import assets
from comptoir.storefront.designs import PUBLISHED, Designs
from comptoir.storefront.frame import Frame
from comptoir.storefront.here import Here
from comptoir.storefront.known import note_shop
from comptoir.storefront.pages.chrome import Chrome, ChromeKind, Column, Section
from comptoir.storefront.pages.parts import Link

_REMEMBERED = "storefront.chrome"
_FOOTER_CATEGORIES = 6


def frame_at(here: Here, kind: ChromeKind, *, themed: bool = False) -> Frame:
    """The frame around a page; ``themed`` as an agency's theme draws it. The active language must be the place's."""
    if here.previewed:
        return Frame.of(chrome_of(here.market.code, here.at, kind, themed=themed, designs=here.designs))
    return _frame(here.market.code, here.language, here.at.segment, kind, themed)


@remembered(_REMEMBERED)
def _frame(market_code: str, language: str, segment: str, kind: ChromeKind, themed: bool) -> Frame:
    theme = PUBLISHED.theme()
    sheet = sheet_address(theme, prefix="", themed=False)
    shop = merchant()
    ways = contact_links(shop.phone, shop.support_email)
    note_shop(shop_name=shop.name, theme=theme.preset, stylesheet=sheet, ways=ways)
    return Frame.of(chrome_of(market_code, Addresses(language, segment), kind, themed=themed))


def forget_chrome() -> None:
    """In a transaction: every process renders its frames anew once it has committed."""
    forget(_REMEMBERED)


def chrome_of(
    market_code: str, at: Addresses, kind: ChromeKind, *, themed: bool = False, designs: Designs = PUBLISHED
) -> Chrome:
    """What stands around the pages of a market, in the language of the addresses."""
    seller, language = merchant(), at.language
    theme, menus = designs.theme(), designs.menus()
    usual = _sections(at)
    sections = _chosen_sections(menus.header, at) if menus and menus.header else usual
    return Chrome(
        kind=kind,
        market=market_code,
        language=language,
        theme=theme.preset,
        scheme="light dark" if theme.follows_dark else "light",
        shop_name=seller.name,
        tagline=greeting(designs.home(), language),
        home=at.home(),
        search=at.search(),
        suggestions=at.suggestions(),
        basket=at.basket(),
        account=at.my_account(),
        sections=sections,
        all_sections=at.categories(),
        columns=_chosen_columns(menus.footer, at) if menus and menus.footer else _columns(usual, at),
        promises=tuple(to_page(link, at) for link in footer_pages() if link.key in LEGAL_KEYS),
        contact=contact_links(seller.phone, seller.support_email),
        legal=_legal_line(legal_entity(market(market_code).legal_entity_id), language),
        assets=assets(theme, sheet_address(theme, prefix=at.prefix, themed=themed)),
        logo=logo_of(theme),
        themed=themed,
        preview=bool(at.prefix),
        asking=asking(services(), at) if kind == "shop" else None,
    )


def _chosen_sections(items: tuple[MenuItem, ...], at: Addresses) -> tuple[Section, ...]:
    """As the merchant put them together. What is not there any more is left out."""
    found = ((item, link_to(item.target, at, labels=item.labels)) for item in items)
    return tuple(Section(link.label, link.href, _below(item, at)) for item, link in found if link)


def _below(item: MenuItem, at: Addresses) -> tuple[Link, ...]:
    """What was put below an entry; below a category without any, its own children."""
    if item.children:
        return _links(item.children, at)
    category = category_named(item.target)
    return to_categories(at, below=category.id) if category else ()


def _links(items: tuple[MenuItem, ...], at: Addresses) -> tuple[Link, ...]:
    return tuple(link for item in items if (link := link_to(item.target, at, labels=item.labels)))


def _chosen_columns(columns: tuple[MenuColumn, ...], at: Addresses) -> tuple[Column, ...]:
    made = [Column(text_in(column.titles, at.language), _links(column.items, at)) for column in columns]
    linked = {link.href for column in made for link in column.links}
    owed = tuple(link for link in _owed(at) if link.href not in linked)
    return tuple(column for column in (*made, Column(_("Good to know"), owed)) if column.links)


def _owed(at: Addresses) -> tuple[Link, ...]:
    """What the law wants at the foot of every page, whatever menu a merchant makes."""
    return Link(_("Withdraw from an order"), at.withdrawing()), Link(_("Cookies"), at.cookies())


def _sections(at: Addresses) -> tuple[Section, ...]:
    return tuple(
        Section(
            text_in(category.names, at.language),
            at.category(category.slug_in(at.language)),
            to_categories(at, below=category.id),
        )
        for category in category_tree().children()
    )


def _columns(sections: tuple[Section, ...], at: Addresses) -> tuple[Column, ...]:
    goods = [Link(section.label, section.href) for section in sections[:_FOOTER_CATEGORIES]]
    pages = [to_page(link, at) for link in footer_pages() if link.key != HOME]
    shops = [Link(_("Our shops"), at.shops())] if open_shops() else []
    pages += [*shops, Link(_("Contact us"), at.contact()), *_owed(at)]
    columns = (
        Column(_("Shop by category"), (*goods, Link(_("All products"), at.products()))),
        Column(_("Good to know"), (Link(_("Your wish list"), at.wishes()), *pages)),
    )
    return tuple(column for column in columns if column.links)


def _legal_line(entity: LegalEntity, language: str) -> str:
    """Who sells: what article 19 of the French law for confidence in the digital economy wants to be found easily."""
    capital = whole_amount_label(entity.share_capital, language) if entity.share_capital else ""
    siren = f"{entity.siren[:3]} {entity.siren[3:6]} {entity.siren[6:]}" if entity.siren else ""
    parts = (
        entity.name if entity.name.endswith(entity.legal_form) else f"{entity.name} {entity.legal_form}",
        _("share capital %(amount)s") % {"amount": capital} if capital else "",
        f"{_('Trade register')} {entity.rcs} {siren}".strip() if entity.rcs and siren else "",
        f"SIREN {siren}" if siren and not entity.rcs else "",
        f"{_('VAT')} {entity.vat_number}" if entity.vat_number else "",
    )
    return " · ".join(part for part in parts if part)
