-- What is erased from the log, for good: by a rule of retention or by an operator. See docs/adr/0024.

-- One order to erase: of an operator for one object, or of a rule in one run.
CREATE TABLE log_purge (
    purge_number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    purge_id     uuid        NOT NULL UNIQUE,
    cause        text        NOT NULL CHECK (cause IN ('operator', 'rule')),
    -- an operator's: all of this object that there is
    object_id    text,
    -- a rule's, and the run in which it was followed
    rule_id      uuid,
    run_id       uuid,
    reason       text        NOT NULL,
    made_at      timestamptz NOT NULL,
    made_by      text        NOT NULL,
    -- how many entries were erased by now
    entries      bigint      NOT NULL DEFAULT 0,
    -- when nothing of it was left in the log
    erased_at    timestamptz,
    CHECK ((object_id IS NOT NULL) = (cause = 'operator')),
    CHECK ((rule_id IS NOT NULL) = (cause = 'rule'))
);

CREATE INDEX log_purge_object ON log_purge (object_id) WHERE object_id IS NOT NULL;
CREATE INDEX log_purge_open ON log_purge (purge_number) WHERE erased_at IS NULL;

-- What stays of an entry that was erased, beside its row in log_entry: the digest of what it said.
CREATE TABLE log_purged (
    position      bigint PRIMARY KEY,
    -- ascends in the order of commits: it is given out under the lock of placing entries
    purged_number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    purge_number  bigint      NOT NULL REFERENCES log_purge,
    purged_at     timestamptz NOT NULL,
    digest        bytea       NOT NULL
);

-- The log with what was erased: for who has to get past it. An erased entry has class 0, which nobody may have.
CREATE VIEW placed_entry AS
SELECT e.position, e.date_added, e.content_id, e.object_uuid, e.kind_id, e.version, e.stated_class_id,
    e.class_id AS placed_class_id,
    coalesce((SELECT w.class_id FROM log_rewrite w WHERE w.position = e.position), e.class_id) AS class_id,
    CASE WHEN EXISTS (SELECT 1 FROM log_rewrite w WHERE w.position = e.position)
        THEN (SELECT w.members FROM log_rewrite w WHERE w.position = e.position)
        ELSE e.members END AS members,
    e.foreign_ids
FROM log_entry e;

-- For everybody else it is not there.
CREATE OR REPLACE VIEW standing_entry AS
SELECT e.position, e.date_added, e.content_id, e.object_uuid, e.kind_id, e.version, e.stated_class_id,
    e.class_id AS placed_class_id,
    coalesce((SELECT w.class_id FROM log_rewrite w WHERE w.position = e.position), e.class_id) AS class_id,
    CASE WHEN EXISTS (SELECT 1 FROM log_rewrite w WHERE w.position = e.position)
        THEN (SELECT w.members FROM log_rewrite w WHERE w.position = e.position)
        ELSE e.members END AS members,
    e.foreign_ids
FROM log_entry e WHERE e.class_id <> 0;

CREATE INDEX log_purged_of ON log_purged (purge_number, purged_number);
