"""A wish list, and a letter that is asked for."""

from dataclasses import replace

from comptoir.storefront.pages.alerts import AlertPage, Deed
from comptoir.storefront.pages.fields import Choice, Field
from comptoir.storefront.pages.parts import Link
from comptoir.storefront.pages.product import Awaiting, ProductPage
from comptoir.storefront.pages.wishes import WishesPage, WishLine
from comptoir.storefront.tests.samples import shop
from comptoir.storefront.tests.samples.goods import FR, head
from comptoir.storefront.tests.samples.pictures import address


def wishes() -> WishesPage:
    jam = WishLine(
        sku="JAM-220",
        name="Confiture d’abricots Bergeron",
        detail="220 g",
        href=FR.product("confiture"),
        src=address(6),
        price="6,90 €",
        was="7,50 €",
        band="in",
        availability="En stock",
        buyable=True,
        action=FR.wish("JAM-220"),
    )
    bowl = replace(
        jam, sku="BOL", name="Bol en grès", src=address(11), was="", band="out", availability="Épuisé", buyable=False
    )
    return WishesPage(
        head=head("Votre liste d’envies", FR.wishes(), FR.wishes()),
        title="Votre liste d’envies",
        text="Conservée un an sur cet appareil.",
        lines=(jam, bowl),
        carry_on=Link("Voir tous les produits", FR.products()),
        share="https://halle.example" + FR.shared_wishes("0199.abc"),
    )


def no_wishes() -> WishesPage:
    return replace(wishes(), lines=(), share="", text="")


def alert() -> AlertPage:
    return AlertPage(
        head=head("Alerte de disponibilité", FR.alerts(), FR.alerts()),
        title="Faut-il vous prévenir de son retour ?",
        text="Un seul message, quand « Bol en grès » sera de nouveau disponible.",
        action=FR.alert("0199.abc"),
        deeds=(
            Deed(name="confirm", label="Oui, me prévenir"),
            Deed(name="stop", label="Arrêter cette alerte", primary=False),
        ),
        goods=Link("Bol en grès", FR.product("bol")),
    )


def alert_refused() -> AlertPage:
    wrong = "Cette adresse e-mail est incomplète ou contient une faute de frappe."
    return replace(
        alert(),
        sku="BOL",
        fields=(Field(name="email", label="E-mail", value="lucie@", kind="email", error=wrong),),
        deeds=(Deed(name="ask", label="Me prévenir"),),
    )


def product_awaited() -> ProductPage:
    page = shop.product_sold_out()
    choices = (Choice("BOL-BLEU", "Bleu", True), Choice("BOL-VERT", "Vert"))
    return replace(
        page,
        wish_action=FR.wishes(),
        awaiting=Awaiting(action=FR.alerts(), choices=choices),
        seen="/fr/vus",
        seen_as="bol",
    )
