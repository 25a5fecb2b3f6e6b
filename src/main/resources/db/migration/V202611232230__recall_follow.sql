-- What policies and markings no longer allow is recalled in the background. See docs/adr/0009.

-- What decisions look at of a partner, each time it changed: a narrowed policy is found by comparing two of these, whichever
-- instance looks, and whenever.
CREATE TABLE member_fact (
    partner_id     text        NOT NULL,
    revision       bigint      NOT NULL,
    active         boolean     NOT NULL,
    subscribes     boolean     NOT NULL,
    policy_version bigint      NOT NULL,
    communities    text[]      NOT NULL,
    -- what was in the log when the partner became so
    last_position  bigint      NOT NULL,
    since          timestamptz NOT NULL,
    PRIMARY KEY (partner_id, revision)
);

-- How far each partner's facts were worked out; while one change is worked on, how far in the log and for which notice.
CREATE TABLE recall_follow (
    partner_id text PRIMARY KEY,
    revision   bigint NOT NULL,
    position   bigint NOT NULL,
    notice_id  uuid
);

-- How far the log was looked through for versions with stricter markings.
CREATE TABLE recall_marking (
    single   boolean PRIMARY KEY DEFAULT true CHECK (single),
    position bigint NOT NULL
);

-- Notes facts that differ from the last ones.
CREATE FUNCTION note_member_facts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The lock of placing entries (LogLocks.ENTRIES): what is in the log now is what the partner could have before.
    PERFORM pg_advisory_xact_lock_shared(7813577128208760836);
    INSERT INTO member_fact
        (partner_id, revision, active, subscribes, policy_version, communities, last_position, since)
    SELECT n.*, coalesce((SELECT max(position) FROM log_entry), 0), clock_timestamp()
    FROM (
        SELECT p.partner_id, r.revision, p.suspended_at IS NULL AS active,
            'subscriber' = ANY(string_to_array(p.roles, ',')) AS subscribes,
            coalesce((SELECT max(v.number) FROM policy_version v WHERE v.partner_id = p.partner_id), 0) AS policy_version,
            ARRAY(SELECT m.community_id FROM membership m WHERE m.partner_id = p.partner_id ORDER BY 1) AS communities
        FROM partner p, directory_revision r) n
    LEFT JOIN LATERAL (
        SELECT * FROM member_fact o WHERE o.partner_id = n.partner_id ORDER BY o.revision DESC LIMIT 1) f ON true
    WHERE f.partner_id IS NULL
       OR (f.active, f.subscribes, f.policy_version, f.communities)
          IS DISTINCT FROM (n.active, n.subscribes, n.policy_version, n.communities)
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;

-- At the end of the transaction, when all of it is there.
CREATE CONSTRAINT TRIGGER member_facts AFTER UPDATE ON directory_revision
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION note_member_facts();

-- As of now; nothing of before is recalled.
UPDATE directory_revision SET revision = revision + 1;

INSERT INTO recall_marking (position) SELECT coalesce(max(position), 0) FROM log_entry;
