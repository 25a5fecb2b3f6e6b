-- Advisories that operators curate. See docs/adr/0013.

-- The exchange speaks under this name itself: nobody else can have it.
ALTER TABLE partner ADD CONSTRAINT partner_is_not_the_exchange CHECK (partner_id <> 'exchange-operators');

CREATE TABLE advisory (
    tracking_id text        PRIMARY KEY,
    -- of the STIX report that all published versions are versions of
    report_uuid uuid        NOT NULL UNIQUE,
    state       text        NOT NULL
        CHECK (state IN ('DRAFT', 'IN_REVIEW', 'APPROVED', 'PUBLISHED', 'AMENDED', 'WITHDRAWN')),
    -- the version that the state is about
    version     bigint      NOT NULL,
    -- the newest that was published; empty until one is
    published   bigint,
    -- grows with every change of any kind
    revision    bigint      NOT NULL,
    created_at  timestamptz NOT NULL,
    changed_at  timestamptz NOT NULL
);

-- For operators' lists, the newest change first.
CREATE INDEX advisory_changed ON advisory (changed_at DESC, tracking_id DESC);

-- What each version says; never changed once published.
CREATE TABLE advisory_version (
    tracking_id  text        NOT NULL REFERENCES advisory,
    version      bigint      NOT NULL,
    -- what every reader reads alike
    content      text        NOT NULL,
    -- whom it is for, and what it gathers: for operators only
    terms        text        NOT NULL,
    -- SHA-256 of the canonical content
    digest       bytea       NOT NULL,
    -- the CVEs it is about, for searching
    cves         text[]      NOT NULL,
    approved_by  text,
    published_by text,
    -- also the modified of its report
    published_at timestamptz,
    PRIMARY KEY (tracking_id, version)
);

CREATE INDEX advisory_version_cves ON advisory_version USING gin (cves);

-- Who did what, with the wording as it was then. Never changed.
CREATE TABLE advisory_event (
    tracking_id text        NOT NULL REFERENCES advisory,
    number      bigint      NOT NULL,
    version     bigint      NOT NULL,
    action      text        NOT NULL
        CHECK (action IN ('WRITTEN', 'EDITED', 'GATHERED', 'SUBMITTED', 'APPROVED', 'REJECTED', 'PUBLISHED', 'AMENDED',
                          'DISCARDED', 'WITHDRAWN')),
    operator_id text        NOT NULL,
    at          timestamptz NOT NULL,
    reason      text,
    content     text        NOT NULL,
    terms       text        NOT NULL,
    PRIMARY KEY (tracking_id, number)
);

-- Documents that advisories were imported from, whole, as they came.
CREATE TABLE advisory_source (
    sha256     text        PRIMARY KEY,
    media_type text        NOT NULL,
    document   bytea       NOT NULL,
    kept_at    timestamptz NOT NULL
);

-- The identity the exchange publishes under: made once for each name, so that it is the same object for ever.
CREATE TABLE advisory_publisher (
    identity_uuid uuid        PRIMARY KEY,
    created_at    timestamptz NOT NULL
);

-- Catalogues of known exploited vulnerabilities, as they came.
CREATE TABLE kev_catalogue (
    catalog_version text        PRIMARY KEY,
    released_at     timestamptz NOT NULL,
    imported_at     timestamptz NOT NULL,
    imported_by     text        NOT NULL,
    entries         int         NOT NULL,
    document        bytea       NOT NULL
);

-- The entries of the newest one.
CREATE TABLE kev_entry (
    cve        text    PRIMARY KEY,
    date_added date    NOT NULL,
    due_date   date,
    ransomware boolean NOT NULL,
    name       text    NOT NULL,
    action     text    NOT NULL
);
