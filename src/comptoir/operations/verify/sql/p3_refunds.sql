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
SELECT 'return ' || came.number || ': gives ' || refund_minor + swapped_minor || ' back for goods and delivery of ' || worth.minor
  FROM returns_return AS came
  JOIN LATERAL (
       SELECT sum(coalesce(line.received, 0) * (ordered.unit_price_minor - ordered.discount_minor / ordered.quantity))
              + CASE WHEN came.with_delivery THEN max(placed.delivery_minor) ELSE 0 END AS minor
         FROM returns_returnline AS line
         JOIN orders_order AS placed ON placed.id = came.order_id
         JOIN orders_orderline AS ordered ON ordered.order_id = placed.id AND ordered.position = line.position
        WHERE line.of_return_id = came.id) AS worth ON true
 WHERE refund_minor + swapped_minor > coalesce(worth.minor, 0)
UNION ALL
-- To the cent over all returns of an order: the first pieces have the odd cents of the discount.
SELECT 'order ' || placed.number || ': its returns give ' || given.minor || ' back for what cost ' || worth.minor
  FROM orders_order AS placed
  JOIN (SELECT order_id, sum(refund_minor + swapped_minor) AS minor, bool_or(with_delivery) AS with_delivery
          FROM returns_return GROUP BY 1) AS given ON given.order_id = placed.id
  JOIN LATERAL (
       SELECT sum(returned * (unit_price_minor - discount_minor / quantity) - least(returned, discount_minor %% quantity))
              + CASE WHEN given.with_delivery THEN placed.delivery_minor ELSE 0 END AS minor
         FROM orders_orderline WHERE order_id = placed.id) AS worth ON true
 WHERE given.minor > worth.minor
UNION ALL
SELECT 'payment ' || payment.id || ': refund for ' || refund.cause || ', which is no return of its order'
  FROM payments_operation AS refund JOIN payments_payment AS payment ON payment.id = refund.payment_id
 WHERE refund.kind = 'refund' AND refund.cause ~ '^return '
   AND NOT EXISTS (SELECT FROM returns_return AS came
                    WHERE came.order_id = payment.order_id AND refund.cause = 'return ' || came.id)
UNION ALL
SELECT 'gesture ' || gesture.id || ' of ' || gesture.amount_minor || ': given back ' || coalesce(given.minor, 0)
  FROM orders_gesture AS gesture
  LEFT JOIN LATERAL (
       SELECT sum(refund.amount_minor) AS minor
         FROM payments_operation AS refund JOIN payments_payment AS payment ON payment.id = refund.payment_id
        WHERE payment.order_id = gesture.order_id AND refund.kind = 'refund' AND refund.state <> 'failed'
          AND refund.cause = 'gesture ' || gesture.id) AS given ON true
 WHERE coalesce(given.minor, 0) > CASE gesture.way WHEN 'refund' THEN gesture.amount_minor ELSE 0 END
UNION ALL
SELECT 'order ' || coalesce(given.order_id, kept.order_id) || ': gave ' || coalesce(given.minor, 0)
       || ' as store credit, its payments say ' || coalesce(kept.minor, 0)
  FROM (SELECT account.order_id, sum(entry.amount_minor) AS minor
          FROM stored_value_account AS account JOIN stored_value_entry AS entry ON entry.account_id = account.id
         WHERE account.origin IN ('refund', 'exchange') AND account.order_id IS NOT NULL
           AND entry.kind IN ('issued', 'passed_on') GROUP BY 1) AS given
  FULL JOIN (SELECT order_id, sum(credited_minor) AS minor FROM payments_payment
              WHERE credited_minor > 0 GROUP BY 1) AS kept ON kept.order_id = given.order_id
 WHERE coalesce(given.minor, 0) <> coalesce(kept.minor, 0)
UNION ALL
-- What came back and paid what is sent instead: as credit of that order, spent on the replacement at once.
SELECT 'return ' || came.number || ': ' || swapped_minor || ' pays what is sent instead, credit of ' || coalesce(minor, 0)
       || ' was spent on it'
  FROM returns_return AS came
  LEFT JOIN (SELECT account.order_id, payment.order_id AS replacement_id, -sum(entry.amount_minor) AS minor
               FROM stored_value_account AS account JOIN stored_value_entry AS entry ON entry.account_id = account.id
               JOIN payments_payment AS payment ON payment.id = entry.payment_id
              WHERE account.origin = 'exchange' AND entry.kind = 'redeemed' GROUP BY 1, 2) AS spent
       ON spent.order_id = came.order_id AND spent.replacement_id = came.replacement_id
 WHERE swapped_minor <> coalesce(minor, 0)
UNION ALL
SELECT 'payment ' || payment.id || ': disputed ' || payment.disputed_minor || ', its disputes come to ' || coalesce(held, 0)
  FROM payments_payment AS payment
  LEFT JOIN (SELECT payment_id, sum(amount_minor) AS held FROM payments_dispute WHERE state <> 'won' GROUP BY 1)
       AS disputes ON disputes.payment_id = payment.id
 WHERE payment.disputed_minor <> least(coalesce(held, 0), payment.captured_minor - payment.refunded_minor)
