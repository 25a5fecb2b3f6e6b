-- Positions that were given out, and whose entries a restored backup does not hold. Nothing is ever placed in a gap: whoever has a
-- place there, the relay in Kafka or a reader in its cursor, goes on behind it and misses nothing.
CREATE TABLE log_gap (
    after_position bigint PRIMARY KEY,
    next_position  bigint      NOT NULL CHECK (next_position > after_position),
    restored_at    timestamptz NOT NULL DEFAULT now()
);

-- To be called once after every restore of a backup, before any instance of the exchange runs on it. A second call changes nothing.
-- The gap is wider than any exchange could have filled since its last backup. Recalls are numbered behind a gap of their own, for the
-- same reason.
CREATE FUNCTION log_restored() RETURNS SETOF log_gap LANGUAGE plpgsql AS $$
DECLARE
    width CONSTANT bigint := 1000000000;
    newest CONSTANT bigint := (SELECT coalesce(max(position), 0) FROM log_entry);
BEGIN
    IF NOT EXISTS (SELECT FROM log_gap g WHERE g.next_position > newest) THEN
        INSERT INTO log_gap (after_position, next_position) VALUES (newest, newest + width);
        PERFORM setval(pg_get_serial_sequence('recall', 'recall_number'),
            (SELECT coalesce(max(recall_number), 0) FROM recall) + width);
    END IF;
    RETURN QUERY SELECT * FROM log_gap g ORDER BY g.after_position DESC LIMIT 1;
END
$$;
