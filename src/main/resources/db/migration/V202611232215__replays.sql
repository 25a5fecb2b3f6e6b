-- Partners' requests to be sent once more what they may have. How far one has come is kept in Kafka, in the transactions that
-- carry its records; reached_position and sent are copies for people.
CREATE TABLE replay (
    replay_id        uuid PRIMARY KEY,
    partner_id       text        NOT NULL,
    requested_at     timestamptz NOT NULL,
    -- labels separated by commas
    feeds            text        NOT NULL,
    -- bounds by date added as asked for: later than the one, not later than the other
    after_date       timestamptz,
    until_date       timestamptz,
    -- and as log positions
    after_position   bigint      NOT NULL,
    until_position   bigint      NOT NULL,
    state            text        NOT NULL CHECK (state IN ('waiting', 'running', 'finished', 'cancelled', 'failed')),
    reached_position bigint      NOT NULL,
    sent             bigint      NOT NULL DEFAULT 0,
    finished_at      timestamptz,
    failure          text
);

-- A partner has one replay topic, and so one replay at a time.
CREATE UNIQUE INDEX replay_active ON replay (partner_id) WHERE state IN ('waiting', 'running');
CREATE INDEX replay_partner ON replay (partner_id, requested_at, replay_id);
