-- Into how many shards partners are divided. One row: progress is kept a shard, so the number cannot just change.
CREATE TABLE relay_layout (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    shards   int NOT NULL CHECK (shards BETWEEN 1 AND 64)
);

-- A copy of the relay's progress for when Kafka forgets it. Kafka's own is the one that counts.
CREATE TABLE relay_shard (
    shard       int PRIMARY KEY,
    position    bigint      NOT NULL,
    laggards    text        NOT NULL,
    recorded_at timestamptz NOT NULL
);

-- Records that were decided to go out and that the egress guard objected to. An open one stops its partner's delivery.
CREATE TABLE quarantine (
    quarantine_id bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    partner_id    text        NOT NULL,
    position      bigint      NOT NULL,
    object_id     text        NOT NULL,
    objection     text        NOT NULL,
    found_at      timestamptz NOT NULL DEFAULT now(),
    resolution    text        CHECK (resolution IN ('withhold', 'retry')),
    resolved_by   text,
    resolved_at   timestamptz,
    CHECK ((resolution IS NULL) = (resolved_at IS NULL) AND (resolution IS NULL) = (resolved_by IS NULL))
);

CREATE UNIQUE INDEX quarantine_open ON quarantine (partner_id, position) WHERE resolution IS NULL;
CREATE INDEX quarantine_record ON quarantine (partner_id, position);
