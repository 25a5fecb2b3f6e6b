-- Gives the head of the queue its places where nothing has to be worked out for it: contents that are new with their assertions, that
-- refer to nothing, and of which nothing was recalled. Most batches are so, and bringing each row to the exchange and back took longer
-- than writing it. See docs/adr/0029.
--
-- Whole submissions, in the order of their first rows, as org.entente.log.QueueHead takes them. Called by whoever is the sequencer, on
-- the connection that makes it so. The plans are made once a session, maybe while queue and log are empty, and must suit any size of
-- them: hence no way but the indexes, and none but that of submissions for the rest of them.
--
-- It waits for nobody: dates are of the moment that was passed in, and a call that was given up while it waited would still place.
--
-- placed: how many left the queue; null where this is for the exchange to do, and nothing was done.
-- seed: unknown to everybody. The steps between dates are made of it, which nobody may foresee, or what is between two could be counted.
CREATE FUNCTION log_place_untied(rows_max int, moment timestamptz, seed bytea, tracing boolean)
RETURNS TABLE (placed int, traceparents text[]) LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    taken       bigint[];
    objects     uuid[];
    submissions uuid[];
    untied      boolean;
    further     bigint[];
    steps       bytea;
    last_position bigint;
    last_date     timestamptz;
BEGIN
    IF NOT EXISTS (SELECT FROM log_pending) THEN
        RETURN QUERY SELECT 0, '{}'::text[];
        RETURN;
    END IF;
    -- The lock under which entries are placed, org.entente.log.LogLocks. What was committed under it is seen only by what is asked after.
    IF NOT pg_try_advisory_xact_lock(7813577128208760836) THEN
        RETURN QUERY SELECT NULL::int, '{}'::text[];
        RETURN;
    END IF;

    SELECT array_agg(f.pending_id ORDER BY f.pending_id), array_agg(f.object_uuid), array_agg(DISTINCT f.submission_id),
        bool_and(f.fresh AND f.ties IS NULL AND f.members IS NULL)
    INTO taken, objects, submissions, untied
    FROM (SELECT * FROM log_pending ORDER BY pending_id LIMIT rows_max) f;
    IF taken IS NULL THEN
        RETURN QUERY SELECT 0, '{}'::text[];
        RETURN;
    END IF;
    -- Else there is nothing behind them: a submission's rows are committed at once.
    IF untied AND cardinality(taken) = rows_max THEN
        SELECT array_agg(r.pending_id ORDER BY r.pending_id), objects || array_agg(r.object_uuid),
            coalesce(bool_and(r.fresh AND r.ties IS NULL AND r.members IS NULL), true)
        INTO further, objects, untied
        FROM unnest(submissions) AS s(submission_id)
        CROSS JOIN LATERAL (
            SELECT * FROM log_pending p
            WHERE p.submission_id = s.submission_id AND p.pending_id + 0 > taken[rows_max]) r;
        taken := taken || further;
    END IF;
    IF NOT untied OR cardinality(taken) > 2 * rows_max
            OR EXISTS (SELECT FROM recall_scope c WHERE c.object_uuid = ANY(objects)) THEN
        RETURN QUERY SELECT NULL::int, '{}'::text[];
        RETURN;
    END IF;

    -- Behind the gap that a restored backup left, too.
    SELECT greatest((SELECT coalesce(max(e.position), 0) FROM log_entry e),
            (SELECT coalesce(max(g.next_position), 0) FROM log_gap g)),
        coalesce((SELECT e.date_added FROM log_entry e ORDER BY e.position DESC LIMIT 1), 'epoch')
    INTO last_position, last_date;
    steps := (SELECT string_agg(sha256(seed || int4send(i)), '') FROM generate_series(0, cardinality(taken) / 32) AS i);

    -- While the queue still has the rows. Submissions may lie among one another.
    IF tracing THEN
        WITH traced AS (
            UPDATE log_trace t SET positions = found.positions
            FROM (SELECT q.submission_id, range_agg(int8range(last_position + q.n, last_position + q.n, '[]')) AS positions
                  FROM (SELECT p.submission_id, a.n FROM unnest(taken) WITH ORDINALITY AS a(pending_id, n)
                        JOIN log_pending p USING (pending_id)) q
                  JOIN log_trace k USING (submission_id) GROUP BY q.submission_id) found
            WHERE t.submission_id = found.submission_id
            RETURNING t.traceparent)
        SELECT array_agg(traceparent) INTO traceparents FROM traced;
    END IF;

    -- Steps of 1 to 8 microseconds, as org.entente.log.DateTicks makes them.
    WITH gone AS (
        DELETE FROM log_pending p WHERE p.pending_id = ANY(taken)
        RETURNING p.pending_id, p.content_id, p.object_uuid, p.kind_id, p.version, p.class_id, p.foreign_ids),
    numbered AS (
        SELECT *, row_number() OVER (ORDER BY pending_id ROWS UNBOUNDED PRECEDING) AS n FROM gone),
    added AS (
        INSERT INTO log_entry (position, date_added, content_id, object_uuid, kind_id, version, stated_class_id, class_id,
            foreign_ids)
        SELECT last_position + n, greatest(moment, last_date) + interval '1 microsecond' * sum(1 + (get_byte(steps, n::int) & 7))
                OVER (ORDER BY pending_id ROWS UNBOUNDED PRECEDING),
            content_id, object_uuid, kind_id, version, class_id, class_id, foreign_ids
        FROM numbered
        RETURNING date_added, class_id),
    counted AS (
        INSERT INTO log_day AS d (day, class_id, entries)
        SELECT (date_added AT TIME ZONE 'UTC')::date, class_id, count(*) FROM added GROUP BY 1, 2 ORDER BY 1, 2
        ON CONFLICT (day, class_id) DO UPDATE SET entries = d.entries + excluded.entries)
    SELECT count(*) INTO placed FROM gone;
    RETURN QUERY SELECT placed, coalesce(traceparents, '{}');
END
$$;
