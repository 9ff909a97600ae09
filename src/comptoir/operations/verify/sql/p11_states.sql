-- P11 State machine: every order's history is a chain of declared moves from its first state to the present one.
WITH declared (state, next) AS (VALUES
        ('awaiting_payment', 'paid'), ('awaiting_payment', 'cancelled'), ('paid', 'preparing'), ('paid', 'cancelled'),
        ('preparing', 'partly_shipped'), ('preparing', 'shipped'), ('preparing', 'cancelled'),
        ('partly_shipped', 'shipped')),
     moves AS (
        SELECT id, subject_id, before->>'state' AS old, after->>'state' AS new,
               lag(after->>'state') OVER (PARTITION BY subject_id ORDER BY id) AS came_from,
               lead(id) OVER (PARTITION BY subject_id ORDER BY id) IS NULL AS is_last
          FROM kernel_history WHERE subject_type = 'orders.order' AND action = 'moved')
SELECT 'order ' || subject_id || ' moved from ' || old || ' to ' || new AS broken
  FROM moves WHERE NOT EXISTS (SELECT FROM declared WHERE state = old AND next = new)
    OR old <> coalesce(came_from, 'awaiting_payment')
UNION ALL
SELECT 'order ' || placed.number || ' is ' || placed.state || ', its history ends in ' || coalesce(moves.new, 'awaiting_payment')
  FROM orders_order AS placed LEFT JOIN moves ON moves.subject_id = placed.id::text AND moves.is_last
 WHERE placed.state <> coalesce(moves.new, 'awaiting_payment')
UNION ALL
SELECT 'order ' || number || ', line ' || position || ': shipped ' || shipped || ' and called off ' || cancelled || ' of '
       || quantity || ', returned ' || returned
  FROM orders_orderline AS line JOIN orders_order AS placed ON placed.id = line.order_id
 WHERE least(shipped, cancelled, returned) < 0 OR shipped + cancelled > quantity OR returned > shipped
    OR (state = 'shipped' AND shipped + cancelled <> quantity)
    OR (shipped > 0 AND state NOT IN ('partly_shipped', 'shipped'))
UNION ALL
SELECT 'order ' || placed.number || ': parcels hold ' || coalesce(sent.pieces, 0) || ' pieces, its lines say '
       || ordered.shipped
  FROM orders_order AS placed
  JOIN (SELECT order_id, coalesce(sum(shipped) FILTER (WHERE kind = 'goods'), 0) AS shipped FROM orders_orderline
         GROUP BY 1) AS ordered ON ordered.order_id = placed.id
  LEFT JOIN (SELECT order_id, sum(quantity) AS pieces FROM fulfilment_shipment AS parcel
               JOIN fulfilment_packedline AS packed ON packed.shipment_id = parcel.id
              WHERE parcel.state = 'shipped' GROUP BY 1) AS sent ON sent.order_id = placed.id
 WHERE coalesce(sent.pieces, 0) <> ordered.shipped
UNION ALL
SELECT 'order ' || placed.number || ' is ' || placed.state || ' but its instants say otherwise' FROM orders_order AS placed
 WHERE (placed.state IN ('paid', 'preparing', 'partly_shipped', 'shipped') AND placed.paid_at IS NULL)
    OR (placed.state = 'shipped') <> (placed.shipped_at IS NOT NULL)
    OR (placed.state = 'cancelled') <> (placed.cancelled_at IS NOT NULL)
UNION ALL
SELECT 'order ' || placed.number || ', line ' || ordered.position || ': ' || ordered.returned || ' pieces returned, its '
       || 'returns received ' || coalesce(came.pieces, 0)
  FROM orders_orderline AS ordered JOIN orders_order AS placed ON placed.id = ordered.order_id
  LEFT JOIN (SELECT order_id, position, sum(received) AS pieces
               FROM returns_return JOIN returns_returnline AS line ON line.of_return_id = returns_return.id
              WHERE state IN ('received', 'closed') GROUP BY 1, 2) AS came
       ON came.order_id = placed.id AND came.position = ordered.position
 WHERE ordered.returned <> coalesce(came.pieces, 0)
UNION ALL
SELECT 'order ' || placed.number || ', line ' || ordered.position || ': ' || awaited.pieces || ' pieces are to come back of '
       || ordered.shipped - ordered.returned
  FROM orders_orderline AS ordered JOIN orders_order AS placed ON placed.id = ordered.order_id
  JOIN (SELECT order_id, position, sum(quantity) AS pieces
          FROM returns_return JOIN returns_returnline AS line ON line.of_return_id = returns_return.id
         WHERE state IN ('requested', 'accepted') GROUP BY 1, 2) AS awaited
       ON awaited.order_id = placed.id AND awaited.position = ordered.position
 WHERE awaited.pieces > ordered.shipped - ordered.returned
UNION ALL
-- What waits for goods waits for those of one return, which are still to come.
SELECT 'order ' || placed.number || ' waits for goods, of which none are to come' FROM orders_order AS placed
 WHERE placed.state = 'awaiting_payment' AND placed.awaits_goods
   AND NOT EXISTS (SELECT FROM returns_return AS awaited
                    WHERE awaited.replacement_id = placed.id AND awaited.state IN ('requested', 'accepted'))
UNION ALL
-- Pieces that a buyer withdrew from before they left were taken off the order, or all of it was called off.
SELECT 'order ' || placed.number || ', line ' || ordered.position || ': ' || withdrawn.pieces || ' pieces were withdrawn from '
       || 'before they left, ' || ordered.cancelled || ' are called off'
  FROM orders_orderline AS ordered JOIN orders_order AS placed ON placed.id = ordered.order_id
  JOIN (SELECT order_id, position, sum(quantity) AS pieces
          FROM returns_return JOIN returns_calledoffline AS line ON line.of_return_id = returns_return.id
         GROUP BY 1, 2) AS withdrawn
       ON withdrawn.order_id = placed.id AND withdrawn.position = ordered.position
 WHERE placed.state <> 'cancelled' AND withdrawn.pieces > ordered.cancelled
