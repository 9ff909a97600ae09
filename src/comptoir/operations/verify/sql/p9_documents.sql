-- P9 Documents: in each series the numbers are 1..n, in the order of issue; a credit note refers to its invoice.
SELECT 'series ' || kind || ' ' || year || ': numbers ' || coalesce(numbers, 0) || ', highest ' || coalesce(highest, 0)
       || ', next ' || next_number AS broken
  FROM invoicing_series AS series
  LEFT JOIN (SELECT series_id, count(*) AS numbers, max(sequence) AS highest, count(DISTINCT sequence) AS different
               FROM invoicing_document GROUP BY 1) AS issued ON issued.series_id = series.id
 WHERE coalesce(numbers, 0) <> next_number - 1 OR coalesce(highest, 0) <> next_number - 1
    OR coalesce(different, 0) <> coalesce(numbers, 0)
UNION ALL
SELECT 'document ' || number || ' was issued on ' || issued_on || ', after the next one (' || next_on || ')'
  FROM (SELECT number, issued_on, lead(issued_on) OVER (PARTITION BY series_id ORDER BY sequence) AS next_on
          FROM invoicing_document) AS ordered WHERE next_on < issued_on
UNION ALL
SELECT 'credit note ' || note.number || ' has no invoice of its own amount'
  FROM invoicing_document AS note
  LEFT JOIN invoicing_document AS invoice ON invoice.id = note.corrects_id AND invoice.kind IN ('invoice', 'deposit')
 WHERE note.kind = 'credit_note' AND (invoice.id IS NULL OR note.total_minor > invoice.total_minor)
UNION ALL
SELECT 'order ' || placed.number || ' has shipped without an invoice' FROM orders_order AS placed
 WHERE placed.state = 'shipped'
   AND NOT EXISTS (SELECT FROM invoicing_document AS document WHERE document.order_id = placed.id
                      AND document.kind = 'invoice')
