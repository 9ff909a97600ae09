-- P11 State machine: every order's history is a chain of declared moves from its first state to the present one.
WITH declared (state, next) AS (VALUES
        ('awaiting_payment', 'paid'), ('awaiting_payment', 'cancelled'), ('paid', 'preparing'), ('paid', 'cancelled'),
        ('preparing', 'shipped'), ('preparing', 'cancelled')),
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
SELECT 'order ' || placed.number || ': shipped ' || sum(packed.quantity) || ' pieces of ' || min(ordered.pieces)
  FROM orders_order AS placed
  JOIN (SELECT order_id, sum(quantity) AS pieces FROM orders_orderline GROUP BY 1) AS ordered ON ordered.order_id = placed.id
  JOIN fulfilment_shipment AS parcel ON parcel.order_id = placed.id AND parcel.state = 'shipped'
  JOIN fulfilment_packedline AS packed ON packed.shipment_id = parcel.id
 GROUP BY placed.id, placed.number HAVING sum(packed.quantity) > min(ordered.pieces)
UNION ALL
SELECT 'order ' || placed.number || ' is ' || placed.state || ' but its instants say otherwise' FROM orders_order AS placed
 WHERE (placed.state IN ('paid', 'preparing', 'shipped') AND placed.paid_at IS NULL)
    OR (placed.state = 'shipped') <> (placed.shipped_at IS NOT NULL)
    OR (placed.state = 'cancelled') <> (placed.cancelled_at IS NOT NULL)
