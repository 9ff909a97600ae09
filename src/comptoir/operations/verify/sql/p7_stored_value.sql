-- P7 Stored value: a balance is what was issued, less what was redeemed, plus what came back; it is never below zero; and
-- all of it is booked.
SELECT 'account ' || account.id || ' holds ' || balance_minor || ', its entries come to ' || coalesce(total, 0) AS broken
  FROM stored_value_account AS account
  LEFT JOIN (SELECT account_id, sum(amount_minor) AS total FROM stored_value_entry GROUP BY 1) AS summed
       ON summed.account_id = account.id
 WHERE balance_minor <> coalesce(total, 0) OR balance_minor < 0
UNION ALL
SELECT 'entry ' || id || ' says ' || balance_after_minor || ', the entries up to it say ' || running
  FROM (SELECT id, balance_after_minor, sum(amount_minor) OVER (PARTITION BY account_id ORDER BY id) AS running
          FROM stored_value_entry) AS replayed
 WHERE balance_after_minor <> running OR running < 0
UNION ALL
SELECT 'payment ' || payment_id || ' took ' || taken || ' from account ' || account_id || ', and ' || back || ' came back'
  FROM (SELECT payment_id, account_id, coalesce(-sum(amount_minor) FILTER (WHERE kind = 'redeemed'), 0) AS taken,
               coalesce(sum(amount_minor) FILTER (WHERE kind = 'given_back'), 0) AS back
          FROM stored_value_entry WHERE payment_id IS NOT NULL GROUP BY 1, 2) AS spent
 WHERE back > taken
UNION ALL
-- What an account paid, a payment of ours took; the sweep has some time to hear of it.
SELECT 'payment ' || coalesce(entry.payment_id, payment.id) || ': accounts paid ' || coalesce(entry.net, 0)
       || ', it holds ' || coalesce(payment.captured_minor - payment.refunded_minor, 0)
  FROM (SELECT payment_id, -sum(amount_minor) AS net, max(at) AS at FROM stored_value_entry
         WHERE payment_id IS NOT NULL GROUP BY 1) AS entry
  FULL JOIN (SELECT * FROM payments_payment WHERE provider = 'stored_value') AS payment ON payment.id = entry.payment_id
 WHERE coalesce(entry.net, 0) <> coalesce(payment.captured_minor - payment.refunded_minor, 0)
   AND coalesce(entry.at, payment.captured_at) < %(now)s - interval '15 minutes'
UNION ALL
-- Whatever else moved a balance is booked as what we owe.
SELECT 'entry ' || entry.id || ' (' || entry.kind || ') of ' || entry.amount_minor || ' is booked as '
       || coalesce(booked, 0)
  FROM stored_value_entry AS entry
  LEFT JOIN LATERAL (
       SELECT sum(line.credit_minor - line.debit_minor) AS booked
         FROM ledger_entry AS posted JOIN ledger_line AS line ON line.entry_id = posted.id
         JOIN ledger_account AS account ON account.id = line.account_id AND account.code = '4197'
        WHERE posted.key = 'stored value:' || entry.id) AS ledger ON true
 WHERE entry.payment_id IS NULL AND coalesce(booked, 0) <> entry.amount_minor
