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
