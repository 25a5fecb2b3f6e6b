-- What is searched for among mitigations, and what readers report on them. See docs/adr/0012.

-- By what an entry of the log may be found. Only a sieve: it may be emptied and filled again, holds no class, and what an
-- entry is to a reader is decided when it is read.
CREATE TABLE mitigation_term (
    -- any, cve, technique, sector, asset, urgency
    facet    text   NOT NULL,
    term     text   NOT NULL,
    -- of a course of action; else of an object that one may mitigate
    remedy   boolean NOT NULL,
    position bigint NOT NULL,
    PRIMARY KEY (facet, term, remedy, position)
);

-- Relationships from a course of action to what it mitigates, remediates or investigates.
CREATE TABLE mitigation_link (
    position    bigint PRIMARY KEY,
    source_uuid uuid NOT NULL,
    target_uuid uuid NOT NULL
);

CREATE INDEX mitigation_link_target ON mitigation_link (target_uuid, position);
CREATE INDEX mitigation_link_source ON mitigation_link (source_uuid, position);

-- The position up to which the log is indexed, and by which rules of reading: under others the index is made anew.
CREATE TABLE mitigation_cursor (
    one      boolean PRIMARY KEY DEFAULT true CHECK (one),
    position bigint NOT NULL,
    rules    int    NOT NULL
);

INSERT INTO mitigation_cursor (position, rules) VALUES (0, 0);

-- What became of a mitigation at a partner that has it by a submitter's assertion.
CREATE TABLE mitigation_uptake (
    object_uuid uuid        NOT NULL,
    submitter   text        NOT NULL,
    reporter    text        NOT NULL,
    status      text        NOT NULL CHECK (status IN ('planned', 'applied', 'ineffective', 'not-applicable')),
    note        text,
    reported_at timestamptz NOT NULL,
    -- whether the counts that are told take this status in
    counted     boolean     NOT NULL,
    PRIMARY KEY (object_uuid, submitter, reporter)
);

-- The counts that are told: renewed only when enough reporters have said something since.
CREATE TABLE mitigation_count (
    object_uuid    uuid   NOT NULL,
    submitter      text   NOT NULL,
    planned        bigint NOT NULL,
    applied        bigint NOT NULL,
    ineffective    bigint NOT NULL,
    not_applicable bigint NOT NULL,
    PRIMARY KEY (object_uuid, submitter)
);
