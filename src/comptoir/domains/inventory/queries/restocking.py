"""What to order, and why."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from comptoir.domains.catalogue.values import VariantId
from comptoir.domains.inventory.permissions import INVENTORY_VIEW
from comptoir.domains.inventory.queries.stock import IN_BUCKETS, serving_places
from comptoir.domains.inventory.rules import SOLD_OVER_DAYS
from comptoir.domains.inventory.values import Proposal
from comptoir.kernel.access import Actor
from comptoir.kernel.money import Money
from comptoir.kernel.paging import Page, decode_cursor, page_of
from comptoir.kernel.sql import fetch

_PROPOSALS = f"""
WITH low AS (
    SELECT variant_id, place_id, low_stock, target, free FROM (
        SELECT level.*, on_hand - reserved + {IN_BUCKETS} - claimed - safety AS free FROM inventory_stocklevel AS level
         WHERE target IS NOT NULL AND place_id = ANY(%(places)s)) AS refilled
     WHERE free <= low_stock
       AND (%(variants)s::uuid[] IS NULL OR variant_id = ANY(%(variants)s::uuid[]))),
known AS (
    SELECT low.*, coalesce(supplier.code, '') AS supplier_code, supplier.currency, supply.unit_cost_minor,
           coalesce(supplier.lead_days, 0) AS lead_days,
           (SELECT coalesce(sum(greatest(0, line.ordered - line.received)), 0)
              FROM inventory_purchaseline AS line
              JOIN inventory_purchaseorder AS bought ON bought.id = line.purchase_order_id
             WHERE line.variant_id = low.variant_id AND bought.place_id = low.place_id
               AND bought.state IN ('draft', 'ordered', 'partly_received'))
           + (SELECT coalesce(sum(line.sent - line.received - line.lost - line.given_back), 0)
                FROM inventory_transferline AS line
                JOIN inventory_transfer AS sent ON sent.id = line.transfer_id
               WHERE line.variant_id = low.variant_id AND sent.destination_id = low.place_id
                 AND sent.state IN ('in_transit', 'partly_received')) AS incoming,
           (SELECT coalesce(-sum(moved.quantity), 0) FROM inventory_stockmovement AS moved
             WHERE moved.variant_id = low.variant_id AND moved.place_id = low.place_id
               AND moved.kind = 'shipment' AND moved.at >= %(since)s) AS sold
      FROM low
      LEFT JOIN inventory_supply AS supply ON supply.variant_id = low.variant_id
      LEFT JOIN inventory_supplier AS supplier ON supplier.code = supply.supplier_id AND supplier.active),
proposed AS (
    SELECT known.*, target + ceil(sold * lead_days / %(days)s::numeric) - free - incoming AS quantity FROM known)
SELECT supplier_code, variant_id, place_id, currency, unit_cost_minor, free::bigint, incoming::bigint, sold::bigint,
       low_stock, target, quantity::bigint
  FROM proposed
 WHERE quantity > 0 AND (%(supplier)s::text IS NULL OR supplier_code = %(supplier)s)
   AND (%(after)s::text IS NULL OR (supplier_code, variant_id, place_id) > (%(after)s, %(variant)s::uuid, %(place)s))
 ORDER BY supplier_code, variant_id, place_id LIMIT %(limit)s
"""


def proposals(
    *,
    place_code: str | None = None,
    supplier_code: str | None = None,
    variant_ids: Collection[VariantId] | None = None,
    actor: Actor,
    now: datetime,
    cursor: str | None = None,
    page_size: int = 50,
) -> Page[Proposal]:
    """What to order for each variant that is low at an open place, by supplier. One statement.

    So much that the place comes to its target by the day the goods arrive: the target, and what is sold meanwhile at
    the pace of the last 28 days, less what is free there and what is coming already. Drafts count as coming, so that
    nothing is proposed twice. A variant of which enough is coming is left out, as is one without a target.
    """
    actor.must(INVENTORY_VIEW)
    after, variant, place = decode_cursor(cursor, [str, UUID, str]) if cursor else (None, None, None)
    rows = fetch(
        _PROPOSALS,
        {
            "places": [code for code in serving_places() if place_code in (None, code)],
            "variants": None if variant_ids is None else list(variant_ids),
            "supplier": supplier_code,
            "since": now - timedelta(days=SOLD_OVER_DAYS),
            "days": SOLD_OVER_DAYS,
            "after": after,
            "variant": variant,
            "place": place,
            "limit": page_size + 1,
        },
    )
    return page_of(rows, size=page_size, key=lambda row: row[:3], show=_proposal)


def _proposal(row: tuple[Any, ...]) -> Proposal:
    supplier, variant, place, currency, cost, free, incoming, sold, low_stock, target, quantity = row
    return Proposal(
        variant_id=VariantId(variant),
        place_code=place,
        supplier_code=supplier,
        unit_cost=Money(cost, currency) if supplier else None,
        free=free,
        incoming=incoming,
        sold=sold,
        low_stock=low_stock,
        target=target,
        quantity=quantity,
    )
