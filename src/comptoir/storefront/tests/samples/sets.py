"""A set of goods, and files that are downloaded."""

from dataclasses import replace

from comptoir.storefront.pages.checkout import CheckoutPage
from comptoir.storefront.pages.fields import Check
from comptoir.storefront.pages.order import File, TrackingPage
from comptoir.storefront.pages.product import Content, ProductPage
from comptoir.storefront.tests.samples import after, paying, shop
from comptoir.storefront.tests.samples.goods import FR
from comptoir.storefront.tests.samples.pictures import address

WAIVER = (
    "Je demande à recevoir mes fichiers tout de suite, avant la fin du délai de rétractation de 14 jours, et je "
    "reconnais perdre mon droit de rétractation sur eux dès qu’ils sont disponibles."
)


def product_set() -> ProductPage:
    """With what is in it."""
    return replace(
        shop.product(),
        contents=(
            Content("2", "Miel de lavande de Provence", "250 g", FR.product("miel"), address(0)),
            Content("1", "Bol en grès émaillé", "", "", address(7)),
        ),
    )


def checkout_downloads() -> CheckoutPage:
    """Nothing to deliver, and consent to give."""
    wanted = Check(
        "waiver", WAIVER, error="Cochez cette case pour recevoir vos fichiers dès le paiement.", required=True
    )
    return replace(paying.checkout(), travels=False, delivery=(), waiver=wanted)


def tracking_downloads() -> TrackingPage:
    """One file to fetch, one that cannot be any more."""
    page = after.tracking()
    return replace(
        page,
        order=replace(page.order, waiver=WAIVER),
        files=(
            File("Cahier des soupes d’hiver.pdf", "1,2 Mo · 4 téléchargements restants, jusqu’au 23 décembre", "/fr/x"),
            File("Chants.zip", "48 Mo · Le lien a expiré le 2 novembre. Écrivez-nous s’il vous en faut un autre.", ""),
        ),
    )
