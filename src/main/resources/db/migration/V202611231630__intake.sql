-- What partners handed in, and what became of it. The objects themselves are in the log, or held for review.

CREATE TABLE submission (
    submission_id   uuid PRIMARY KEY,
    partner_id      text        NOT NULL,
    received_at     timestamptz NOT NULL,
    -- as the client sent it; one key is one submission
    idempotency_key text,
    -- SHA-256 of the body and what was asked with it, to tell a repeated request from another one under the same key
    fingerprint     bytea       NOT NULL,
    -- the status document, as JSON
    status          text        NOT NULL,
    UNIQUE (partner_id, idempotency_key)
);

CREATE INDEX submission_partner ON submission (partner_id, received_at);

-- Objects that a partner's policy holds for review. A decided one stays, without its content when it was refused.
CREATE TABLE held_object (
    held_id       uuid PRIMARY KEY,
    submission_id uuid        NOT NULL REFERENCES submission,
    partner_id    text        NOT NULL,
    held_at       timestamptz NOT NULL,
    object_id     text        NOT NULL,
    version       text        NOT NULL,
    -- the audience its submitter stated, as JSON
    audience      text        NOT NULL,
    -- ids of what it ties together and its submitter asserts too, separated by spaces
    ties          text        NOT NULL,
    content       bytea,
    decision      text CHECK (decision IN ('release', 'refuse')),
    decided_at    timestamptz,
    decided_by    text,
    reason        text
);

CREATE INDEX held_object_open ON held_object (held_at, held_id) WHERE decision IS NULL;
CREATE INDEX held_object_submission ON held_object (submission_id);

-- What contradicts something its submitter may not know of: to the submitter it was accepted, here operators see it.
CREATE TABLE submission_conflict (
    conflict_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    found_at      timestamptz NOT NULL,
    submission_id uuid        NOT NULL,
    partner_id    text        NOT NULL,
    object_id     text        NOT NULL,
    version       text        NOT NULL,
    rule          text        NOT NULL
);
