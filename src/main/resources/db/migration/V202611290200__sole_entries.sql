-- Whether an entry is the only one of its object: then no reader has had, or will be shown instead, another version of it, and a page
-- needs no look at other entries. Most objects are never revised nor asserted twice, and those looks were most of what a page cost.
--
-- Kept by the table itself and not by who places entries: an instance of an older version that runs beside a newer one places entries
-- too, and knows nothing of it. False where it is true costs a look; true where it is false would show a version twice. Erased
-- entries count as others, therefore, and it never turns true again.
ALTER TABLE log_entry ADD COLUMN sole boolean NOT NULL DEFAULT true;

UPDATE log_entry e SET sole = false
FROM (SELECT object_uuid FROM log_entry GROUP BY object_uuid HAVING count(*) > 1) again
WHERE e.object_uuid = again.object_uuid;

-- The plan is made once a session, maybe while the log is empty, and must suit any size of it: hence no way but the index.
CREATE FUNCTION log_entry_placed() RETURNS trigger LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
    UPDATE log_entry e SET sole = false
    FROM (SELECT DISTINCT p.object_uuid FROM placed p
          WHERE EXISTS (SELECT FROM log_entry o WHERE o.object_uuid = p.object_uuid AND o.position <> p.position)) again
    WHERE e.object_uuid = again.object_uuid AND e.sole;
    RETURN NULL;
END
$$;

CREATE TRIGGER log_entry_placed AFTER INSERT ON log_entry REFERENCING NEW TABLE AS placed
FOR EACH STATEMENT EXECUTE FUNCTION log_entry_placed();

-- As before, and sole. Asked once a statement whether any recall is being written, not for every row: hardly ever is there one.
CREATE OR REPLACE VIEW standing_entry AS
SELECT e.position, e.date_added, e.content_id, e.object_uuid, e.kind_id, e.version, e.stated_class_id,
    e.class_id AS placed_class_id,
    CASE WHEN (SELECT EXISTS (SELECT FROM log_rewrite))
        THEN coalesce((SELECT w.class_id FROM log_rewrite w WHERE w.position = e.position), e.class_id)
        ELSE e.class_id END AS class_id,
    CASE WHEN (SELECT EXISTS (SELECT FROM log_rewrite)) AND EXISTS (SELECT 1 FROM log_rewrite w WHERE w.position = e.position)
        THEN (SELECT w.members FROM log_rewrite w WHERE w.position = e.position)
        ELSE e.members END AS members,
    e.foreign_ids,
    e.sole
FROM log_entry e WHERE e.class_id <> 0;
