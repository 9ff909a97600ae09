"""Home, categories, lists, search, product."""

from dataclasses import replace

from django.utils.safestring import mark_safe

from comptoir.storefront.pages.blocks import (
    Assurance,
    Assurances,
    Block,
    Column,
    Editorial,
    Hero,
    Newsletter,
    Opening,
    Pictured,
    Question,
    Questions,
    Quote,
    Shelf,
    Shop,
    Shops,
    Story,
    Text,
    Tile,
    Tiles,
)
from comptoir.storefront.pages.fields import Choice
from comptoir.storefront.pages.home import HomePage, LandingPage
from comptoir.storefront.pages.listing import CategoriesPage, CategoryBlock, CategoryPage, Facet, FacetValue, Listing
from comptoir.storefront.pages.parts import Link, Notice, Picture
from comptoir.storefront.pages.product import Attribute, Axis, AxisValue, Place, ProductPage, Variant
from comptoir.storefront.pages.search import SearchPage
from comptoir.storefront.tests.samples.goods import EN, FR, SECTIONS, card, cards, head
from comptoir.storefront.tests.samples.pictures import address
from comptoir.storefront.tests.samples.reviews import REVIEWS

LONG = "Confiture d’abricots Bergeron cuite au chaudron de cuivre, avec amandes"


def home() -> HomePage:
    return HomePage(
        head=head(
            "",
            FR.home(),
            EN.home(),
            description="Fromages, miels, épicerie et objets d’artisans, expédiés de Toulouse.",
        ),
        blocks=(_greeting(), *_goods(), _story(), *_more()),
    )


def _greeting(layout: str = "beside") -> Hero:
    return Hero(
        title="Ce que l’automne a de meilleur",
        text=(
            "Miels de fin d’été, tommes affinées, premières noix : choisis chez quarante "
            "producteurs, expédiés sous 24 heures."
        ),
        action=Link("Voir la sélection d’automne", FR.category("automne")),
        picture=Picture(address(2), 1200, 900),
        goods=card(2) if layout == "beside" else None,
        layout=layout,
    )


def _goods() -> tuple[Block, ...]:
    names = [*SECTIONS["fr"], "Paniers garnis", "Linge et vannerie", "Jardin", "Bonnes affaires"]
    return (
        Tiles(
            anchor="b-rayons",
            title="Par rayon",
            tiles=tuple(Tile(label, FR.category(str(index)), address(index + 3)) for index, label in enumerate(names)),
            more=Link("Toutes les catégories", "/fr/rayons"),
        ),
        Shelf(
            anchor="b-saison",
            title="De saison",
            cards=cards(8),
            more=Link("Tout ce qui vient d’arriver", FR.category("nouveautes")),
        ),
    )


def _story() -> Story:
    return Story(
        eyebrow="Chez les producteurs",
        title="À Arudy, la tomme attend neuf mois et personne ne la presse",
        body=mark_safe(
            "<p>Maylis Etcheverry retourne chaque meule deux fois par semaine, à la main, dans une cave creusée par "
            "son grand-père.</p><p>Le lait vient des quatre-vingts brebis que l’on entend depuis la route. Rien "
            "d’autre n’y entre, sauf du sel et du temps.</p>"
        ),
        picture=Picture(address(8), 1200, 900, "Des meules de fromage sur une planche"),
    )


def _more() -> tuple[Block, ...]:
    return (
        Shelf(
            anchor="b-cadeaux",
            title="À offrir",
            cards=cards(4, 7),
            more=Link("Toutes les idées", FR.category("cadeaux")),
        ),
        Assurances(
            assurances=(
                Assurance(
                    "truck",
                    "Expédié sous 24 heures",
                    "Commandé avant 14 h, votre colis part le jour même. Livraison offerte dès 69 €.",
                ),
                Assurance("lock", "Paiement sûr", "Carte bancaire ou virement, sans ouvrir de compte."),
                Assurance("message-circle", "Une vraie personne", "Au 05 61 00 00 00, du mardi au samedi."),
            )
        ),
    )


