-- Decisions on many held objects at once: what was shown to whom before it is carried out, and what came of it.

CREATE TABLE review_bulk (
    -- given to the operator with the preview, and asked back
    token       uuid PRIMARY KEY,
    operator_id text        NOT NULL,
    action      text        NOT NULL CHECK (action IN ('release', 'refuse', 'ask')),
    words       text        NOT NULL,
    -- of a question, how long it can be answered
    expires_in  text        NOT NULL,
    -- the held objects and the revisions they had, in one order
    items       uuid[]      NOT NULL,
    revisions   bigint[]    NOT NULL,
    -- SHA-256 over all that was shown: objects, their revisions, who would get them
    shown       bytea       NOT NULL,
    shown_at    timestamptz NOT NULL,
    -- when it was begun; what was begun is carried on however late
    begun_at    timestamptz,
    -- as JSON, for whoever asks again
    result      text
);

CREATE INDEX review_bulk_shown ON review_bulk (shown_at) WHERE begun_at IS NULL;
