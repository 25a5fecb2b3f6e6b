-- What could not be recalled and is tried again: one partner or one object that fails must not stop the others. See
-- docs/adr/0009.
CREATE TABLE recall_trouble (
    trouble_id    uuid PRIMARY KEY,
    -- what is followed: policies, markings, or a large recall whose entries are rewritten
    work          text        NOT NULL CHECK (work IN ('policy', 'marking', 'rewriting')),
    -- the partner, the object, or the recall
    subject       text        NOT NULL,
    -- the one entry that a partner's recall goes on without, and between which facts of the partner; 0 where all of it waits
    position      bigint      NOT NULL,
    revision_from bigint      NOT NULL,
    revision_to   bigint      NOT NULL,
    attempts      int         NOT NULL,
    since         timestamptz NOT NULL,
    next_at       timestamptz NOT NULL,
    message       text        NOT NULL,
    UNIQUE (work, subject, position, revision_from)
);