def landing() -> LandingPage:
    """Every kind of block that the front of the shop does not show."""
    prose = mark_safe("<p>Un cageot de saison par mois, choisi à la halle.</p><ul><li>Sans engagement</li></ul>")
    return LandingPage(
        head=head("Paniers de Noël", "/fr/infos/noel", "/en/info/christmas"),
        crumbs=(Link("Accueil", FR.home()), Link("Paniers de Noël", "")),
        blocks=(
            _greeting("over"),
            Editorial(
                anchor="b-e",
                title="Trois idées",
                columns=tuple(
                    Column(
                        f"Panier {name}",
                        "Composé à la main, livré le jour choisi.",
                        Picture(address(number), 800, 600),
                        Link("Composer le panier", FR.category("paniers")),
                    )
                    for number, name in enumerate(("gourmand", "d’apéritif", "du dimanche"))
                ),
            ),
            Text(anchor="b-t", title="Ce qu’il y a dedans", body=prose),
            Pictured(
                anchor="b-p", picture=Picture(address(5), 1600, 900, "Un panier garni"), caption="Le grand panier"
            ),
            Quote(text="Le seul cadeau dont on me reparle encore à Pâques.", author="Hélène, Albi"),
            Questions(
                anchor="b-f",
                title="Vos questions",
                questions=(Question("Quand part le panier ?", prose), Question("Peut-on l’emballer ?", prose)),
            ),
            Shops(
                anchor="b-s",
                title="Nos halles",
                text="Venez goûter avant de choisir.",
                shops=(
                    Shop(
                        "Halle Saint-Aubin",
                        ("3 place Saint-Aubin", "31000 Toulouse"),
                        (Opening("Mardi au vendredi", "09:30–12:30, 15:00–19:00"), Opening("Dimanche", "fermé")),
                        "https://www.openstreetmap.org/search?query=Toulouse",
                        "Vous pouvez y retirer votre commande.",
                    ),
                    Shop("Halle d’Albi", ("1 rue Mariès", "81000 Albi"), (), "https://www.openstreetmap.org/"),
                ),
            ),
            Newsletter(
                title="La lettre de la halle",
                text="Une fois par mois, ce qui vient d’arriver.",
                action=Link("S’inscrire", "https://lettre.example/"),
            ),
            replace(_greeting("plain"), level=2),
        ),
    )


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
        facets=_facets(filtered),
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


STORY = (
    "<p>Les abricots Bergeron mûrissent tard. Chez les Brunet, on attend qu’ils tombent presque tout "
    "seuls, puis on les ouvre à la main, "
    "on garde une amande sur dix et l’on cuit le tout dans des bassines de cuivre de huit kilos. Pas "
    "plus : au-delà, le fruit se défait.</p>"
    "<p>Le résultat est une confiture peu prise, ambrée, avec de vrais morceaux et une pointe "
    "d’amertume qui fait revenir la cuillère.</p>"
    "<h3>À table</h3><p>Sur un pain de seigle, avec une tomme de brebis, ou simplement à la fin du "
    "repas avec un fromage blanc. "
    "Après ouverture, gardez-la au frais et finissez-la dans le mois : elle contient peu de sucre.</p>"
)
ATTRIBUTES = (
    Attribute("Ingrédients", "Abricots Bergeron de la Drôme (62 %), sucre de canne, jus de citron, amandes d’abricot"),
    Attribute("Allergènes", "Fruits à coque (amandes)"),
    Attribute("Poids net", "350 g"),
    Attribute("Origine", "Drôme, France"),
    Attribute("Conservation", "À l’abri de la lumière. Après ouverture : 4 semaines au frais"),
    Attribute("À consommer de préférence avant le", "31 août 2028"),
    Attribute(
        "Valeurs nutritionnelles pour 100 g",
        (
            "Énergie 812 kJ (192 kcal), matières grasses 0,6 g, glucides 46 g dont sucres 45 g, "
            "protéines 0,8 g, sel 0,01 g"
        ),
    ),
)


