-- P8 Vouchers: used no more often than allowed, in all and by one customer; each use is of one order that has its
-- discount, to the cent, and is released once, when that order is called off.
SELECT 'voucher ' || code || ': counts ' || used || ' uses, ' || counted || ' are written down' AS broken
  FROM pricing_voucher
  CROSS JOIN LATERAL (SELECT count(*) AS counted FROM pricing_voucheruse
                       WHERE voucher_id = pricing_voucher.id AND state = 'used') AS uses
 WHERE used <> counted OR counted > "limit"
UNION ALL
SELECT 'voucher ' || code || ': used ' || times || ' times by one customer, allowed ' || limit_each
  FROM pricing_voucher
  JOIN (SELECT voucher_id, identity, count(*) AS times FROM pricing_voucheruse WHERE state = 'used' GROUP BY 1, 2)
       AS customer ON customer.voucher_id = pricing_voucher.id
 WHERE times > limit_each
UNION ALL
SELECT 'voucher ' || known.code || ' is ' || used.state || ' for order ' || coalesce(placed.number, used.order_id::text)
       || ', which is ' || coalesce(placed.state || ' with ' || placed.voucher, 'nowhere')
  FROM pricing_voucheruse AS used
  JOIN pricing_voucher AS known ON known.id = used.voucher_id
  LEFT JOIN orders_order AS placed ON placed.id = used.order_id
 WHERE placed.id IS NULL OR (used.state = 'released') <> (placed.state = 'cancelled') OR placed.voucher <> known.code
UNION ALL
SELECT 'order ' || placed.number || ': its lines are ' || discounted || ' cheaper, its voucher took off '
       || coalesce(used.discount_minor, 0)
  FROM orders_order AS placed
  JOIN (SELECT order_id, sum(discount_minor) AS discounted FROM orders_orderline GROUP BY 1) AS lines
       ON lines.order_id = placed.id
  LEFT JOIN pricing_voucheruse AS used ON used.order_id = placed.id
 WHERE discounted <> coalesce(used.discount_minor, 0) OR (placed.voucher <> '') <> (discounted > 0)
