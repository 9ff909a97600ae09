-- P12 Messages: every change of an order has its event; every event is delivered or waits its turn; nothing was dropped.
WITH told AS (SELECT name, payload->>'order_id' AS order_id FROM kernel_outbox WHERE name LIKE 'orders.%%')
SELECT 'order ' || placed.number || ' became ' || change.state || ' without its event' AS broken
  FROM orders_order AS placed
  JOIN (SELECT subject_id, after->>'state' AS state, min(at) AS at FROM kernel_history
         WHERE subject_type = 'orders.order' AND action IN ('placed', 'moved') GROUP BY 1, 2) AS change
    ON change.subject_id = placed.id::text
  JOIN (VALUES ('awaiting_payment', 'orders.order_placed.1'), ('paid', 'orders.order_paid.1'),
               ('preparing', 'orders.order_preparing.1'), ('shipped', 'orders.order_shipped.1'),
               ('cancelled', 'orders.order_cancelled.1')) AS event(state, name) ON event.state = change.state
 WHERE NOT EXISTS (SELECT FROM told WHERE told.name = event.name AND told.order_id = placed.id::text)
   AND change.at > %(now)s - interval '29 days'  -- delivered events are kept for thirty
UNION ALL
SELECT 'event ' || event.id || ' (' || event.name || ') counts as delivered, ' || dead.reaction
       || ' failed on it and nobody has replayed it'
  FROM kernel_dead_letter AS dead JOIN kernel_outbox AS event ON event.id = dead.event_id WHERE dead.replayed_at IS NULL
UNION ALL
SELECT 'event ' || id || ' (' || name || ') has waited since ' || emitted_at FROM kernel_outbox
 WHERE delivered_at IS NULL AND emitted_at < %(real_now)s - interval '1 hour' AND attempts = 0
UNION ALL
-- What a webhook is told about one thing is numbered without a gap, and so is all that it is told.
SELECT 'webhook ' || name || ', ' || subject || ': ' || counted || ' messages numbered ' || first || ' to ' || latest
       || ', counted to ' || last
  FROM (SELECT follower.name, told.subject, count(*) AS counted, min(told.sequence) AS first,
               max(told.sequence) AS latest, known.last
          FROM integrations_delivery AS told
          JOIN integrations_subscription AS follower ON follower.id = told.subscription_id
          JOIN integrations_subject AS known
            ON known.subscription_id = told.subscription_id AND known.subject = told.subject
         WHERE told.happened_at > %(now)s - interval '29 days'  -- messages are kept for thirty
         GROUP BY follower.id, told.subject, known.last
         UNION ALL
        SELECT follower.name, 'in all', count(*), min(told.position), max(told.position), follower.position
          FROM integrations_delivery AS told
          JOIN integrations_subscription AS follower ON follower.id = told.subscription_id
         WHERE told.happened_at > %(now)s - interval '29 days'
         GROUP BY follower.id) AS numbered
 WHERE counted <> latest - first + 1 OR latest <> last
