-- The object log. Content is written once; sequencing writes narrow rows only. See docs/adr/0001.

-- STIX types, interned: a custom type is a text of its submitter's choosing, and would be repeated in every row.
CREATE TABLE stix_kind (
    kind_id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name    text NOT NULL UNIQUE
);

-- The properties policies look at, as one interned tuple. The fingerprint is the SHA-256 of the definition: a definition
-- may be longer than an index entry.
CREATE TABLE release_class (
    class_id    int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    fingerprint bytea NOT NULL UNIQUE,
    -- also in the definition; here for joins
    submitter   text  NOT NULL,
    definition  text  NOT NULL
);

-- Each (object, version, bytes) once, however many partners submit it.
CREATE TABLE object_content (
    content_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    object_uuid uuid        NOT NULL,
    kind_id     int         NOT NULL REFERENCES stix_kind,
    version     timestamptz NOT NULL,
    -- SHA-256 of the content as it is: whoever gets other bytes back than it sent would learn that somebody was first
    digest      bytea       NOT NULL,
    content     bytea       NOT NULL,
    UNIQUE (object_uuid, version, kind_id, digest)
);

-- Committed assertions that have no position yet. Rows leave as soon as the sequencer has seen them.
CREATE TABLE log_pending (
    pending_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    submission_id uuid        NOT NULL,
    content_id    bigint      NOT NULL,
    object_uuid   uuid        NOT NULL,
    kind_id       int         NOT NULL,
    version       timestamptz NOT NULL,
    class_id      int         NOT NULL,
    -- false when the content was there before, so that the same assertion may be too
    fresh         boolean     NOT NULL,
    -- what this object ties together, separated by spaces, where there is anything: ids of objects its submitter asserts
    -- too, and for objects of others the classes, separated by commas, by which the submitter knows them
    ties          text
);

-- Without it a sequencer that lost its place would have to read the whole queue to find the rest of one submission.
CREATE INDEX log_pending_submission ON log_pending (submission_id);

-- One partner's assertion of one content, in the one order every reader follows.
CREATE TABLE log_entry (
    position         bigint PRIMARY KEY,
    date_added       timestamptz NOT NULL UNIQUE,
    content_id       bigint      NOT NULL,
    object_uuid      uuid        NOT NULL,
    kind_id          int         NOT NULL,
    version          timestamptz NOT NULL,
    -- as submitted, and as restricted by the objects it ties together
    stated_class_id  int         NOT NULL,
    class_id         int         NOT NULL
);

CREATE INDEX log_entry_object ON log_entry (object_uuid, version);
CREATE INDEX log_entry_class ON log_entry (class_id, position);
