-- Partners, communities, credentials and trust policies. Few rows, read whole into memory by every instance.

-- Raised by every transaction that changes a table of this file. Changing transactions lock it first, so they come one
-- after the other, and a reader knows by one number whether what it holds is current.
CREATE TABLE directory_revision (
    single   boolean PRIMARY KEY DEFAULT true CHECK (single),
    revision bigint NOT NULL
);
INSERT INTO directory_revision (revision) VALUES (1);

CREATE TABLE partner (
    partner_id        text PRIMARY KEY,
    -- dense and never reused, so that sets of partners can be bitmaps; partners are therefore never deleted
    ordinal           int         NOT NULL UNIQUE,
    title             text        NOT NULL,
    roles             text        NOT NULL,
    created_at        timestamptz NOT NULL,
    suspended_at      timestamptz,
    suspension_reason text,
    -- PENDING and CUT_PENDING are what a background task still has to bring about at the broker
    kafka_state       text        NOT NULL CHECK (kafka_state IN ('PENDING', 'READY', 'CUT_PENDING', 'CUT')),
    kafka_state_since timestamptz NOT NULL,
    version           bigint      NOT NULL
);

CREATE TABLE community (
    community_id text PRIMARY KEY,
    collection   uuid        NOT NULL UNIQUE,
    title        text        NOT NULL,
    created_at   timestamptz NOT NULL,
    version      bigint      NOT NULL
);

CREATE TABLE membership (
    community_id text        NOT NULL REFERENCES community,
    partner_id   text        NOT NULL REFERENCES partner,
    joined_at    timestamptz NOT NULL,
    PRIMARY KEY (community_id, partner_id)
);

CREATE TABLE operator (
    operator_id text PRIMARY KEY,
    title       text        NOT NULL,
    roles       text        NOT NULL,
    created_at  timestamptz NOT NULL,
    version     bigint      NOT NULL
);

-- Ways to prove to be a partner or an operator. Nothing here lets anybody in by itself: passwords are hashed, certificates
-- are fingerprints.
CREATE TABLE credential (
    credential_id uuid PRIMARY KEY,
    partner_id    text REFERENCES partner,
    operator_id   text REFERENCES operator,
    kind          text        NOT NULL CHECK (kind IN ('PASSWORD', 'TOKEN', 'CERTIFICATE')),
    username      text UNIQUE,
    secret_hash   text,
    issuer        text,
    subject       text,
    fingerprint   text UNIQUE,
    created_at    timestamptz NOT NULL,
    created_by    text        NOT NULL,
    -- when the present secret was made; tokens issued for an older one are refused
    secret_since  timestamptz NOT NULL,
    UNIQUE (issuer, subject),
    CHECK (num_nonnulls(partner_id, operator_id) = 1),
    CHECK (kind <> 'PASSWORD' OR num_nulls(username, secret_hash) = 0),
    CHECK (kind <> 'TOKEN' OR num_nulls(issuer, subject) = 0),
    CHECK (kind <> 'CERTIFICATE' OR fingerprint IS NOT NULL)
);

-- Every policy a partner ever had; the highest number is in force.
CREATE TABLE policy_version (
    partner_id text        NOT NULL REFERENCES partner,
    number     bigint      NOT NULL,
    document   text        NOT NULL,
    author     text        NOT NULL,
    reason     text        NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (partner_id, number)
);
