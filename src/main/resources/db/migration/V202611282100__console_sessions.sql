-- Operators who are signed in at the console. In the database, so that any instance serves any of them. See docs/adr/0017.
CREATE TABLE console_session (
    -- SHA-256 of what the browser's cookie holds: who reads this table can use none of them.
    id_hash      bytea       PRIMARY KEY,
    operator     text        NOT NULL,
    -- What they signed in with. Once that is another, or gone, so is the session.
    credential   uuid        NOT NULL,
    secret_since timestamptz NOT NULL,
    started_at   timestamptz NOT NULL,
    seen_at      timestamptz NOT NULL
);

CREATE INDEX console_session_operator ON console_session (operator, started_at);
CREATE INDEX console_session_seen ON console_session (seen_at);
