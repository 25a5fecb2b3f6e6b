-- Kafka commits under way. Whoever changed what may go out waits until those that were there before are gone: they may have
-- been decided under what was before. See docs/adr/0003.
CREATE TABLE relay_commit (
    commit_number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    shard         int         NOT NULL,
    begun_at      timestamptz NOT NULL DEFAULT now()
);
