"""The chrome and the goods of a shop that could exist."""

from dataclasses import replace

from comptoir.kernel.formats import amount_label, unit_price_label
from comptoir.storefront.addresses import Addresses
from comptoir.storefront.pages.chrome import Assets, Chrome, ChromeKind, Column, Section
from comptoir.storefront.pages.parts import Alternate, Band, Card, Head, Link
from comptoir.storefront.tests.samples.pictures import address

SHOP = "Halle Saint-Aubin"
FR = Addresses("fr")
EN = Addresses("en")

SECTIONS = {
    "fr": [
        "Fromages",
        "Miels et confitures",
        "Charcuterie",
        "Épicerie fine",
        "Boissons",
        "Boulangerie",
        "Savons et soins",
        "Arts de la table",
    ],
    "en": [
        "Cheese",
        "Honey and jam",
        "Charcuterie",
        "Fine groceries",
        "Drinks",
        "Bakery",
        "Soaps and care",
        "Tableware",
    ],
}
CHILDREN = {
    "fr": ["Pâtes molles", "Pâtes pressées", "Chèvres et brebis", "Bleus"],
    "en": ["Soft", "Pressed", "Goat and sheep", "Blue"],
}

ASSETS = Assets(
    stylesheet="/static/storefront/storefront.css",
    htmx="/static/vendor/htmx/htmx.min.js",
    menu_script="/static/storefront/js/menu.js",
    fonts=(
        "/static/vendor/figtree/figtree-latin-wght-normal.woff2",
        "/static/vendor/fraunces/fraunces-latin-wght-normal.woff2",
    ),
    icon="/static/storefront/icon.svg",
    sheets=(("personal.css", "/static/storefront/personal.css"),),
    scripts=tuple(
        (name, f"/static/storefront/js/{name}")
        for name in (
            "listing.js",
            "quantity.js",
            "product.js",
            "alert.js",
            "seen.js",
            "zoom.js",
            "checkout.js",
            "print.js",
            "card.js",
            "passkey.js",
            "share.js",
        )
    ),
)


def chrome(language: str = "fr", kind: ChromeKind = "shop") -> Chrome:
    french = language == "fr"
    at = FR if french else EN
    pages = (
        [("Livraison et retours", "livraison"), ("Paiement", "paiement"), ("Retrait à la halle", "retrait")]
        if french
        else [("Delivery and returns", "delivery"), ("Payment", "payment"), ("Collect at the hall", "collect")]
    )
    legal = (
        [
            ("Mentions légales", "mentions-legales"),
            ("Conditions de vente", "conditions-de-vente"),
            ("Vie privée", "vie-privee"),
        ]
        if french
        else [("Legal notice", "legal-notice"), ("Terms of sale", "terms"), ("Privacy", "privacy")]
    )
    sections = tuple(
        Section(
            label,
            at.category(str(index)),
            tuple(Link(child, at.category(f"0-{n}")) for n, child in enumerate(CHILDREN[language]))
            if index == 0
            else (),
        )
        for index, label in enumerate(SECTIONS[language])
    )
    return Chrome(
        kind=kind,
        market="fr",
        language=language,
        theme="halle",
        scheme="light dark",
        shop_name=SHOP,
        tagline="Quarante producteurs, un seul panier. Expédié de Toulouse depuis 1987."
        if french
        else "Forty makers, one basket. Sent from Toulouse since 1987.",
        home=at.home(),
        search=at.search(),
        suggestions=at.suggestions(),
        basket=at.basket(),
        account=at.my_account(),
        sections=sections,
        all_sections=at.categories(),
        columns=(
            Column("Commander" if french else "Ordering", tuple(Link(label, at.page(slug)) for label, slug in pages)),
            Column("La halle" if french else "The hall", tuple(Link(label, at.page(slug)) for label, slug in legal)),
        ),
        promises=tuple(Link(label, at.page(slug)) for label, slug in legal),
        contact=(
            Link("05 61 00 00 00", "tel:+33561000000"),
            Link("bonjour@halle-saint-aubin.example", "mailto:bonjour@halle-saint-aubin.example"),
        ),
        legal="Halle Saint-Aubin SARL · SIREN 732 829 320 · TVA FR44732829320",
        assets=ASSETS,
    )


def head(title: str, path: str = "", other: str = "", *, indexed: bool = True, description: str = "") -> Head:
    base = "https://halle.example"
    alternates = (
        Alternate("fr", "Français", base + (path or FR.home()), current=True),
        Alternate("en", "English", base + (other or EN.home())),
    )
    return Head(title, alternates, description, base + path if indexed else "", indexed)


NAMES = [
    ("Miel de lavande de Provence", "Rucher des Hautes Terres, Valensole", 1290, 2580, "kg"),
    (
        "Confiture d’abricots Bergeron cuite au chaudron de cuivre, avec amandes",
        "Famille Brunet, Drôme",
        690,
        1971,
        "kg",
    ),
    ("Tomme de brebis affinée neuf mois", "Ferme d’Arudy, Béarn", 1840, 3680, "kg"),
    ("Huile d’olive vierge extra, cuvée Tanche", "Moulin de Nyons", 2350, 3133, "l"),
    ("Savon au lait d’ânesse", "Savonnerie du Lez", 590, 590, "pièce"),
    ("Pain de seigle au levain", "Fournil Saint-Cyprien, Toulouse", 540, 771, "kg"),
    ("Piment d’Espelette AOP en poudre", "Maison Etchegaray", 980, 24500, "kg"),
    ("Bol en grès émaillé", "Atelier Terre Franche, Revel", 2600, 2600, "pièce"),
    ("Jus de pomme et coing", "Vergers de Lomagne", 450, 450, "l"),
    ("Terrine de canard aux cèpes", "Maison Larrieu, Gers", 820, 4556, "kg"),
    ("Nougat tendre de Montélimar", "Confiserie Aubert", 1150, 3833, "kg"),
    ("Sel de Guérande, fleur de sel", "Paludiers de la Turballe", 640, 5120, "kg"),
]


def card(number: int, language: str = "fr") -> Card:
    """Every kind of card among twelve: long name, sale, low stock, sold out, several variants."""
    name, maker, price, unit, symbol = NAMES[number % len(NAMES)]
    kind = number % len(NAMES)
    french = language == "fr"
    band: Band = "in"
    said = "En stock" if french else "In stock"
    if kind == 2:
        band, said = ("low", "Plus que 3 en stock" if french else "Only 3 left")
    elif kind == 6:
        band, said = ("out", "Épuisé pour le moment" if french else "Sold out for now")
    return Card(
        name=name,
        href=(FR if french else EN).product(f"article-{number}"),
        src=address(number),
        price=amount_label(price, "EUR", language),
        band=band,
        availability=said,
        maker=maker,
        prefix=("dès" if french else "from") if kind in {3, 0} else "",
        was=amount_label(860, "EUR", language) if kind == 1 else "",
        unit="" if symbol == "pièce" else unit_price_label(unit, "EUR", symbol, language),
    )


def cards(count: int, start: int = 0, language: str = "fr") -> tuple[Card, ...]:
    made = tuple(replace(card(start + number, language), lazy=number > 3) for number in range(count))
    words = ("4,6 sur 5", "12 avis") if language == "fr" else ("4.6 out of 5", "12 reviews")
    # Every other one was reviewed, as in a real shop.
    return tuple(
        each if number % 2 else replace(each, rating=words[0], mark=9, rated=words[1])
        for number, each in enumerate(made)
    )
