-- Its rows are all dead at once. To cut it off at its end it would be locked for a moment, and only who claims would wait.
ALTER TABLE log_claim SET (vacuum_truncate = false);

-- What others recalled is not even read for whoever recalled nothing.
CREATE INDEX recall_scope_of_submitter ON recall_scope (object_uuid, submitter);
DROP INDEX recall_scope_object;

-- As before, but what others recalled is looked for in the same way.
-- Appends what its submitters assert for the first time, and gives it its places in the same transaction where nothing stands in the way:
-- it refers to nothing that restricts it, nothing waits before it, its submitter recalled nothing of it, and nobody else places or recalls
-- at this moment. Else it waits for the sequencer. Fails with unique_violation where a content is there that is not said to be stored, or its submitter
-- asserted one that is; with no_data_found where one that is said to be is not, or is being erased; and with lock_not_available where the same is being
-- done in another transaction that takes long. See docs/adr/0030.
--
-- To be a transaction of its own, or the last statement of one: the lock under which entries are placed is held until that ends, and whoever
-- comes next goes on behind what is seen then. It hardly waits: whoever is in the way of a submission that comes with many others is to be
-- waited for by that one alone.
--
-- uuids to stored: in the order of their keys, each once; stored: whether others sent this content in before. places: which of these a line is; it
-- and all behind it in the order of the submissions.
-- traced, parents: submissions that are traced, and by what.
-- elected: whether dates are the caller's to give. moment: of its clock as it calls. seed as for log_place_untied.
-- Returns how many entries the log has more; 0 where all were queued.
CREATE OR REPLACE FUNCTION log_append_fresh(uuids uuid[], kinds int[], versions timestamptz[], digests bytea[], contents bytea[],
    stored boolean[], places int[], submissions uuid[], class_ids int[], ties text[], members text[], foreign_ids text[],
    traced uuid[], parents text[], elected boolean, moment timestamptz, seed bytea)
RETURNS int LANGUAGE plpgsql
SET lock_timeout = '100ms' SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
#variable_conflict use_column
DECLARE
    lines         int := cardinality(places);
    place         boolean;
    ids           bigint[];
    stored_ids    bigint[];
    stored_as     int[];
    steps         bytea;
    last_position bigint;
    last_date     timestamptz;
    -- For what goes along; how long storing takes is not to show in a date, nor what it waits for, lock_timeout at most for each key.
    waited        interval := clock_timestamp() - statement_timestamp();
BEGIN
    ids := (SELECT array_agg(nextval('object_content_content_id_seq')) FROM generate_series(1, cardinality(uuids)));
    INSERT INTO object_content (content_id, object_uuid, kind_id, version, digest, content)
    OVERRIDING SYSTEM VALUE
    SELECT n.id, n.object_uuid, n.kind_id, n.version, n.digest, n.content
    FROM unnest(ids, uuids, kinds, versions, digests, contents, stored)
        AS n(id, object_uuid, kind_id, version, digest, content, stored)
    WHERE NOT n.stored;

    -- Locked: what is asserted must not be erased before that is committed.
    IF true = ANY(stored) THEN
        ids := (
            SELECT array_agg(CASE WHEN n.stored THEN c.content_id ELSE n.id END ORDER BY n.place)
            FROM unnest(ids, uuids, kinds, versions, digests, stored)
                WITH ORDINALITY AS n(id, object_uuid, kind_id, version, digest, stored, place)
            LEFT JOIN LATERAL (
                SELECT o.content_id FROM object_content o
                WHERE n.stored AND o.object_uuid = n.object_uuid AND o.kind_id = n.kind_id AND o.version = n.version
                    AND o.digest = n.digest
                FOR KEY SHARE OF o SKIP LOCKED) c ON true);
        IF (SELECT count(DISTINCT id) FROM unnest(ids) AS id) < cardinality(ids) THEN
            RAISE no_data_found USING MESSAGE = 'A content is not there any more';
        END IF;
        -- As if it were new, which would be there by now, too: what comes of sending the same twice at once is not to tell that others sent it in.
        SELECT array_agg(ids[l.content]), array_agg(l.class_id) INTO stored_ids, stored_as
        FROM unnest(places, class_ids) AS l(content, class_id) WHERE stored[l.content];
        PERFORM log_claim(stored_ids, stored_as);
        IF EXISTS (
            SELECT FROM unnest(places, class_ids) AS l(content, class_id) JOIN release_class r USING (class_id)
            WHERE stored[l.content] AND EXISTS (
                SELECT FROM log_entry e
                WHERE e.object_uuid = uuids[l.content] AND e.version = versions[l.content] AND e.content_id = ids[l.content]
                    AND e.class_id <> 0
                    AND (SELECT o.submitter FROM release_class o WHERE o.class_id = e.stated_class_id) = r.submitter
                UNION ALL
                SELECT FROM log_pending p
                WHERE p.content_id = ids[l.content]
                    AND (SELECT o.submitter FROM release_class o WHERE o.class_id = p.class_id) = r.submitter)) THEN
            RAISE unique_violation USING MESSAGE = 'A content was asserted by the same partner meanwhile';
        END IF;
    END IF;

    IF cardinality(traced) > 0 THEN
        INSERT INTO log_trace (submission_id, traceparent) SELECT * FROM unnest(traced, parents) ON CONFLICT DO NOTHING;
    END IF;

    -- A moment from long ago is of an instance that was frozen since, or whose clock is behind: by that date a policy's delay would end too early.
    -- Many would keep whoever places or recalls waiting; the sequencer takes them by the thousand.
    place := elected AND lines <= 500 AND num_nulls(VARIADIC ties) = lines AND num_nulls(VARIADIC members) = lines
        AND moment > statement_timestamp() - interval '2 seconds';
    IF place THEN
        place := NOT EXISTS (SELECT FROM log_pending);
    END IF;
    -- The lock of org.entente.log.LogLocks. What was committed under it is seen only by what is asked after it was taken.
    IF place THEN
        place := pg_try_advisory_xact_lock(7813577128208760836);
    END IF;
    moment := moment + waited;
    -- Others' recalls of the same object are none of theirs, and must not be seen by how it is placed, nor by how long that takes: looked for by
    -- each line, whether or not there are any.
    IF place THEN
        place := NOT EXISTS (
            SELECT FROM unnest(places, class_ids) AS l(content, class_id) JOIN release_class r USING (class_id)
            JOIN recall_scope c ON c.object_uuid = uuids[l.content] AND c.submitter = r.submitter);
    END IF;
    IF NOT place THEN
        INSERT INTO log_pending
            (submission_id, content_id, object_uuid, kind_id, version, class_id, fresh, ties, members, foreign_ids)
        SELECT l.submission_id, ids[l.content], uuids[l.content], kinds[l.content], versions[l.content], l.class_id,
            NOT stored[l.content], l.ties, l.members, l.foreign_ids
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

-- As instances of before call it, until they are replaced, or for good where their version is gone back to: what they say is new either is, or makes
-- it fail.
CREATE OR REPLACE FUNCTION log_append_fresh(uuids uuid[], kinds int[], versions timestamptz[], digests bytea[], contents bytea[],
    places int[], submissions uuid[], class_ids int[], ties text[], members text[], foreign_ids text[], traced uuid[], parents text[],
    elected boolean, moment timestamptz, seed bytea)
RETURNS int LANGUAGE sql AS $$
    SELECT log_append_fresh(uuids, kinds, versions, digests, contents, array_fill(false, ARRAY[cardinality(uuids)]), places,
        submissions, class_ids, ties, members, foreign_ids, traced, parents, elected, moment, seed)
$$;
