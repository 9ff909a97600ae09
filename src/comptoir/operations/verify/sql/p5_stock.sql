-- P5 Stock: the movement ledger replayed gives what stands on the shelf; nothing is promised beyond what was agreed.
SELECT 'variant ' || variant.sku || ' at ' || coalesce(level.place_id, moved.place_id) || ': on hand '
       || coalesce(level.on_hand, 0) || ', movements add up to ' || coalesce(moved.total, 0) AS broken
  FROM inventory_stocklevel AS level
  FULL JOIN (SELECT variant_id, place_id, sum(quantity) AS total FROM inventory_stockmovement GROUP BY 1, 2) AS moved
       USING (variant_id, place_id)
  JOIN catalogue_variant AS variant ON variant.id = variant_id
 WHERE coalesce(level.on_hand, 0) <> coalesce(moved.total, 0)
UNION ALL
SELECT 'movement ' || id || ' says ' || on_hand_after || ', the ledger says ' || running
  FROM (SELECT id, on_hand_after, sum(quantity) OVER (PARTITION BY variant_id, place_id ORDER BY id) AS running
          FROM inventory_stockmovement) AS replayed WHERE on_hand_after <> running
UNION ALL
SELECT 'variant ' || variant.sku || ' at ' || place_id || ': on hand ' || on_hand || ', reserved ' || reserved
       || ', claimed ' || claimed || ', back-order limit ' || backorder_limit || ', shortfall ' || shortfall
  FROM inventory_stocklevel JOIN catalogue_variant AS variant ON variant.id = variant_id
 WHERE on_hand + backorder_limit + shortfall < reserved + claimed OR least(on_hand, reserved, claimed) < 0
    OR shortfall <> greatest(0, reserved + claimed - on_hand - backorder_limit)
