"""The account, its door, and a basket that somebody shows."""

from dataclasses import replace

from comptoir.storefront.pages.account import (
    AccountPage,
    DoorPage,
    Entry,
    Form,
    Hidden,
    Place,
    Section,
    SharedBasketPage,
)
from comptoir.storefront.pages.cart import BasketPage
from comptoir.storefront.pages.checkout import CheckoutPage, Saved
from comptoir.storefront.pages.fields import Check, Field, FieldError
from comptoir.storefront.pages.parts import Link, Notice
from comptoir.storefront.tests.samples.buying import basket
from comptoir.storefront.tests.samples.goods import EN, FR, head
from comptoir.storefront.tests.samples.paying import SUMMARY, checkout

PASSKEY = '{"challenge": "YQ", "rpId": "localhost"}'
EMAIL = Field("email", "Adresse e-mail", "", "email", autocomplete="username", inputmode="email")


def door(*, wrong: bool = False) -> DoorPage:
    password = Field("password", "Mot de passe", "", "password", autocomplete="current-password")
    notice = Notice("danger", "Vous n’êtes pas connecté", "Cette adresse et ce mot de passe ne vont pas ensemble.")
    return DoorPage(
        head=head("Se connecter", FR.sign_in(), EN.sign_in()),
        title="Se connecter",
        text="Vos commandes, vos adresses et votre panier, où que vous soyez.",
        notices=(notice,) if wrong else (),
        forms=(
            Form(action=FR.sign_in(), button="Se connecter", do="password", fields=(EMAIL, password)),
            Form(
                action=FR.sign_in(),
                button="Se connecter avec une clé d’accès",
                do="passkey",
                look="outline",
                passkey="get",
                options=PASSKEY,
                state="signé",
            ),
        ),
        links=(Link("Créer un compte", FR.my_account("link")), Link("Mot de passe oublié ?", FR.my_account("link"))),
    )


def link_opened() -> DoorPage:
    wrong = "Ce mot de passe est trop court."
    password = Field("password", "Nouveau mot de passe", "", "password", error=wrong, hint="12 caractères au moins.")
    return DoorPage(
        head=head("Créez votre compte", FR.account_link("jeton"), EN.account_link("jeton")),
        title="Créez votre compte",
        text="Pour camille.durand@example.fr.",
        errors=(FieldError("#f-password", f"Nouveau mot de passe : {wrong}"),),
        forms=(Form(action=FR.account_link("jeton"), button="Créer mon compte", fields=(password,)),),
    )


def _places(current: str) -> tuple[Place, ...]:
    names = ("", "orders", "returns", "invoices", "addresses", "consents", "security", "data")
    labels = (
        "Vue d’ensemble",
        "Commandes",
        "Retours",
        "Factures",
        "Adresses",
        "Nouvelles et consentements",
        "Connexion et sécurité",
        "Mes données",
    )
    return tuple(Place(label, FR.my_account(name), name == current) for name, label in zip(names, labels, strict=True))


def account() -> AccountPage:
    orders = tuple(
        Entry(
            label=f"Commande FR-2026-00421{number}",
            lines=("dimanche 22 novembre · 4 articles",),
            amount="91,50 €",
            mark=mark,
            link=Link("Voir", FR.tracking("jeton")),
        )
        for number, mark in ((8, "En préparation"), (3, "Expédiée"))
    )
    return AccountPage(
        head=head("Bonjour Camille", FR.my_account(), EN.my_account()),
        title="Bonjour Camille",
        text="Vous êtes connecté avec camille.durand@example.fr.",
        places=_places(""),
        sign_out=Form(action=FR.my_account("sign_out"), button="Se déconnecter", look="quiet"),
        sections=(
            Section(
                id="latest",
                title="Vos dernières commandes",
                entries=orders,
                more=Link("Toutes les commandes", FR.my_account("orders")),
            ),
        ),
    )


def security() -> AccountPage:
    action = FR.my_account("security")
    remove = Form(
        action=action, button="Retirer", do="remove", look="quiet", hidden=(Hidden("passkey", "1"),), about="Téléphone"
    )
    label = Field("label", "Nom de l’appareil", "", required=False, hint="Par exemple : mon téléphone.")
    add = Form(
        action=action,
        button="Ajouter une clé d’accès",
        do="passkey",
        look="outline",
        fields=(label,),
        passkey="create",
        options=PASSKEY,
        state="signé",
    )
    sure = Check("sure", "J’ai lu ce qui est supprimé et ce qui reste.", required=True)
    erase = Form(action=FR.my_account("data"), button="Supprimer mon compte", do="erase", look="danger", checks=(sure,))
    return AccountPage(
        head=head("Connexion et sécurité", action, EN.my_account("security")),
        title="Connexion et sécurité",
        notices=(Notice("positive", "La clé d’accès est ajoutée."),),
        places=_places("security"),
        sign_out=Form(action=FR.my_account("sign_out"), button="Se déconnecter", look="quiet"),
        sections=(
            Section(
                id="passkeys",
                title="Clés d’accès",
                text="Connectez-vous avec votre doigt, votre visage ou le code de votre appareil.",
                entries=(Entry(label="Téléphone", lines=("ajoutée le lundi 23 novembre",), forms=(remove,)),),
                forms=(add,),
            ),
            Section(id="returns", title="Retours", empty="Rien pour l’instant."),
            Section(
                id="erase",
                title="Supprimer votre compte",
                points=("Supprimés aussitôt : votre compte, vos adresses.", "Gardées dix ans : les factures."),
                forms=(erase,),
            ),
        ),
    )


def shared_basket() -> SharedBasketPage:
    action = FR.shared_basket("jeton")
    return SharedBasketPage(
        head=head("Un panier partagé", action, EN.shared_basket("jeton")),
        title="On a partagé un panier avec vous",
        text="C’est une copie pour vous : ce que vous y changez ne regarde que vous.",
        lines=SUMMARY.lines,
        own="Il y a déjà quelque chose dans votre panier (3 articles). Que faisons-nous ?",
        forms=(
            Form(action=action, do="add", button="Ajouter à mon panier"),
            Form(action=action, do="instead", button="Remplacer mon panier", look="outline"),
        ),
    )


def basket_shown() -> BasketPage:
    return replace(basket(), shared_link="https://halle.example/fr/panier/partage/0199a1b2.c3d4e5f6g7h8")


def checkout_known() -> CheckoutPage:
    return replace(
        checkout(),
        sign_in=None,
        signed_in="camille.durand@example.fr",
        saved=(Saved("1", "Camille Durand, 2 quai Rambaud, Lyon"), Saved("2", "Traiteur Durand, 8 rue Neuve, Albi")),
    )
