-- The review queue: what an operator looks for, whom it may still reach, what its submitter was asked, and everything that was
-- done with it. See docs/adr/0015.

ALTER TABLE held_object
    -- grows with every change: whoever acts on what it has not seen is refused
    ADD COLUMN revision bigint NOT NULL DEFAULT 1,
    -- name, pattern or value, shortened: what people search for
    ADD COLUMN title text NOT NULL DEFAULT '',
    -- what it counted as when it came; null for what came before this was kept. It is never released on looser terms
    ADD COLUMN tlp text,
    ADD COLUMN attribution text,
    -- the audience its submitter last agreed to, where operators have narrowed it since
    ADD COLUMN agreed_audience text;

CREATE INDEX held_object_all ON held_object (held_at, held_id);

-- What operators ask a submitter: a question, or its consent to a wider audience. One open at a time.
CREATE TABLE held_question (
    question_id uuid PRIMARY KEY,
    held_id     uuid        NOT NULL REFERENCES held_object,
    kind        text        NOT NULL CHECK (kind IN ('question', 'consent')),
    words       text        NOT NULL,
    -- consent: the whole audience instead, as JSON
    audience    text CHECK ((audience IS NOT NULL) = (kind = 'consent')),
    asked_at    timestamptz NOT NULL,
    asked_by    text        NOT NULL,
    -- unanswered by then, it counts as not asked
    expires_at  timestamptz NOT NULL,
    outcome     text CHECK (outcome IN ('answered', 'accepted', 'declined', 'withdrawn', 'expired')),
    answer      text,
    closed_at   timestamptz
);

CREATE UNIQUE INDEX held_question_open ON held_question (held_id) WHERE outcome IS NULL;
CREATE INDEX held_question_asked ON held_question (asked_at, question_id);

-- Who did what with a held object, when and why. Rows are never changed.
CREATE TABLE held_event (
    event_number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    held_id      uuid        NOT NULL REFERENCES held_object,
    made_at      timestamptz NOT NULL,
    -- an operator, or the submitter
    made_by      text        NOT NULL,
    action       text        NOT NULL,
    words        text,
    -- the audience from then on, as JSON, where the action changed or proposed one
    audience     text
);

CREATE INDEX held_event_object ON held_event (held_id, event_number);

-- What was decided before there was a history.
INSERT INTO held_event (held_id, made_at, made_by, action, words)
SELECT held_id, coalesce(decided_at, held_at), coalesce(decided_by, ''), decision, reason
FROM held_object WHERE decision IS NOT NULL ORDER BY decided_at;
