-- P4 Paid <=> order: a cart makes one order, money counts once, what is marked paid is covered by money.
SELECT 'order ' || placed.number || ' is ' || placed.state || ' but secured ' || coalesce(secured, 0) || ' of '
       || placed.total_minor AS broken
  FROM orders_order AS placed
  LEFT JOIN LATERAL (
       SELECT sum(CASE WHEN state = 'authorised' AND NOT voiding THEN authorised_minor
                       WHEN state IN ('captured', 'partially_refunded', 'refunded')
                       THEN captured_minor - refunded_minor ELSE 0 END)
              -- What went back because goods came back or what was sent instead did not, as a gesture, or of a dispute that was won after, was paid for all that; also before the answer
              -- to that request is heard, when the provider's books have told it.
              + coalesce(sum(least(refunded_minor, (SELECT coalesce(sum(amount_minor), 0) FROM payments_operation AS refund
                               WHERE refund.payment_id = payment.id AND refund.state <> 'failed'
                                 AND refund.kind = 'refund' AND refund.cause ~ '^(return|gesture|swap|dispute) '))), 0)
              AS secured FROM payments_payment AS payment WHERE order_id = placed.id) AS money ON true
 WHERE placed.state IN ('paid', 'preparing', 'partly_shipped', 'shipped')
   AND coalesce(secured, 0) < placed.total_minor - placed.due_minor
UNION ALL
SELECT 'cart ' || cart_id || ' made ' || count(*) || ' orders' FROM orders_order GROUP BY cart_id HAVING count(*) > 1
UNION ALL
SELECT 'provider reference ' || provider || '/' || provider_reference || ' is used ' || count(*) || ' times'
  FROM payments_payment WHERE provider_reference IS NOT NULL
 GROUP BY provider, provider_reference HAVING count(*) > 1
UNION ALL
SELECT 'payment ' || payment.id || ' is for an order that does not exist'
  FROM payments_payment AS payment
 WHERE NOT EXISTS (SELECT FROM orders_order WHERE orders_order.id = payment.order_id)
UNION ALL
SELECT 'payment ' || id || ': refunded ' || refunded_minor || ', given as credit ' || credited_minor || ', disputed '
       || disputed_minor || ', captured ' || captured_minor || ', authorised '
       || authorised_minor
  FROM payments_payment
 WHERE NOT (least(refunded_minor, credited_minor, disputed_minor) >= 0 AND captured_minor <= authorised_minor
            AND refunded_minor + credited_minor + disputed_minor <= captured_minor)
UNION ALL
-- What is due of an order can be paid: by the attempts that are open, over exactly that much, or by another. What is
-- being given up is not open any more; the share of a gift card that could not pay is asked for after the rest.
SELECT 'order ' || number || ': ' || due_now || ' is due, ' || asked || ' is asked for, and ' || held || ' held of '
       || total_minor
  FROM (SELECT placed.number, placed.total_minor, asked, held, lost,
               CASE placed.state WHEN 'awaiting_payment' THEN placed.total_minor - held ELSE placed.due_minor END
               AS due_now
          FROM orders_order AS placed
         CROSS JOIN LATERAL (
               SELECT coalesce(sum(CASE WHEN state = 'authorised' AND NOT voiding THEN authorised_minor
                                        WHEN state IN ('captured', 'partially_refunded')
                                        THEN captured_minor - refunded_minor - refunding_minor + announced_minor
                                             - credited_minor
                                        ELSE 0 END), 0) AS held,
                      coalesce(sum(amount_minor) FILTER (
                          WHERE state IN ('created', 'pending')
                            AND NOT EXISTS (SELECT FROM payments_operation AS void
                                             WHERE void.payment_id = payment.id AND void.kind = 'void')), 0) AS asked,
                      coalesce(sum(amount_minor) FILTER (
                          WHERE state = 'failed' AND provider = 'stored_value'), 0) AS lost
                 FROM payments_payment AS payment WHERE order_id = placed.id) AS money
         WHERE placed.state = 'awaiting_payment' OR (placed.due_minor > 0 AND placed.state <> 'cancelled')) AS owing
 WHERE due_now > 0 AND (asked NOT IN (0, due_now, due_now - lost) OR held + due_now > total_minor)
UNION ALL
-- What is being given up pays nothing: as long as the request to give it up has no answer, and no longer.
SELECT 'payment ' || id || CASE WHEN voiding THEN ' counts for nothing, and nobody asks to give it up'
                                ELSE ' counts, and it is asked to be given up' END
  FROM payments_payment AS payment
 WHERE state IN ('created', 'pending', 'authorised', 'mismatched')
   AND voiding <> EXISTS (SELECT FROM payments_operation AS void
                           WHERE void.payment_id = payment.id AND void.kind = 'void'
                             AND void.state IN ('requested', 'unknown'))
