-- A recall of more entries than one transaction should rewrite: their new classes are in force at once, and are written into the
-- log in batches. See docs/adr/0009.
CREATE TABLE log_rewrite (
    position      bigint PRIMARY KEY,
    recall_number bigint NOT NULL REFERENCES recall,
    class_id      int    NOT NULL,
    members       text
);

CREATE INDEX log_rewrite_recall ON log_rewrite (recall_number, position);

-- Who may be told a large recall's own words, its submitter's: whoever knows the submitter.
CREATE TABLE recall_rewriting (
    recall_number bigint PRIMARY KEY REFERENCES recall,
    in_own_words  text[] NOT NULL
);

-- The log as every reader is to see it. A class in log_rewrite only ever narrows the one it stands for, so what is looked for by
-- class is found by placed_class_id, which has an index, and then held against class_id. Looked up row by row and not joined: the
-- table is empty but for moments, and a plan made for that would read all of it for each row when it is not.
CREATE VIEW standing_entry AS
SELECT e.position, e.date_added, e.content_id, e.object_uuid, e.kind_id, e.version, e.stated_class_id,
    e.class_id AS placed_class_id,
    coalesce((SELECT w.class_id FROM log_rewrite w WHERE w.position = e.position), e.class_id) AS class_id,
    CASE WHEN EXISTS (SELECT 1 FROM log_rewrite w WHERE w.position = e.position)
        THEN (SELECT w.members FROM log_rewrite w WHERE w.position = e.position)
        ELSE e.members END AS members,
    e.foreign_ids
FROM log_entry e;
