-- What is to be erased when, what must not be, and what was done about it. See docs/adr/0024.

-- Each is an upper bound: what any rule in force says must go, goes. A proposed one is put in force by a second person. What a rule
-- says never changes.
CREATE TABLE retention_rule (
    rule_id     uuid PRIMARY KEY,
    state       text        NOT NULL CHECK (state IN ('proposed', 'active', 'rejected', 'withdrawn', 'ended')),
    -- labels of TLP and STIX types; null for all
    tlp         text[],
    kinds       text[],
    days        int         NOT NULL CHECK (days BETWEEN 0 AND 36500),
    since       text        NOT NULL CHECK (since IN ('accepted', 'valid-until')),
    reason      text        NOT NULL,
    proposed_at timestamptz NOT NULL,
    proposed_by text        NOT NULL,
    decided_at  timestamptz,
    decided_by  text,
    ended_at    timestamptz,
    ended_by    text,
    -- grows with every change of its state
    version     bigint      NOT NULL DEFAULT 1
);

-- What must not be erased, for as long as it is not lifted.
CREATE TABLE legal_hold (
    hold_id       uuid PRIMARY KEY,
    object_id     text,
    submission_id uuid,
    partner_id    text,
    reason        text        NOT NULL,
    made_at       timestamptz NOT NULL,
    made_by       text        NOT NULL,
    lifted_at     timestamptz,
    lifted_by     text,
    lift_reason   text,
    CHECK (num_nonnulls(object_id, submission_id, partner_id) = 1)
);

CREATE INDEX legal_hold_partner ON legal_hold (partner_id) WHERE partner_id IS NOT NULL AND lifted_at IS NULL;

-- The objects of holds that name an object or a submission.
CREATE TABLE legal_hold_object (
    hold_id   uuid NOT NULL REFERENCES legal_hold,
    object_id text NOT NULL,
    PRIMARY KEY (hold_id, object_id)
);

CREATE INDEX legal_hold_object_id ON legal_hold_object (object_id);

-- Runs that follow the rules, one at a time.
CREATE TABLE retention_run (
    run_number  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run_id      uuid        NOT NULL UNIQUE,
    started_at  timestamptz NOT NULL,
    -- empty where it was due
    started_by  text        NOT NULL,
    finished_at timestamptz,
    -- by then
    erased      bigint      NOT NULL DEFAULT 0
);

CREATE UNIQUE INDEX retention_run_under_way ON retention_run ((finished_at IS NULL)) WHERE finished_at IS NULL;

-- Up to which number of log_purged no topic holds anything that was erased.
CREATE TABLE retention_topics (
    one           boolean PRIMARY KEY DEFAULT true CHECK (one),
    purged_number bigint NOT NULL,
    -- and up to which it held nothing when it was looked at last: what was being sent then may have come since
    looked_number bigint NOT NULL,
    looked_at     timestamptz
);

INSERT INTO retention_topics (purged_number, looked_number) VALUES (0, 0);

-- Until when entries say that they are valid: an index, which may be emptied and filled again.
CREATE TABLE entry_validity (
    position    bigint PRIMARY KEY,
    valid_until timestamptz NOT NULL
);

CREATE INDEX entry_validity_until ON entry_validity (valid_until, position);

CREATE TABLE entry_validity_cursor (
    one      boolean PRIMARY KEY DEFAULT true CHECK (one),
    position bigint NOT NULL
);

INSERT INTO entry_validity_cursor (position) VALUES (0);
