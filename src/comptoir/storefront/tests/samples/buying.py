"""The basket, full, with a problem, and empty."""

from dataclasses import replace

from comptoir.storefront.pages.cart import AppliedCode, BasketLine, BasketPage, Codes
from comptoir.storefront.pages.fields import Field
from comptoir.storefront.pages.parts import Link, Notice, Total
from comptoir.storefront.tests.samples.goods import EN, FR, cards, head
from comptoir.storefront.tests.samples.pictures import address
from comptoir.storefront.tests.samples.shop import LONG

LINES = (
    BasketLine(
        "CONF-350",
        LONG,
        "350 g",
        FR.product("confiture"),
        address(6),
        "6,90 €",
        "20,70 €",
        3,
        12,
        FR.basket_line("CONF-350"),
        was="8,60 €",
    ),
    BasketLine(
        "MIEL-500",
        "Miel de lavande de Provence",
        "500 g",
        FR.product("miel"),
        address(0),
        "12,90 €",
        "12,90 €",
        1,
        40,
        FR.basket_line("MIEL-500"),
    ),
    BasketLine(
        "BOL-BLEU-M",
        "Bol en grès émaillé",
        "Bleu de lin, moyen",
        FR.product("bol"),
        address(11),
        "26,00 €",
        "52,00 €",
        2,
        9,
        FR.basket_line("BOL-BLEU-M"),
    ),
)
TOTAL = Total("Total", "91,50 €", "dont 6,17 € de TVA", strong=True)
TOTALS = (
    Total("Items", "90,60 €"),
    Total("Code BIENVENUE", "-5,00 €"),
    Total("Livraison", "5,90 €", "À domicile, en France"),
)

CODES = Codes(
    Field("code", "Code promo, carte cadeau ou avoir", required=False, autocomplete="off"),
    (
        AppliedCode("voucher", "Code BIENVENUE"),
        AppliedCode("01a20322-8a40-761a-970a-5e0293eda9e9", "Carte cadeau …7Q4M"),
    ),
)


def basket() -> BasketPage:
    return BasketPage(
        head=head("Votre panier", FR.basket(), EN.basket(), indexed=False),
        count="6 articles",
        lines=LINES,
        totals=TOTALS,
        total=TOTAL,
        checkout=FR.checkout(),
        carry_on=Link("Continuer mes achats", FR.home()),
        delivery_estimate="Chez vous autour du 4 décembre : un article est fabriqué pour vous.",
        methods="Carte bancaire ou virement. Aucun compte à ouvrir.",
        action=FR.basket(),
        share=FR.share_basket(),
        codes=CODES,
    )


def basket_problem() -> BasketPage:
    lines = (
        replace(
            LINES[0], problem="Il n’en reste que 2. Baissez la quantité ou choisissez un autre format.", quantity=3
        ),
        *LINES[1:],
    )
    return replace(
        basket(),
        lines=lines,
        buyable=False,
        codes=Codes(
            replace(
                CODES.field, value="PETIT", error="Votre code NOEL retire déjà 10 € : PETIT n’en retirerait que 5."
            ),
            (AppliedCode("voucher", "Code ETE-10", "Le code ETE-10 vaut à partir de 100,00 € d’achat."),),
            instead="Utiliser quand même PETIT",
        ),
        why_not="Corrigez d’abord la ligne signalée, le reste est prêt.",
        notices=(
            Notice(
                "info",
                "Un prix a changé depuis votre dernière visite",
                "Miel de lavande de Provence : 12,90 € au lieu de 12,50 €.",
            ),
        ),
    )


def basket_empty() -> BasketPage:
    return replace(basket(), lines=(), count="", goods=cards(4))
