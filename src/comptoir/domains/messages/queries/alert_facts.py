"""What the letters about an alert say: please confirm it, and later, that the article is back."""

from typing import Any

from comptoir.domains.catalogue.queries import variants_for
from comptoir.domains.inventory.queries import availability_for
from comptoir.domains.inventory.values import Band
from comptoir.domains.messages.queries.alerts import alert
from comptoir.domains.messages.values import AlertState, Links, Message, MessageKind
from comptoir.domains.pricing.queries import prices_for
from comptoir.kernel import ports
from comptoir.kernel.formats import money_label
from comptoir.kernel.texts import text_in


def alert_facts(about: Message) -> dict[str, Any] | None:
    """The facts, or None when the news no longer holds: it was stopped, or the article is gone again."""
    found = alert(about.alert_id) if about.alert_id else None
    if found is None or not found.email:
        return None
    variant = variants_for([found.variant_id]).get(found.variant_id)
    price = prices_for([found.variant_id], market=found.market).get(found.variant_id)
    if variant is None or price is None or not variant.active:
        return None
    back = availability_for([variant.id])[variant.id]
    is_back = back.band in (Band.IN_STOCK, Band.LOW)
    wanted = AlertState.TOLD if about.kind is MessageKind.STOCK_BACK else AlertState.ASKED
    if found.state is not wanted or is_back is not (about.kind is MessageKind.STOCK_BACK):
        return None
    links: Links = ports.load("links", "storefront")
    language = about.language
    where = {"market": found.market, "language": language}
    return {
        "title": ", ".join(filter(None, (text_in(variant.title, language), text_in(variant.options, language)))),
        "price": money_label(price.amount, language),
        "is_low": back.band is Band.LOW,
        "product_link": links.product_page(slug=variant.slug_in(language), variant=variant.sku, **where),
        "alert_link": links.alert_page(alert_id=found.id, **where),
    }