SHOWN = Variant(
    "CONF-350",
    "350 g",
    "6,90 €",
    "low",
    "Plus que 4 en stock",
    was="8,60 €",
    unit="19,71 €/kg",
    selected=True,
    promise="Chez vous mardi 24 novembre si vous commandez avant 14 h",
    picture=address(6),
)
VARIANTS = (
    Variant(
        "CONF-220",
        "220 g",
        "4,90 €",
        "in",
        "En stock",
        unit="22,27 €/kg",
        promise="Chez vous mardi 24 novembre si vous commandez avant 14 h",
        picture=address(0),
    ),
    SHOWN,
    Variant(
        "CONF-900",
        "900 g",
        "14,50 €",
        "out",
        "Épuisé, retour prévu en décembre",
        unit="16,11 €/kg",
        picture=address(18),
    ),
)


def product() -> ProductPage:
    return ProductPage(
        head=head(
            LONG,
            FR.product("confiture"),
            EN.product("jam"),
            description="Abricots Bergeron de la Drôme cuits au chaudron de cuivre.",
        ),
        crumbs=(
            Link("Accueil", FR.home()),
            Link("Miels et confitures", FR.category("1")),
            Link("Confitures", FR.category("c")),
        ),
        name=LONG,
        maker="Famille Brunet, Drôme",
        summary=(
            "Des abricots mûrs cuits le lendemain de la cueillette, avec quelques amandes du noyau. Peu "
            "de sucre, beaucoup de fruit."
        ),
        pictures=tuple(
            Picture(address(n), 900, 900, alt)
            for n, alt in ((6, "Un pot de confiture d’abricots"), (13, "La bassine de cuivre"), (5, "Une tartine"))
        ),
        shown=SHOWN,
        add_action=FR.basket(),
        most=99,
        choice="Format",
        variants=VARIANTS,
        places=(
            Place("Halle de Toulouse", "offert, prêt lundi 23 novembre au plus tard"),
            Place("Boutique d’Albi", "offert, prêt mardi 24 novembre au plus tard"),
        ),
        tax_note="TVA comprise",
        delivery_link=Link("Frais de livraison", FR.page("livraison")),
        delivery_note="Livraison 5,90 € en France, offerte dès 69 €. Colis protégé contre la casse.",
        story=STORY,
        attributes=ATTRIBUTES,
        reviews=REVIEWS,
        related=cards(4, 2),
        current=FR.category("1"),
    )


def product_two_axes() -> ProductPage:
    page = product()
    shown = Variant(
        "BOL-BLEU-M",
        "Moyen, 14 cm",
        "26,00 €",
        "in",
        "En stock",
        promise="Chez vous autour du 4 décembre",
        selected=True,
        picture=address(11),
    )
    href = FR.product("bol", variant="BOL")
    return replace(
        page,
        name="Bol en grès émaillé",
        maker="Atelier Terre Franche, Revel",
        summary="Tourné à la main, émaillé au four à bois. Passe au lave-vaisselle et au micro-ondes.",
        pictures=(Picture(address(11), 900, 900, "Un bol bleu"),),
        shown=shown,
        axes=(
            Axis(
                "Couleur",
                "Bleu de lin",
                (
                    AxisValue("Bleu de lin", href, True),
                    AxisValue("Écru", href),
                    AxisValue("Vert bouteille", href),
                    AxisValue("Ocre", href, sold_out=True),
                ),
            ),
        ),
        choice="Taille",
        variants=(
            Variant("BOL-BLEU-P", "Petit, 11 cm", "19,00 €", "in", "En stock", picture=address(11)),
            shown,
            Variant("BOL-BLEU-G", "Grand, 18 cm", "34,00 €", "in", "En stock", picture=address(11)),
        ),
        places=(),
    )


def product_sold_out() -> ProductPage:
    page = product()
    shown = Variant("PIM", "", "9,80 €", "out", "Épuisé, retour prévu fin novembre", unit="245,00 €/kg")
    return replace(
        page,
        name="Piment d’Espelette AOP en poudre",
        shown=shown,
        choice="",
        variants=(),
        places=(),
        pictures=page.pictures[:1],
        notices=(Notice("warning", "Ce produit n’est plus disponible dans ce format."),),
        related=cards(2, 4),
    )
