-- Whether an entry is the only one of its object: then no reader has had, or will be shown instead, another version of it, and a page
-- needs no look at other entries. Most objects are never revised nor asserted twice, and those looks were most of what a page cost.
--
-- Kept by the table itself and not by who places entries: an instance of an older version that runs beside a newer one places entries
-- too, and knows nothing of it. False where it is true costs a look; true where it is false would show a version twice. Erased
-- entries count as others, therefore, and it never turns true again.
ALTER TABLE log_entry ADD COLUMN sole boolean NOT NULL DEFAULT true;

-- Of an object with two entries before, both are known not to be sole, and so are all others. The plan is made once a session, maybe while the
-- log is empty, and must suit any size of it: hence no way but the index.
CREATE FUNCTION log_entry_placed() RETURNS trigger LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
    UPDATE log_entry e SET sole = false
    FROM (
        WITH again AS MATERIALIZED (
            SELECT p.position, o.position AS before
            FROM placed p CROSS JOIN LATERAL (
                SELECT b.position FROM log_entry b
                WHERE b.object_uuid = p.object_uuid AND b.position < p.position LIMIT 2) o)
        SELECT position FROM again UNION SELECT before FROM again) among
    WHERE e.position = among.position AND e.sole;
    RETURN NULL;
END
$$;

CREATE TRIGGER log_entry_placed AFTER INSERT ON log_entry REFERENCING NEW TABLE AS placed
FOR EACH STATEMENT EXECUTE FUNCTION log_entry_placed();
