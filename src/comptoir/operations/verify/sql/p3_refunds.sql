-- P3 Refunds of returns: asked for once, what was decided, and no more than the pieces and delivery were paid with.
SELECT 'return ' || came.number || ': asked ' || coalesce(asked.minor, 0) || ' back, decided ' || refund_minor AS broken
  FROM returns_return AS came
  LEFT JOIN LATERAL (
       SELECT sum(refund.amount_minor) AS minor, sum(refund.amount_minor) FILTER (WHERE refund.state = 'succeeded') AS done
         FROM payments_operation AS refund JOIN payments_payment AS payment ON payment.id = refund.payment_id
        WHERE payment.order_id = came.order_id AND refund.kind = 'refund' AND refund.state <> 'failed'
          AND refund.cause = 'return ' || came.id) AS asked ON true
 WHERE coalesce(asked.minor, 0) > coalesce(refund_minor, 0)
    OR (came.state = 'closed' AND coalesce(asked.done, 0) <> refund_minor)
UNION ALL
SELECT 'return ' || came.number || ': gives ' || refund_minor || ' back for goods and delivery of ' || worth.minor
  FROM returns_return AS came
  JOIN LATERAL (
       SELECT sum(coalesce(line.received, 0) * ordered.unit_price_minor)
              + CASE WHEN came.with_delivery THEN max(placed.delivery_minor) ELSE 0 END AS minor
         FROM returns_returnline AS line
         JOIN orders_order AS placed ON placed.id = came.order_id
         JOIN orders_orderline AS ordered ON ordered.order_id = placed.id AND ordered.position = line.position
        WHERE line.of_return_id = came.id) AS worth ON true
 WHERE refund_minor > coalesce(worth.minor, 0)
UNION ALL
SELECT 'payment ' || payment.id || ': refund for ' || refund.cause || ', which is no return of its order'
  FROM payments_operation AS refund JOIN payments_payment AS payment ON payment.id = refund.payment_id
 WHERE refund.kind = 'refund' AND refund.cause ~ '^return '
   AND NOT EXISTS (SELECT FROM returns_return AS came
                    WHERE came.order_id = payment.order_id AND refund.cause = 'return ' || came.id)
