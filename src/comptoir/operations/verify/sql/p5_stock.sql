-- P5 Stock: the movement ledger replayed gives what stands on the shelf; nothing is promised beyond what was agreed.
-- What is under way between two places has left one and not reached the other; what came from a supplier is counted.
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
UNION ALL
-- Buckets hold what is free: never more than that, and there are as many of them as the level says.
SELECT 'variant ' || variant.sku || ' at ' || level.place_id || ': ' || level.buckets || ' buckets, ' || coalesce(found, 0)
       || ' found with ' || coalesce(free, 0) || ' free, ' || shortfall || ' short'
  FROM inventory_stocklevel AS level
  LEFT JOIN (SELECT variant_id, place_id, count(*) AS found, sum(free) AS free FROM inventory_stockbucket GROUP BY 1, 2)
       AS bucket USING (variant_id, place_id)
  JOIN catalogue_variant AS variant ON variant.id = variant_id
 WHERE level.buckets <> coalesce(found, 0)
    OR (free > 0 AND on_hand + backorder_limit < reserved + claimed + safety)
UNION ALL
-- The movements under a transfer's number leave open exactly the pieces that are on their way.
SELECT 'transfer ' || coalesce(sent.number, moved.reference) || ' of variant '
       || coalesce(sent.variant_id, moved.variant_id) || ': ' || coalesce(sent.under_way, 0)
       || ' under way, the ledger says ' || coalesce(-moved.total, 0)
  FROM (SELECT transfer.number, line.variant_id, line.sent - line.received - line.lost - line.given_back AS under_way
          FROM inventory_transferline AS line JOIN inventory_transfer AS transfer ON transfer.id = line.transfer_id)
       AS sent
  FULL JOIN (SELECT reference, variant_id, sum(quantity) AS total FROM inventory_stockmovement
              WHERE kind = 'transfer' GROUP BY 1, 2) AS moved
       ON moved.reference = sent.number AND moved.variant_id = sent.variant_id
 WHERE coalesce(sent.under_way, 0) <> coalesce(-moved.total, 0)
UNION ALL
SELECT 'transfer ' || number || ' is ' || state || ' with ' || sum(sent - received - lost - given_back)
       || ' pieces under way, ' || sum(received + lost) || ' arrived or lost, ' || sum(given_back) || ' given back'
  FROM inventory_transfer AS transfer JOIN inventory_transferline AS line ON line.transfer_id = transfer.id
 GROUP BY transfer.id
HAVING min(least(received, lost, given_back, sent - received - lost - given_back)) < 0
    OR CASE state WHEN 'in_transit' THEN sum(sent - received - lost - given_back) < sum(sent)
                  WHEN 'partly_received' THEN sum(received + lost) = 0 OR sum(given_back) > 0
                                              OR sum(sent - received - lost - given_back) = 0
                  WHEN 'received' THEN sum(received + lost) < sum(sent)
                  ELSE sum(given_back) < sum(sent) END
UNION ALL
SELECT 'goods receipt ' || came.number || ' of variant ' || came.variant_id || ': ' || came.quantity
       || ' came, the ledger says ' || coalesce(moved.total, 0)
  FROM (SELECT receipt.number, receipt.place_id, line.variant_id,
               CASE WHEN receipt.cancelled_at IS NULL THEN sum(line.quantity) ELSE 0 END AS quantity
          FROM inventory_receiptline AS line JOIN inventory_goodsreceipt AS receipt ON receipt.id = line.receipt_id
         GROUP BY receipt.id, line.variant_id) AS came
  LEFT JOIN (SELECT reference, variant_id, place_id, sum(quantity) AS total FROM inventory_stockmovement
              WHERE kind = 'receipt' GROUP BY 1, 2, 3) AS moved
       ON moved.reference = came.number AND moved.variant_id = came.variant_id AND moved.place_id = came.place_id
 WHERE came.quantity <> coalesce(moved.total, 0)
UNION ALL
SELECT 'purchase order ' || bought.number || ' of variant ' || bought.variant_id || ': received '
       || bought.received || ', the ledger says ' || coalesce(moved.total, 0)
  FROM (SELECT purchase.number, line.variant_id, purchase.place_id, line.received
          FROM inventory_purchaseline AS line
          JOIN inventory_purchaseorder AS purchase ON purchase.id = line.purchase_order_id) AS bought
  LEFT JOIN (SELECT reference, variant_id, place_id, sum(quantity) AS total FROM inventory_stockmovement
              WHERE kind = 'receipt' GROUP BY 1, 2, 3) AS moved
       ON moved.reference = bought.number AND moved.variant_id = bought.variant_id AND moved.place_id = bought.place_id
 WHERE bought.received <> coalesce(moved.total, 0)
UNION ALL
SELECT 'purchase order ' || number || ' is ' || state || ' with ' || sum(line.received) || ' received'
  FROM inventory_purchaseorder AS purchase JOIN inventory_purchaseline AS line ON line.purchase_order_id = purchase.id
 GROUP BY purchase.id
HAVING (state IN ('partly_received', 'received')) <> (sum(line.received) > 0)
