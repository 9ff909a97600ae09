-- P2 Order arithmetic: lines, delivery, taxes, payment and invoice of an order come to the same total.
WITH summed AS (
    SELECT placed.id, placed.number, placed.goods_minor, placed.delivery_minor, placed.total_minor, placed.currency,
           (SELECT sum(total_minor) FROM orders_orderline WHERE order_id = placed.id) AS lines_minor,
           (SELECT count(*) FROM orders_orderline
             WHERE order_id = placed.id AND total_minor <> unit_price_minor * quantity) AS odd_lines,
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
SELECT 'payment ' || payment.id || ' asks for ' || payment.amount_minor || ' ' || payment.currency || ' for order '
       || placed.number || ' of ' || placed.total_minor || ' ' || placed.currency
  FROM payments_payment AS payment JOIN orders_order AS placed ON placed.id = payment.order_id
 WHERE (payment.amount_minor, payment.currency) <> (placed.total_minor, placed.currency)
UNION ALL
SELECT 'document ' || document.number || ' of ' || document.total_minor || ' for order ' || placed.number || ' of '
       || placed.total_minor
  FROM invoicing_document AS document JOIN orders_order AS placed ON placed.id = document.order_id
 WHERE (document.total_minor, document.currency) <> (placed.total_minor, placed.currency)
    OR document.total_minor <> document.net_minor + document.tax_minor
