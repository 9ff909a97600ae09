-- P2 Order arithmetic: lines, delivery, taxes, payment and invoice of an order come to the same total.
WITH sale AS (
    -- Deposits, and what takes them back, sell nothing: they are about money that came before the goods left.
    SELECT document.* FROM invoicing_document AS document
      LEFT JOIN invoicing_document AS corrected ON corrected.id = document.corrects_id
     WHERE document.kind <> 'deposit' AND corrected.kind IS DISTINCT FROM 'deposit'),
summed AS (
    SELECT placed.id, placed.number, placed.goods_minor, placed.delivery_minor, placed.total_minor, placed.currency,
           (SELECT sum(total_minor) FROM orders_orderline WHERE order_id = placed.id) AS lines_minor,
           (SELECT count(*) FROM orders_orderline
             WHERE order_id = placed.id AND (
                   discount_minor NOT BETWEEN 0 AND unit_price_minor * quantity OR
                   -- Each piece has the same share of the discount, the first ones a cent more.
                   total_minor <> (unit_price_minor - discount_minor / quantity) * (quantity - cancelled)
                                  - least(quantity - cancelled, discount_minor %% quantity))) AS odd_lines,
           (SELECT sum((tax->>'gross_minor')::bigint) FROM jsonb_array_elements(placed.taxes) AS tax) AS gross_minor,
           (SELECT count(*) FROM jsonb_array_elements(placed.taxes) AS tax
             WHERE (tax->>'net_minor')::bigint + (tax->>'tax_minor')::bigint <> (tax->>'gross_minor')::bigint
                OR (tax->>'tax_minor')::bigint <> CASE WHEN tax->>'category' IN ('S', 'Z')
                    THEN round((tax->>'gross_minor')::numeric * (tax->>'rate')::numeric
                               / (100 + (tax->>'rate')::numeric)) ELSE 0 END) AS odd_taxes
      FROM orders_order AS placed)
SELECT 'order ' || number || ': lines ' || coalesce(lines_minor, 0) || ', goods ' || goods_minor || ', delivery '
       || delivery_minor || ', taxed ' || coalesce(gross_minor, 0) || ', total ' || total_minor AS broken
  FROM summed
 WHERE total_minor <> goods_minor + delivery_minor OR lines_minor IS DISTINCT FROM goods_minor OR odd_lines > 0
    OR coalesce(gross_minor, 0) <> total_minor OR odd_taxes > 0 OR total_minor < 0
UNION ALL
-- What an order's payments were asked for together is what it came to when they were asked (a revision changes that).
-- What arrives by hand is recorded as it is, and may be more.
SELECT 'payment ' || payment.id || ' asks for ' || payment.amount_minor || ' ' || payment.currency || ' for order '
       || placed.number || ' of ' || placed.total_minor || ' ' || placed.currency
  FROM payments_payment AS payment JOIN orders_order AS placed ON placed.id = payment.order_id
 WHERE payment.currency <> placed.currency OR (placed.revision = 1 AND payment.receipt_key = ''
                                                   AND payment.amount_minor > placed.total_minor)
UNION ALL
SELECT 'order ' || placed.number || ' of ' || placed.total_minor || ' was paid by payments over ' || sum(amount_minor)
  FROM orders_order AS placed JOIN payments_payment AS payment ON payment.order_id = placed.id
   AND payment.id = ANY(placed.counted_payments)
 WHERE placed.revision = 1 GROUP BY placed.id
HAVING sum(amount_minor) < placed.total_minor
    OR (sum(amount_minor) > placed.total_minor AND NOT bool_or(payment.receipt_key <> ''))
UNION ALL
SELECT 'document ' || document.number || ' of ' || document.total_minor || ' ' || document.currency || ' for order '
       || placed.number
  FROM invoicing_document AS document JOIN orders_order AS placed ON placed.id = document.order_id
 WHERE document.currency <> placed.currency OR document.total_minor <> document.net_minor + document.tax_minor
UNION ALL
-- What is invoiced and not credited of each line is what the customer has or is to have; what cost nothing, or was
-- credited as a gesture before, may have come back without a credit note over nothing.
SELECT 'order ' || number || ', line ' || ordered.position || ': invoiced ' || coalesce(invoiced, 0) || ' pieces of ' || wanted
  FROM (SELECT placed.id, placed.number, placed.state, line.position,
               line.quantity - line.cancelled - line.returned AS wanted,
               line.unit_price_minor * line.quantity = line.discount_minor
               OR EXISTS (SELECT FROM orders_gesture WHERE order_id = placed.id) AS worthless
          FROM orders_order AS placed JOIN orders_orderline AS line ON line.order_id = placed.id) AS ordered
  LEFT JOIN (SELECT order_id, (line->>'position')::int AS position,
                    sum((line->>'quantity')::int * CASE kind WHEN 'invoice' THEN 1 ELSE -1 END) AS invoiced
               FROM sale CROSS JOIN jsonb_array_elements(lines) AS line GROUP BY 1, 2) AS papers
       ON papers.order_id = ordered.id AND papers.position = ordered.position
 WHERE coalesce(invoiced, 0) < 0
    OR (coalesce(invoiced, 0) > wanted AND NOT worthless)
    OR (state = 'shipped' AND (coalesce(invoiced, 0) < wanted OR (coalesce(invoiced, 0) > wanted AND NOT worthless)))
    OR (state = 'cancelled' AND coalesce(invoiced, 0) <> 0 AND NOT worthless)
UNION ALL
-- And at what those pieces cost after the discount: the first ones came back, the last ones were called off.
SELECT 'order ' || placed.number || ', line ' || line.position || ': ' || invoiced || ' pieces are invoiced at '
       || papers.total
  FROM orders_order AS placed JOIN orders_orderline AS line ON line.order_id = placed.id
  JOIN (SELECT order_id, (said->>'position')::int AS position,
               sum((said->>'quantity')::int * CASE kind WHEN 'invoice' THEN 1 ELSE -1 END) AS invoiced,
               sum((said->>'total_minor')::bigint * CASE kind WHEN 'invoice' THEN 1 ELSE -1 END) AS total
          FROM sale CROSS JOIN jsonb_array_elements(lines) AS said GROUP BY 1, 2) AS papers
       ON papers.order_id = placed.id AND papers.position = line.position
 WHERE papers.total <> invoiced * (unit_price_minor - discount_minor / quantity)
       - CASE WHEN invoiced > 0 THEN least(returned + invoiced, discount_minor %% quantity)
                                     - least(returned, discount_minor %% quantity) ELSE 0 END
UNION ALL
SELECT 'order ' || placed.number || ': invoiced ' || papers.total || ' of ' || placed.total_minor
  FROM orders_order AS placed
  JOIN (SELECT order_id, sum(total_minor * CASE kind WHEN 'invoice' THEN 1 ELSE -1 END) AS total
          FROM sale GROUP BY 1) AS papers ON papers.order_id = placed.id
 WHERE papers.total NOT BETWEEN 0 AND placed.total_minor
