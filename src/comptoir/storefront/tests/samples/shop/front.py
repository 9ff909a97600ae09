"""The front of the shop, and a page that shows the other blocks."""

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
    SignUp,
    Story,
    Text,
    Tile,
    Tiles,
)
from comptoir.storefront.pages.home import HomePage, LandingPage
from comptoir.storefront.pages.parts import Link, Picture
from comptoir.storefront.tests.samples.goods import EN, FR, SECTIONS, card, cards, head
from comptoir.storefront.tests.samples.pictures import address


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


def _letters() -> Newsletter:
    return Newsletter(
        title="Les nouvelles du lundi",
        text="Au plus une fois par semaine.",
        action=None,
        sign_up=SignUp(
            action="/fr/lettre",
            label="Adresse e-mail",
            wording="Je souhaite recevoir des nouvelles par e-mail.",
            button="S’inscrire",
            note="Nous écrivons d’abord à cette adresse.",
            privacy=Link("Vie privée", "/fr/infos/vie-privee"),
        ),
        anchor="b-letter",
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
            _letters(),
            replace(_greeting("plain"), level=2),
        ),
    )
