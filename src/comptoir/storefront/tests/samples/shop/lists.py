"""Categories, lists, search."""

from dataclasses import replace

from comptoir.storefront.pages.fields import Choice
from comptoir.storefront.pages.listing import CategoriesPage, CategoryBlock, CategoryPage, Facet, FacetValue, Listing
from comptoir.storefront.pages.parts import Disc, Link
from comptoir.storefront.pages.search import SearchPage
from comptoir.storefront.tests.samples.goods import EN, FR, SECTIONS, cards, head
from comptoir.storefront.tests.samples.pictures import address


def _facets(selected: bool) -> tuple[Facet, ...]:
    return (
        Facet(
            "producteur",
            "Producteur",
            (
                FacetValue("brunet", "Famille Brunet", "12", selected),
                FacetValue("rucher", "Rucher des Hautes Terres", "8"),
                FacetValue("aubert", "Confiserie Aubert", "5"),
                FacetValue("larrieu", "Maison Larrieu", "3"),
            ),
        ),
        Facet(
            "origine",
            "Origine",
            (
                FacetValue("drome", "Drôme", "14", selected),
                FacetValue("bearn", "Béarn", "9"),
                FacetValue("gers", "Gers", "6"),
                FacetValue("provence", "Provence", "4"),
            ),
        ),
        Facet(
            "regime",
            "Particularités",
            (
                FacetValue("bio", "Agriculture biologique", "21"),
                FacetValue("sans-gluten", "Sans gluten", "17"),
                FacetValue("lait-cru", "Lait cru", "7"),
            ),
        ),
        Facet("dispo", "Disponibilité", (FacetValue("stock", "En stock", "31"),)),
    )


COLOURS = Facet(
    "couleur",
    "Couleur",
    (
        FacetValue("rouge", "Rouge", "6", disc=Disc("#d2402b")),
        FacetValue("ecru", "Écru", "4", disc=Disc("#fdfbf6")),
        FacetValue("noir", "Noir et blanc", "2", disc=Disc("#121212", "#ffffff")),
    ),
)


SORTS = (
    Choice("", "Notre sélection", True),
    Choice("price", "Prix croissant"),
    Choice("-price", "Prix décroissant"),
    Choice("new", "Nouveautés"),
)


def listing(*, filtered: bool = False, count: int = 24, action: str = "") -> Listing:
    return Listing(
        action=action or FR.category("1"),
        count="34 produits" if count > 1 else "Aucun produit",
        cards=cards(count),
        sorts=SORTS,
        facets=(*_facets(filtered), *((COLOURS,) if filtered else ())),
        chips=(Link("Famille Brunet", "?x=1"), Link("Drôme", "?x=2")) if filtered else (),
        clear=FR.category("1"),
        chosen=(Choice("producteur", "brunet"), Choice("origine", "drome")) if filtered else (),
        next="?cursor=abc" if count > 1 else "",
        previous="?cursor=xyz" if filtered and count > 1 else "",
    )


def category(*, filtered: bool = False, count: int = 24) -> CategoryPage:
    return CategoryPage(
        head=head(
            "Miels et confitures",
            FR.category("1"),
            EN.category("1"),
            description="Miels de printemps et d’été, confitures au chaudron.",
        ),
        crumbs=(Link("Accueil", FR.home()), Link("Miels et confitures", "")),
        title="Miels et confitures",
        intro=(
            "Des miels récoltés entre mai et septembre, des fruits cuits en petites bassines le "
            "lendemain de la cueillette."
        ),
        listing=listing(filtered=filtered, count=count),
        children=tuple(
            Link(label, FR.category(label)) for label in ("Miels", "Confitures", "Gelées", "Pâtes à tartiner")
        ),
        current=FR.category("1"),
    )


def plain_category() -> CategoryPage:
    page = category(count=8)
    return replace(
        page,
        listing=replace(page.listing, facets=(), next="", count="8 produits"),
        children=(),
        title="Arts de la table",
        intro="",
    )


def empty_category() -> CategoryPage:
    page = plain_category()
    return replace(page, listing=replace(page.listing, cards=(), count="Aucun produit", next="", previous=""))


def categories() -> CategoriesPage:
    blocks = tuple(
        CategoryBlock(
            label,
            FR.category(str(index)),
            address(index + 3),
            tuple(
                Link(child, FR.category(child))
                for child in ("Pâtes molles", "Pâtes pressées", "Chèvres et brebis")[: index % 4]
            ),
        )
        for index, label in enumerate(SECTIONS["fr"])
    )
    return CategoriesPage(
        head=head("Toutes les catégories", FR.categories(), EN.categories()),
        crumbs=(Link("Accueil", FR.home()), Link("Toutes les catégories", "")),
        sections=blocks,
        all_goods=Link("Voir tous les produits", FR.products()),
    )


def search(*, found: bool = True) -> SearchPage:
    query = "miel" if found else "mielle de lavandde"
    return SearchPage(
        head=head(f"Recherche : {query}", FR.search(query), EN.search(query), indexed=False),
        query=query,
        listing=replace(
            listing(count=7, action=FR.search()),
            count="7 produits",
            kept=(Choice("q", query),),
            next="",
            facets=_facets(False)[:2],
        )
        if found
        else replace(listing(count=0), cards=(), chips=(), next=""),
        categories=tuple(Link(label, FR.category(str(index))) for index, label in enumerate(SECTIONS["fr"])),
        goods=() if found else cards(4),
    )
