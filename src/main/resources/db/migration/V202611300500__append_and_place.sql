-- Appends contents of which none is there yet, and gives them their places in the same transaction where nothing stands in the way:
-- they refer to nothing that restricts them, nothing waits before them, nothing of them was recalled, and nobody else places or recalls
-- at this moment. Else they wait for the sequencer. See docs/adr/0030.
--
-- To be a transaction of its own, or the last statement of one: the lock under which entries are placed is held until that ends, and whoever
-- comes next goes on behind what is seen then. It hardly waits: whoever is in the way of a submission that comes with many others is to be
-- waited for by that one alone.
--
-- uuids to contents: in the order of their keys. places: which of these a line is; it and all behind it in the order of the submissions.
-- traced, parents: submissions that are traced, and by what.
-- elected: whether dates are the caller's to give. moment: of its clock as it calls. seed as for log_place_untied.
-- Returns how many entries the log has more; 0 where all were queued.
CREATE FUNCTION log_append_fresh(uuids uuid[], kinds int[], versions timestamptz[], digests bytea[], contents bytea[],
    places int[], submissions uuid[], class_ids int[], ties text[], members text[], foreign_ids text[],
    traced uuid[], parents text[], elected boolean, moment timestamptz, seed bytea)
RETURNS int LANGUAGE plpgsql
SET lock_timeout = '100ms' SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
#variable_conflict use_column
DECLARE
    lines         int := cardinality(places);
    place         boolean;
    ids           bigint[];
    steps         bytea;
    last_position bigint;
    last_date     timestamptz;
    began         timestamptz := statement_timestamp();
BEGIN
    ids := (SELECT array_agg(nextval('object_content_content_id_seq')) FROM generate_series(1, cardinality(uuids)));
    INSERT INTO object_content (content_id, object_uuid, kind_id, version, digest, content)
    OVERRIDING SYSTEM VALUE
    SELECT * FROM unnest(ids, uuids, kinds, versions, digests, contents);

    IF cardinality(traced) > 0 THEN
        INSERT INTO log_trace (submission_id, traceparent) SELECT * FROM unnest(traced, parents) ON CONFLICT DO NOTHING;
    END IF;

    -- A moment from long ago is of an instance that was frozen since: what it dated would come before what others have read.
    place := elected AND num_nulls(VARIADIC ties) = lines AND num_nulls(VARIADIC members) = lines
        AND moment > began - interval '2 seconds';
    IF place THEN
        place := NOT EXISTS (SELECT FROM log_pending);
    END IF;
    -- The lock of org.entente.log.LogLocks. What was committed under it is seen only by what is asked after it was taken.
    IF place THEN
        place := pg_try_advisory_xact_lock(7813577128208760836);
    END IF;
    -- Others' recalls of the same object are none of theirs, and must not be seen by how it is placed.
    IF place AND EXISTS (SELECT FROM recall_scope c WHERE c.object_uuid = ANY(uuids)) THEN
        place := NOT EXISTS (
            SELECT FROM unnest(places, class_ids) AS l(content, class_id) JOIN release_class r USING (class_id)
            JOIN recall_scope c ON c.object_uuid = uuids[l.content] AND c.submitter = r.submitter);
    END IF;
    IF NOT place THEN
        INSERT INTO log_pending
            (submission_id, content_id, object_uuid, kind_id, version, class_id, fresh, ties, members, foreign_ids)
        SELECT l.submission_id, ids[l.content], uuids[l.content], kinds[l.content], versions[l.content], l.class_id,
            true, l.ties, l.members, l.foreign_ids
        FROM unnest(places, submissions, class_ids, ties, members, foreign_ids)
            WITH ORDINALITY AS l(content, submission_id, class_id, ties, members, foreign_ids, line)
        ORDER BY l.line;
        RETURN 0;
    END IF;

    -- Behind the gap that a restored backup left, too.
    SELECT greatest((SELECT coalesce(max(e.position), 0) FROM log_entry e),
            (SELECT coalesce(max(g.next_position), 0) FROM log_gap g)),
        coalesce((SELECT e.date_added FROM log_entry e ORDER BY e.position DESC LIMIT 1), 'epoch')
    INTO last_position, last_date;
    -- What was waited for so far counts, too.
    moment := moment + (clock_timestamp() - began);
    steps := (SELECT string_agg(sha256(seed || int4send(i)), '') FROM generate_series(0, lines / 32) AS i);

    -- Submissions may lie among one another.
    IF cardinality(traced) > 0 THEN
        UPDATE log_trace t SET positions = p.positions
        FROM (SELECT l.submission_id,
                  range_agg(int8range(last_position + l.line, last_position + l.line, '[]')) AS positions
              FROM unnest(submissions) WITH ORDINALITY AS l(submission_id, line)
              WHERE l.submission_id = ANY(traced) GROUP BY l.submission_id) p
        WHERE t.submission_id = p.submission_id;
    END IF;

    -- Steps of 1 to 8 microseconds, as org.entente.log.DateTicks makes them.
    WITH added AS (
        INSERT INTO log_entry (position, date_added, content_id, object_uuid, kind_id, version, stated_class_id, class_id,
            foreign_ids)
        SELECT last_position + l.line, greatest(moment, last_date)
                + interval '1 microsecond' * sum(1 + (get_byte(steps, l.line::int) & 7))
                    OVER (ORDER BY l.line ROWS UNBOUNDED PRECEDING),
            ids[l.content], uuids[l.content], kinds[l.content], versions[l.content], l.class_id, l.class_id, l.foreign_ids
        FROM unnest(places, class_ids, foreign_ids) WITH ORDINALITY AS l(content, class_id, foreign_ids, line)
        RETURNING date_added, class_id)
    INSERT INTO log_day AS d (day, class_id, entries)
    SELECT (a.date_added AT TIME ZONE 'UTC')::date, a.class_id, count(*) FROM added a GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (day, class_id) DO UPDATE SET entries = d.entries + excluded.entries;
    RETURN lines;
END
$$;

-- Goes with it, in one statement. Returns how many rows.
CREATE FUNCTION submission_save(ids uuid[], partners text[], received timestamptz[], keys text[], fingerprints bytea[], statuses text[])
RETURNS bigint LANGUAGE plpgsql
SET lock_timeout = '100ms' SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    saved bigint;
BEGIN
    INSERT INTO submission (submission_id, partner_id, received_at, idempotency_key, fingerprint, status)
    SELECT * FROM unnest(ids, partners, received, keys, fingerprints, statuses);
    GET DIAGNOSTICS saved = ROW_COUNT;
    RETURN saved;
END
$$;

-- As before, but only its submitter's recalls of an object stand in the way: by when it is placed nobody is to see what others recalled.
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
    IF untied AND EXISTS (SELECT FROM recall_scope c WHERE c.object_uuid = ANY(objects)) THEN
        untied := NOT EXISTS (
            SELECT FROM unnest(taken) AS t(pending_id) JOIN log_pending p USING (pending_id) JOIN release_class r USING (class_id)
            JOIN recall_scope c ON c.object_uuid = p.object_uuid AND c.submitter = r.submitter);
    END IF;
    IF NOT untied OR cardinality(taken) > 2 * rows_max THEN
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
