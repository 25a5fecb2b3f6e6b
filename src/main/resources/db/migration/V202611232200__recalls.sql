-- Recalls: entries given a narrower class than they had, and who is told to drop what. See docs/adr/0009.

-- One act of taking back. Numbers are given out under an advisory lock held to the end of the transaction, so that whoever
-- has read up to one has seen all before it.
CREATE TABLE recall (
    recall_number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    recall_id     uuid        NOT NULL UNIQUE,
    cause         text        NOT NULL CHECK (cause IN ('submitter', 'operator', 'marking', 'policy')),
    -- what those who have the object are told
    reason        text        NOT NULL,
    -- the object, as submitted; null where a policy took back whatever it no longer allows
    object_id     text,
    -- the partner whose object or policy it is
    partner_id    text        NOT NULL,
    made_at       timestamptz NOT NULL,
    made_by       text        NOT NULL
);

-- What a recall took back from one partner. A partner knows a recall by this id, so that two partners cannot tell that they
-- had the same.
CREATE TABLE recall_notice (
    notice_id       uuid PRIMARY KEY,
    recall_number   bigint      NOT NULL REFERENCES recall,
    partner_id      text        NOT NULL,
    -- in place of the recall's own, which its submitter wrote, where the partner may not know who that is
    reason          text,
    acknowledged_at timestamptz,
    acknowledged_by text,
    note            text,
    UNIQUE (recall_number, partner_id)
);

CREATE INDEX recall_notice_partner ON recall_notice (partner_id, recall_number);
CREATE INDEX recall_notice_open ON recall_notice (recall_number) WHERE acknowledged_at IS NULL;

-- One object to be dropped, under the id by which the partner knows it. Sent in the order of the numbers.
CREATE TABLE recall_item (
    item_number   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    notice_id     uuid   NOT NULL REFERENCES recall_notice,
    position      bigint NOT NULL,
    object_id     text   NOT NULL,
    feed          text   NOT NULL,
    -- the version to be dropped as the partner saw it; null for an object without versions
    version       timestamptz
);

CREATE INDEX recall_item_notice ON recall_item (notice_id, item_number);

-- What is placed in the log later may be recalled already: it waited while the recall was made, or is sent in again.
CREATE TABLE recall_scope (
    scope_id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    recall_number bigint      NOT NULL REFERENCES recall,
    object_uuid   uuid        NOT NULL,
    kind_id       int         NOT NULL,
    submitter     text        NOT NULL,
    -- both inclusive
    version_from  timestamptz NOT NULL,
    version_to    timestamptz NOT NULL,
    -- a reader must be allowed one of these; 0 is the class that nobody may have
    classes       int[]       NOT NULL
);

CREATE INDEX recall_scope_object ON recall_scope (object_uuid);

-- What class an object's entries had and got instead: whoever knew the object by the one knows it by the other.
CREATE TABLE recall_move (
    object_uuid uuid NOT NULL,
    old_class   int  NOT NULL,
    new_class   int  NOT NULL,
    PRIMARY KEY (object_uuid, old_class, new_class)
);

-- Which entries refer to an object as one their submitter knew here, so that a recall finds what would betray it.
CREATE TABLE log_reference (
    target_uuid uuid    NOT NULL,
    position    bigint  NOT NULL,
    -- named in a container's list of members and nowhere else in it
    member      boolean NOT NULL,
    -- by which the submitter knows an object of others; null for one it asserts itself
    classes     int[]
);

CREATE INDEX log_reference_target ON log_reference (target_uuid, position);

-- Containers with members that not everybody may have: few, and looked through when a policy changes.
CREATE INDEX log_entry_container ON log_entry (position) WHERE members IS NOT NULL;

-- References of what is in the log already. Their kinds were not kept: each counts as one that restricts the whole entry.
INSERT INTO log_reference (target_uuid, position, member, classes)
SELECT found.target, found.position, false,
    CASE WHEN bool_or(found.submitter = found.other) THEN NULL ELSE array_agg(DISTINCT found.class_id) END
FROM (
    SELECT t.object_uuid AS target, r.position, r.submitter, tc.submitter AS other, t.class_id
    FROM (
        SELECT DISTINCT e.position, e.object_uuid, c.submitter, ref[1]::uuid AS target
        FROM log_entry e
        JOIN object_content o USING (content_id)
        JOIN release_class c ON c.class_id = e.stated_class_id,
        LATERAL regexp_matches(
            -- not who made it nor how it is marked: neither ties it to anything
            regexp_replace(
                encode(o.content, 'escape'),
                '"(created_by_ref|object_marking_refs|marking_ref)"\s*:\s*("[^"]*"|\[[^]]*\])', '', 'g'),
            '--([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})', 'g') AS ref) r
    JOIN log_entry t ON t.object_uuid = r.target AND t.object_uuid <> r.object_uuid
    JOIN release_class tc ON tc.class_id = t.stated_class_id) found
GROUP BY found.target, found.position;
