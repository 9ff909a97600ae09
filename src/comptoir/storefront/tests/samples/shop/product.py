"""Products: one in several sizes, one in sizes and colours, one that is sold out."""

from dataclasses import replace

from comptoir.storefront.pages.parts import Disc, Link, Notice, Picture
from comptoir.storefront.pages.product import Attribute, Axis, AxisValue, Place, ProductPage, Variant
from comptoir.storefront.tests.samples.goods import EN, FR, cards, head
from comptoir.storefront.tests.samples.pictures import address
from comptoir.storefront.tests.samples.reviews import REVIEWS

LONG = "Confiture d’abricots Bergeron cuite au chaudron de cuivre, avec amandes"

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
    places=(
        Place("Halle de Toulouse", "in", "En stock", "offert, prêt lundi 23 novembre au plus tard"),
        Place(
            "Boutique d’Albi", "order", "Pas en rayon : nous le faisons venir",
            "offert, prêt mardi 24 novembre au plus tard",
        ),
    ),
)  # fmt: skip
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
                    AxisValue("Bleu de lin", href, True, disc=Disc("#35588f")),
                    AxisValue("Écru", href, disc=Disc("#fdfbf6")),
                    AxisValue("Vert bouteille", href, disc=Disc("#1f4a3a")),
                    AxisValue("Ocre et noir", href, disc=Disc("#d19a3a", "#121212")),
                    AxisValue("Ocre", href, sold_out=True, disc=Disc("#d19a3a")),
                ),
            ),
        ),
        choice="Taille",
        variants=(
            Variant("BOL-BLEU-P", "Petit, 11 cm", "19,00 €", "in", "En stock", picture=address(11)),
            shown,
            Variant("BOL-BLEU-G", "Grand, 18 cm", "34,00 €", "in", "En stock", picture=address(11)),
        ),
    )


def product_in_colours() -> ProductPage:
    """Its one choice is a colour."""
    page = product_two_axes()
    red = replace(page.shown, label="Rouge", disc=Disc("#d2402b"))
    return replace(
        page,
        name="Torchon basque à sept raies",
        shown=red,
        axes=(),
        choice="Couleur",
        variants=(
            red,
            replace(red, sku="BOL-2", label="Blanc et noir", disc=Disc("#ffffff", "#121212"), selected=False),
            replace(red, sku="BOL-3", label="Moutarde", disc=Disc("#c9982c"), selected=False, band="out"),
            replace(red, sku="BOL-4", label="Multicolore", disc=None, selected=False),
        ),
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
        pictures=page.pictures[:1],
        notices=(Notice("warning", "Ce produit n’est plus disponible dans ce format."),),
        related=cards(2, 4),
    )
