-- What a partner had is told from when it changed and when entries were added. Those times are of different clocks, and the one of the
-- log never goes back: what changes after an entry is later than that, whatever the clocks say, or the partner would count as never
-- having had it, and be told nothing.
CREATE OR REPLACE FUNCTION note_member_facts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The lock of placing entries (LogLocks.ENTRIES): what is in the log now is what the partner could have before.
    PERFORM pg_advisory_xact_lock_shared(7813577128208760836);
    INSERT INTO member_fact
        (partner_id, revision, active, subscribes, policy_version, communities, last_position, since)
    SELECT n.*, coalesce(l.position, 0), greatest(clock_timestamp(), l.date_added + interval '1 microsecond')
    FROM (
        SELECT p.partner_id, r.revision, p.suspended_at IS NULL AS active,
            'subscriber' = ANY(string_to_array(p.roles, ',')) AS subscribes,
            coalesce((SELECT max(v.number) FROM policy_version v WHERE v.partner_id = p.partner_id), 0) AS policy_version,
            ARRAY(SELECT m.community_id FROM membership m WHERE m.partner_id = p.partner_id ORDER BY 1) AS communities
        FROM partner p, directory_revision r) n
    LEFT JOIN (SELECT position, date_added FROM log_entry ORDER BY position DESC LIMIT 1) l ON true
    LEFT JOIN LATERAL (
        SELECT * FROM member_fact o WHERE o.partner_id = n.partner_id ORDER BY o.revision DESC LIMIT 1) f ON true
    WHERE f.partner_id IS NULL
       OR (f.active, f.subscribes, f.policy_version, f.communities)
          IS DISTINCT FROM (n.active, n.subscribes, n.policy_version, n.communities)
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
