"""What is in a kit."""

from comptoir.domains.catalogue.queries import variants_for
from comptoir.domains.inventory.values import Availability
from comptoir.kernel.formats import number_label
from comptoir.kernel.texts import text_in
from comptoir.storefront.assemble.pictures import thumbnail
from comptoir.storefront.here import Here
from comptoir.storefront.pages.product import Content
from comptoir.storefront.surrogates import product_key


def contents_of(told: Availability, here: Here) -> tuple[tuple[Content, ...], tuple[str, ...]]:
    """The parts of what is shown, and the keys of the products that they are of. A statement, where it is a kit."""
    if not told.parts:
        return (), ()
    cards = variants_for([part.availability.variant_id for part in told.parts])
    known = [(cards[id], part.quantity) for part in told.parts if (id := part.availability.variant_id) in cards]
    contents = tuple(
        Content(
            count=number_label(pieces, here.language),
            name=text_in(card.title, here.language),
            detail=text_in(card.options, here.language),
            href=here.at.product(card.slug_in(here.language), variant=card.sku) if card.active else "",
            src=thumbnail(card.image),
        )
        for card, pieces in known
    )
    return contents, tuple(product_key(card.product_id) for card, _pieces in known)
