"""The states of products and stock as words."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from comptoir.backoffice.parts import Pill, Tone
from comptoir.domains.catalogue.values import ProductStatus
from comptoir.domains.inventory.values import Band

PRODUCT: Mapping[ProductStatus, Pill] = {
    ProductStatus.ACTIVE: Pill(_("On sale"), Tone.POSITIVE),
    ProductStatus.DRAFT: Pill(_("Draft"), Tone.INFO),
    ProductStatus.ARCHIVED: Pill(_("Archived"), Tone.NEUTRAL),
}

STOCK: Mapping[Band, Pill] = {
    Band.IN_STOCK: Pill(_("In stock"), Tone.POSITIVE),
    Band.LOW: Pill(_("Low"), Tone.WARNING),
    Band.TO_ORDER: Pill(_("On order"), Tone.INFO),
    Band.OUT: Pill(_("Sold out"), Tone.DANGER),
}
