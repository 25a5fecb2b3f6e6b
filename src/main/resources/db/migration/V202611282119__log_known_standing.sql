-- As log_known before, but of entries as they stand: what a large recall took is not known any more before all of it is written.
CREATE OR REPLACE FUNCTION log_known(asked uuid[], asking text)
RETURNS TABLE (content_id bigint, object_uuid uuid, name text, version timestamptz, digest bytea,
    class_id int, date_added timestamptz, members text)
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    RETURN QUERY
    SELECT c.content_id, c.object_uuid, k.name, c.version, c.digest, e.class_id, e.date_added, e.members
    FROM object_content c JOIN stix_kind k USING (kind_id)
    LEFT JOIN standing_entry e
        ON e.object_uuid = c.object_uuid AND e.version = c.version AND e.content_id = c.content_id
    WHERE c.object_uuid = ANY(asked)
    UNION ALL
    SELECT c.content_id, c.object_uuid, k.name, c.version, c.digest, p.class_id, NULL, NULL
    FROM log_pending p JOIN release_class r USING (class_id)
    JOIN object_content c ON c.content_id = p.content_id JOIN stix_kind k ON k.kind_id = c.kind_id
    WHERE r.submitter = asking AND (p.object_uuid IN (SELECT unnest(asked))) IS TRUE;
END $$;
