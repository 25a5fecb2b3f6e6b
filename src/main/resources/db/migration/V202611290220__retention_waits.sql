-- What a run waits for, or ended without: partners that are still to be told of what a policy took from them, and since when.
ALTER TABLE retention_run
    ADD COLUMN waits_for   text[] NOT NULL DEFAULT '{}',
    ADD COLUMN waits_since timestamptz;

-- The look at topics that is to be confirmed by a second one: looks in between, at what was erased since, do not put that off.
ALTER TABLE retention_topics
    ADD COLUMN settling_number bigint NOT NULL DEFAULT 0,
    ADD COLUMN settling_at     timestamptz;

UPDATE retention_topics SET settling_number = looked_number, settling_at = looked_at;

-- That a run ended, because it waited for too long or the rule ended, before all that was due had gone: erased_at says when.
ALTER TABLE log_purge ADD COLUMN rest_left boolean NOT NULL DEFAULT false;
