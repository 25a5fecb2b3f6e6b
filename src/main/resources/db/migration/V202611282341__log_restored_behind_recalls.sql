-- What log_restored() lacked: readers of recalls go by the numbers of their items; entries may be placed while it is called; and a backup
-- that was made after a call may be restored before anything was placed behind its gap.
CREATE OR REPLACE FUNCTION log_restored() RETURNS SETOF log_gap LANGUAGE plpgsql AS $$
DECLARE
    width CONSTANT bigint := 1000000000;
    newest bigint;
BEGIN
    -- The lock under which entries are placed, org.entente.log.LogLocks. What was committed under it is seen only by what is asked after.
    PERFORM pg_advisory_xact_lock(7813577128208760836);
    newest := (SELECT coalesce(max(position), 0) FROM log_entry);
    UPDATE log_gap g SET next_position = g.next_position + width WHERE g.next_position > newest;
    IF NOT FOUND THEN
        INSERT INTO log_gap (after_position, next_position) VALUES (newest, newest + width);
    END IF;
    PERFORM setval(pg_get_serial_sequence('recall', 'recall_number'),
        nextval(pg_get_serial_sequence('recall', 'recall_number')) + width);
    PERFORM setval(pg_get_serial_sequence('recall_item', 'item_number'),
        nextval(pg_get_serial_sequence('recall_item', 'item_number')) + width);
    RETURN QUERY SELECT * FROM log_gap g ORDER BY g.after_position DESC LIMIT 1;
END
$$;
