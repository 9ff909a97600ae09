"""Pages around the goods: writing to the shop, withdrawing, cookies, shops."""

from comptoir.storefront.pages.consenting import AskedService, CookiesPage, Purposes, Stored
from comptoir.storefront.pages.contact import ContactPage, WithdrawingPage
from comptoir.storefront.pages.fields import Check, Choice, Field, FieldError
from comptoir.storefront.pages.parts import Link, Notice
from comptoir.storefront.pages.shops import Hours, ShopCard, ShopPage, ShopsPage
from comptoir.storefront.tests.samples.goods import FR, head

HOME = Link("Accueil", FR.home())
TERMS, PRIVACY = Link("Conditions de vente", FR.page("cgv")), Link("Vie privée", FR.page("vie-privee"))
MAIL = Link("bonjour@halle-saint-aubin.example", "mailto:bonjour@halle-saint-aubin.example")
PHONE = Link("+33 5 61 00 00 00", "tel:+33561000000")
WRONG = "Cette adresse e-mail est incomplète ou contient une faute de frappe."


def contact(*, errors: bool = False) -> ContactPage:
    topics = (Choice("order", "Une commande", True), Choice("goods", "Un produit"), Choice("other", "Autre chose"))
    return ContactPage(
        head=head("Nous écrire", FR.contact()),
        crumbs=(HOME, Link("Nous écrire", "")),
        notices=() if errors else (Notice("positive", "Votre question nous est parvenue", "Nous vous répondons."),),
        title="Nous écrire",
        text="Une personne lit votre message et vous répond par e-mail.",
        action=FR.contact(),
        fields=(
            Field("name", "Prénom et nom", "Lucie Martin", autocomplete="name"),
            Field("email", "Adresse e-mail", "lucie@", "email", error=WRONG if errors else "", hint="Pour répondre."),
            Field("topic", "De quoi s’agit-il\u00a0?", "order", "select", choices=topics),
            Field("order_number", "Numéro de commande", required=False),
            Field("text", "Votre question", "Bonjour,\n\nmerci.", "textarea"),
        ),
        trap="website",
        privacy=PRIVACY,
        ways=(PHONE, MAIL),
        quicker=(Link("Suivre une commande", FR.withdrawing()), Link("Adresses et horaires", FR.shops())),
        errors=(FieldError("#f-email", WRONG),) if errors else (),
    )


def withdrawing() -> WithdrawingPage:
    return WithdrawingPage(
        head=head("Se rétracter d’une commande", FR.withdrawing()),
        crumbs=(HOME, Link("Se rétracter d’une commande", "")),
        title="Se rétracter d’une commande",
        text="Vous avez quatorze jours à compter de la réception du dernier article.",
        action=FR.withdrawing(),
        fields=(Field("number", "Numéro de commande"), Field("email", "Adresse e-mail", kind="email")),
        steps=("Ouvrez votre commande par le lien de nos messages.", "Choisissez les articles.", "Confirmez."),
        ways=(MAIL,),
        terms=TERMS,
    )


def cookies() -> CookiesPage:
    counter = AskedService(
        Check("service-counter", "J’accepte Compteur, de Mesures SARL", checked=True),
        "Compte les visites de chaque page.",
        "Conservation\u00a0: 13 mois.",
        Link("Ce qu’en fait Mesures SARL", "https://counter.example/privacy"),
    )
    return CookiesPage(
        head=head("Cookies", FR.cookies()),
        crumbs=(HOME, Link("Cookies", "")),
        notices=(Notice("positive", "Votre choix est noté", "Référence\u00a0: 0199."),),
        title="Cookies",
        text="La boutique enregistre ce qu’il lui faut pour fonctionner.",
        stored=(
            Stored("comptoir_cart", "Le panier.", "30 jours"),
            Stored("comptoir_consent", "Votre choix.", "6 mois"),
        ),
        purposes=(Purposes("Mesure d’audience", (counter,)),),
        action=FR.cookies(),
        accept="Tout accepter",
        refuse="Tout refuser",
        privacy=PRIVACY,
    )


def shops() -> ShopsPage:
    return ShopsPage(
        head=head("Nos boutiques", FR.shops()),
        crumbs=(HOME, Link("Nos boutiques", "")),
        title="Nos boutiques",
        text="Où nous trouver, et où retirer ce que vous commandez ici.",
        shops=(
            ShopCard("La halle", FR.shop("halle"), ("1 place Saint-Aubin", "31000 Toulouse"), "Retrait possible."),
            ShopCard("L’étal", FR.shop("etal"), ("2 rue des Filatiers", "31000 Toulouse")),
        ),
        contact=Link("Nous écrire", FR.contact()),
    )


def shop() -> ShopPage:
    return ShopPage(
        head=head("La halle", FR.shop("halle")),
        crumbs=(HOME, Link("Nos boutiques", FR.shops()), Link("La halle", "")),
        title="La halle",
        lines=("1 place Saint-Aubin", "31000 Toulouse"),
        map=Link("Voir sur une carte", "https://www.openstreetmap.org/search?query=Toulouse"),
        phone=PHONE,
        hours=(Hours("Lundi", "fermé", closed=True), Hours("Mardi", "09:00 – 12:30, 14:30 – 19:00")),
        exceptions=(Hours("24 décembre 2026", "09:00 – 16:00"),),
        collecting=("Commandez ici et venez quand c’est prêt.", "Retrait\u00a0: offert."),
        others=(Link("L’étal", FR.shop("etal")),),
    )
