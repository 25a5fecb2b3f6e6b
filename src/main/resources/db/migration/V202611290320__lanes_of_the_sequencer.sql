-- A long queue is placed on several connections at once, its lanes. What one connection placed in one transaction is taken apart for that:
-- the places, which need nothing but the rows, and what has to be in the order of the log. See docs/adr/0030.

-- Takes some rows out of the queue and into the log, behind a place and a date, in their order there. What it returns is for
-- log_count_placed: others count days and classes, too, and would wait for whoever counts first.
--
-- steps: a byte for each row, or more. Steps between dates are made of them, of 1 to 8 microseconds, as org.entente.log.DateTicks makes them.
CREATE FUNCTION log_place_rows(taken bigint[], last_position bigint, last_date timestamptz, steps bytea, tracing boolean)
RETURNS TABLE (days date[], classes int[], entries bigint[], traceparents text[]) LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    placed bigint;
BEGIN
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

    WITH gone AS (
        DELETE FROM log_pending p WHERE p.pending_id = ANY(taken)
        RETURNING p.pending_id, p.content_id, p.object_uuid, p.kind_id, p.version, p.class_id, p.foreign_ids),
    numbered AS (
        SELECT *, row_number() OVER (ORDER BY pending_id ROWS UNBOUNDED PRECEDING) AS n FROM gone),
    added AS (
        INSERT INTO log_entry (position, date_added, content_id, object_uuid, kind_id, version, stated_class_id, class_id,
            foreign_ids)
        SELECT last_position + n, last_date + interval '1 microsecond' * sum(1 + (get_byte(steps, n::int - 1) & 7))
                OVER (ORDER BY pending_id ROWS UNBOUNDED PRECEDING),
            content_id, object_uuid, kind_id, version, class_id, class_id, foreign_ids
        FROM numbered
        RETURNING date_added, class_id),
    counted AS (
        SELECT (date_added AT TIME ZONE 'UTC')::date AS day, class_id, count(*) AS n FROM added GROUP BY 1, 2 ORDER BY 1, 2)
    SELECT array_agg(c.day), array_agg(c.class_id), array_agg(c.n), sum(c.n) INTO days, classes, entries, placed FROM counted c;
    IF placed IS DISTINCT FROM cardinality(taken) THEN
        RAISE 'Of % rows to be placed the queue had %', cardinality(taken), placed;
    END IF;
    traceparents := coalesce(traceparents, '{}');
    RETURN NEXT;
END
$$;

CREATE FUNCTION log_count_placed(days date[], classes int[], entries bigint[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO log_day AS d (day, class_id, entries)
    SELECT * FROM unnest(days, classes, entries) AS c(day, class_id, n) ORDER BY c.day, c.class_id
    ON CONFLICT (day, class_id) DO UPDATE SET entries = d.entries + excluded.entries
$$;

-- As before, by the functions above.
CREATE OR REPLACE FUNCTION log_place_untied(rows_max int, moment timestamptz, seed bytea, tracing boolean)
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
    written       record;
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
    SELECT * INTO written FROM log_place_rows(taken, last_position, greatest(moment, last_date), steps, tracing);
    PERFORM log_count_placed(written.days, written.classes, written.entries);
    RETURN QUERY SELECT cardinality(taken), written.traceparents;
END
$$;

-- The head of the queue in parts, each what log_place_untied would place next, of parts_max at most; as many as are full, can be placed so
-- one after the other, and have no object in common: what is written beside a part knows nothing of it. Reads only, and locks nothing.
--
-- last_position, last_date: behind which the first part goes.
CREATE FUNCTION log_parts(rows_max int, parts_max int)
RETURNS TABLE (pending_ids bigint[], last_position bigint, last_date timestamptz) LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    -- Up to where the first rows of parts go, the submissions that have rows behind, and all objects so far.
    behind      bigint := 0;
    begun       uuid[] := '{}';
    known       uuid[] := '{}';
    objects     uuid[];
    submissions uuid[];
    untied      boolean;
    further     bigint[];
    rest        uuid[];
    going_on    uuid[];
BEGIN
    SELECT greatest((SELECT coalesce(max(e.position), 0) FROM log_entry e),
            (SELECT coalesce(max(g.next_position), 0) FROM log_gap g)),
        coalesce((SELECT e.date_added FROM log_entry e ORDER BY e.position DESC LIMIT 1), 'epoch')
    INTO last_position, last_date;
    FOR part IN 1 .. parts_max LOOP
        SELECT array_agg(f.pending_id ORDER BY f.pending_id), array_agg(f.object_uuid), array_agg(DISTINCT f.submission_id),
            bool_and(f.fresh AND f.ties IS NULL AND f.members IS NULL)
        INTO pending_ids, objects, submissions, untied
        FROM (SELECT * FROM log_pending p WHERE p.pending_id > behind AND NOT (p.submission_id = ANY(begun))
              ORDER BY p.pending_id LIMIT rows_max) f;
        IF untied IS NOT TRUE OR cardinality(pending_ids) < rows_max THEN
            RETURN;
        END IF;
        behind := pending_ids[rows_max];
        SELECT array_agg(r.pending_id ORDER BY r.pending_id), array_agg(r.object_uuid), array_agg(DISTINCT r.submission_id),
            coalesce(bool_and(r.fresh AND r.ties IS NULL AND r.members IS NULL), true)
        INTO further, rest, going_on, untied
        FROM unnest(submissions) AS s(submission_id)
        CROSS JOIN LATERAL (
            SELECT * FROM log_pending p
            WHERE p.submission_id = s.submission_id AND p.pending_id + 0 > behind) r;
        pending_ids := pending_ids || further;
        objects := objects || rest;
        IF NOT untied OR cardinality(pending_ids) > 2 * rows_max
                OR EXISTS (SELECT FROM recall_scope c WHERE c.object_uuid = ANY(objects))
                OR EXISTS (SELECT unnest(objects) INTERSECT SELECT unnest(known)) THEN
            RETURN;
        END IF;
        RETURN NEXT;
        begun := begun || going_on;
        known := known || objects;
    END LOOP;
END
$$;

-- The last thing before a lane commits its part, which it has written behind last_position: nobody else places or recalls from here to
-- the commit. False where the part must be taken back: what was before it is not there, or something of it was recalled meanwhile, or
-- somebody holds the lock for longer than the lane waits for it. What the lane has written is then what others may be waiting for, so
-- its lock_timeout has to be shorter than deadlock_timeout.
CREATE FUNCTION log_end_part(last_position bigint, days date[], classes int[], entries bigint[]) RETURNS boolean LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
    -- org.entente.log.LogLocks
    BEGIN
        PERFORM pg_advisory_xact_lock(7813577128208760836);
    EXCEPTION WHEN lock_not_available THEN
        RETURN false;
    END;
    IF last_position <> greatest(
                (SELECT coalesce(max(e.position), 0) FROM log_entry e WHERE e.position <= last_position),
                (SELECT coalesce(max(g.next_position), 0) FROM log_gap g))
            OR EXISTS (SELECT FROM log_entry e
                CROSS JOIN LATERAL (SELECT FROM recall_scope c WHERE c.object_uuid = e.object_uuid LIMIT 1) c
                WHERE e.position > last_position) THEN
        RETURN false;
    END IF;
    PERFORM log_count_placed(days, classes, entries);
    RETURN true;
END
$$;
