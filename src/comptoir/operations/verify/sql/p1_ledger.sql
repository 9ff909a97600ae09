-- P1 Ledger: in every entry, per currency, debits equal credits; so do they per legal entity; nothing is negative.
SELECT 'entry ' || entry_id || ' in ' || currency || ': debits ' || debits || ', credits ' || credits AS broken
  FROM (SELECT line.entry_id, account.currency, sum(debit_minor) AS debits, sum(credit_minor) AS credits,
               bool_or(debit_minor < 0 OR credit_minor < 0 OR debit_minor + credit_minor = 0) AS odd
          FROM ledger_line AS line JOIN ledger_account AS account ON account.id = line.account_id
         GROUP BY 1, 2) AS summed
 WHERE debits <> credits OR odd
UNION ALL
SELECT 'entry ' || entry.id || ' has no lines'
  FROM ledger_entry AS entry WHERE NOT EXISTS (SELECT FROM ledger_line AS line WHERE line.entry_id = entry.id)
UNION ALL
SELECT 'entry ' || line.entry_id || ' posts to an account of another legal entity'
  FROM ledger_line AS line JOIN ledger_account AS account ON account.id = line.account_id
  JOIN ledger_entry AS entry ON entry.id = line.entry_id WHERE account.entity_id <> entry.entity_id
UNION ALL
-- Every cent that a provider took or gave back is booked.
SELECT 'payment ' || payment.id || ' moved ' || payment.captured_minor - payment.refunded_minor || ', booked ' || booked
  FROM payments_payment AS payment
  CROSS JOIN LATERAL (
       SELECT coalesce(sum(line.credit_minor - line.debit_minor), 0) AS booked
         FROM ledger_entry AS entry JOIN ledger_line AS line ON line.entry_id = entry.id
         JOIN ledger_account AS account ON account.id = line.account_id AND account.code = '4191'
        WHERE entry.reference = payment.id::text) AS ledger
 WHERE booked <> payment.captured_minor - payment.refunded_minor
UNION ALL
-- What is in dispute stands on 4671 while it is, what was lost on 654, or on 4191 where it was the buyer's by then.
SELECT 'dispute ' || dispute.id || ' (' || dispute.state || ') of ' || dispute.amount_minor || ': ' || disputed
       || ' in dispute, ' || lost || ' lost'
  FROM payments_dispute AS dispute
  CROSS JOIN LATERAL (
       SELECT coalesce(sum(line.debit_minor - line.credit_minor) FILTER (WHERE account.code = '4671'), 0) AS disputed,
              coalesce(sum(line.debit_minor - line.credit_minor) FILTER (WHERE account.code IN ('654', '4191')), 0) AS lost
         FROM ledger_entry AS entry JOIN ledger_line AS line ON line.entry_id = entry.id
         JOIN ledger_account AS account ON account.id = line.account_id
        WHERE entry.reference = dispute.id::text) AS booked
 WHERE disputed <> CASE dispute.state WHEN 'open' THEN dispute.amount_minor ELSE 0 END
    OR lost <> CASE dispute.state WHEN 'lost' THEN dispute.amount_minor ELSE 0 END
