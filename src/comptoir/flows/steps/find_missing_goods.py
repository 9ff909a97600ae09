from collections.abc import Iterator

from comptoir.domains.cases.values import CaseKind, Finding
from comptoir.domains.catalogue.queries import variants_for
from comptoir.domains.fulfilment.queries import short_picks
from comptoir.domains.markets.queries import market
from comptoir.domains.network.queries import places_for
from comptoir.domains.orders.queries import headings_for
from comptoir.domains.orders.values import OrderId
from comptoir.kernel.texts import text_in


def find_missing_goods(*, most: int) -> Iterator[Finding]:
    """A finding for each article that pickers did not find enough of, while the parcels that lack it are still here."""
    picks = short_picks(limit=most)
    cards = variants_for({pick.variant_id for pick in picks})
    orders = headings_for({OrderId(id) for pick in picks for id in pick.order_ids})
    places = places_for({pick.place_code for pick in picks})
    for pick in picks:
        known = [orders[OrderId(id)] for id in pick.order_ids]
        markets = sorted({order.market for order in known})
        language = market(markets[0]).default_language
        card = cards[pick.variant_id]
        facts = {
            "missing": pick.missing,
            "article": f"{text_in(card.title, language)} ({card.sku})",
            "place": text_in(places[pick.place_code].name, language),
        }
        yield Finding(
            key=f"picking:{pick.batch_id}:{pick.variant_id}",
            kind=CaseKind.MISSING_GOODS,
            what="short",
            facts=facts,
            evidence={
                "found": {
                    **facts,
                    "found_pieces": pick.found,
                    "batch": pick.batch_number,
                    "orders": [order.number for order in known],
                }
            },
            market=markets[0] if len(markets) == 1 else None,
            subject_type="fulfilment.pickbatch",
            subject_id=str(pick.batch_id),
        )
