-- P6 Reservations: counters equal the reservations behind them; each order holds what its state says; none is overdue.
-- Of an article that is spread, what is free in buckets is among the reserved, and claims of it stay there.
SELECT 'variant ' || variant.sku || ' at ' || coalesce(level.place_id, kept.place_id) || ': reserved '
       || coalesce(level.reserved, 0) || '/' || coalesce(kept.active, 0) || ', claimed ' || coalesce(level.claimed, 0)
       || '/' || coalesce(kept.claimed, 0) AS broken
  FROM inventory_stocklevel AS level
  FULL JOIN (SELECT variant_id, place_id, sum(quantity) FILTER (WHERE active) AS active,
                    sum(quantity) FILTER (WHERE NOT active) AS claimed
               FROM (SELECT variant_id, place_id, quantity, spread OR state = 'active' AS active
                       FROM inventory_reservation WHERE state IN ('active', 'claimed')
                      UNION ALL SELECT variant_id, place_id, free, true FROM inventory_stockbucket) AS counted
              GROUP BY 1, 2) AS kept USING (variant_id, place_id)
  JOIN catalogue_variant AS variant ON variant.id = variant_id
 WHERE coalesce(level.reserved, 0) <> coalesce(kept.active, 0)
    OR coalesce(level.claimed, 0) <> coalesce(kept.claimed, 0)
UNION ALL
SELECT 'order ' || placed.number || ' is ' || placed.state || ': ' || to_ship || ' to ship, claimed '
       || coalesce(claimed, 0) || ', shipped ' || sent || ', as kept ' || coalesce(kept.shipped, 0)
  FROM orders_order AS placed
  -- Downloads and services lie on no shelf: nothing is kept for them.
  JOIN (SELECT order_id, coalesce(sum(quantity - cancelled - shipped) FILTER (WHERE kind = 'goods'), 0) AS to_ship,
               coalesce(sum(shipped) FILTER (WHERE kind = 'goods'), 0) AS sent
          FROM orders_orderline GROUP BY 1) AS line ON line.order_id = placed.id
  LEFT JOIN (SELECT order_id, sum(quantity) FILTER (WHERE state = 'claimed') AS claimed,
                    sum(quantity) FILTER (WHERE state = 'shipped') AS shipped,
                    sum(quantity) FILTER (WHERE state IN ('active', 'claimed')) AS held
               FROM inventory_reservation GROUP BY 1) AS kept ON kept.order_id = placed.id
 WHERE (placed.state IN ('paid', 'preparing', 'partly_shipped', 'shipped') AND coalesce(claimed, 0) <> to_ship)
    OR coalesce(kept.shipped, 0) <> sent
    OR (placed.state = 'cancelled' AND coalesce(held, 0) <> 0)
    OR (placed.state = 'awaiting_payment' AND coalesce(claimed, 0) <> 0)
UNION ALL
-- Overdue by an hour, with no payment in flight: the sweep is not doing its work.
SELECT 'order ' || kept.order_id || ' holds goods since ' || min(kept.until)
  FROM inventory_reservation AS kept
 WHERE kept.state = 'active' AND kept.until < %(now)s - interval '1 hour'
   AND NOT EXISTS (SELECT FROM payments_payment AS payment WHERE payment.order_id = kept.order_id
                      AND payment.state IN ('created', 'pending', 'authorised', 'captured'))
 GROUP BY kept.order_id
UNION ALL
-- A kit is what its parts are: nothing of it stands on a shelf, is kept or is sold by itself.
SELECT 'kit ' || variant.sku || ' has stock of its own at ' || level.place_id
  FROM inventory_stocklevel AS level JOIN catalogue_variant AS variant ON variant.id = level.variant_id
 WHERE level.variant_id IN (SELECT kit_id FROM inventory_kitpart)
   AND (level.on_hand <> 0 OR level.reserved <> 0 OR level.claimed <> 0)
