-- The bank's own books. Amounts are whole minor units; instants are milliseconds since 1970.

CREATE TABLE IF NOT EXISTS payment (
    reference    TEXT PRIMARY KEY,
    key          TEXT NOT NULL UNIQUE,           -- the shop's idempotency key
    merchant     TEXT NOT NULL,
    order_number TEXT NOT NULL,
    amount       INTEGER NOT NULL CHECK (amount > 0),
    currency     TEXT NOT NULL,
    capture      INTEGER NOT NULL,               -- take the money as soon as it is authorised
    outcome      TEXT NOT NULL,
    language     TEXT NOT NULL,
    return_url   TEXT NOT NULL,
    notify_url   TEXT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('waiting', 'authorised', 'declined', 'voided')),
    reason       TEXT NOT NULL DEFAULT '',
    authorised   INTEGER NOT NULL DEFAULT 0,
    captured     INTEGER NOT NULL DEFAULT 0,
    refunded     INTEGER NOT NULL DEFAULT 0,
    opened_at    INTEGER NOT NULL,
    decide_at    INTEGER,                        -- when a late answer is due
    CHECK (0 <= refunded AND refunded <= captured AND captured <= authorised AND authorised <= amount)
) STRICT;

CREATE INDEX IF NOT EXISTS payment_opened ON payment (opened_at, reference);

CREATE INDEX IF NOT EXISTS payment_to_decide ON payment (decide_at) WHERE decide_at IS NOT NULL;

-- Every movement of money between two accounts: the card, what is held for the merchant, the merchant.
CREATE TABLE IF NOT EXISTS entry (
    id        INTEGER PRIMARY KEY,
    reference TEXT NOT NULL REFERENCES payment,
    kind      TEXT NOT NULL CHECK (kind IN ('authorise', 'capture', 'void', 'refund')),
    key       TEXT NOT NULL UNIQUE,
    amount    INTEGER NOT NULL CHECK (amount > 0),
    currency  TEXT NOT NULL,
    debit     TEXT NOT NULL,
    credit    TEXT NOT NULL,
    at        INTEGER NOT NULL
) STRICT;

CREATE INDEX IF NOT EXISTS entry_reference ON entry (reference);

CREATE TRIGGER IF NOT EXISTS entry_is_kept BEFORE UPDATE ON entry
BEGIN SELECT raise(ABORT, 'entries are never changed'); END;

CREATE TRIGGER IF NOT EXISTS entry_stays BEFORE DELETE ON entry
BEGIN SELECT raise(ABORT, 'entries are never deleted'); END;

-- What was asked with which key, and what came of it: asked again, it is answered again.
CREATE TABLE IF NOT EXISTS operation (
    key       TEXT PRIMARY KEY,
    reference TEXT NOT NULL REFERENCES payment,
    kind      TEXT NOT NULL,
    amount    INTEGER NOT NULL,
    done      INTEGER NOT NULL,
    reason    TEXT NOT NULL,
    at        INTEGER NOT NULL
) STRICT;

-- Money that a buyer has asked for back: while it is open, and once it is lost, the merchant does not have it.
CREATE TABLE IF NOT EXISTS dispute (
    key       TEXT PRIMARY KEY,
    reference TEXT NOT NULL REFERENCES payment,
    amount    INTEGER NOT NULL CHECK (amount > 0),
    state     TEXT NOT NULL CHECK (state IN ('open', 'won', 'lost')),
    answer_by INTEGER NOT NULL
) STRICT;

CREATE INDEX IF NOT EXISTS dispute_reference ON dispute (reference);

-- Messages to the shop, kept until it has taken them.
CREATE TABLE IF NOT EXISTS message (
    number       INTEGER PRIMARY KEY,
    id           TEXT NOT NULL,                  -- repeated copies of one message share it
    reference    TEXT NOT NULL,
    url          TEXT NOT NULL,
    body         TEXT NOT NULL,
    due_at       INTEGER NOT NULL,
    attempts     INTEGER NOT NULL DEFAULT 0,
    delivered_at INTEGER,
    given_up_at  INTEGER
) STRICT;

CREATE INDEX IF NOT EXISTS message_due ON message (due_at) WHERE delivered_at IS NULL AND given_up_at IS NULL;
