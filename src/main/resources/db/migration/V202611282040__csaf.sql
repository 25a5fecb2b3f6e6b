-- Published versions of advisories as CSAF documents. See docs/adr/0014.

-- Made once for each version, and never changed but for a signature of a newer key.
CREATE TABLE csaf_document (
    tracking_id     text        NOT NULL,
    version         bigint      NOT NULL,
    -- WHITE, GREEN, AMBER or RED; empty, as all that follows, where CSAF cannot carry the version's marking
    label           text CHECK (label IN ('WHITE', 'GREEN', 'AMBER', 'RED')),
    -- by the document's initial release date
    year            int,
    file_name       text,
    title           text,
    published_at    timestamptz NOT NULL,
    -- the document's own dates
    released_first  timestamptz,
    released_last   timestamptz,
    document        bytea,
    sha256          text,
    sha512          text,
    signature       text,
    -- of the key that signed
    fingerprint     text,
    PRIMARY KEY (tracking_id, version)
);

-- Which advisory a file name belongs to, for good.
CREATE TABLE csaf_file (
    file_name   text PRIMARY KEY,
    tracking_id text NOT NULL
);
