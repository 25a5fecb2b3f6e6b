-- By which of its facts each partner may hold what a large recall takes, as it was when that was made: who is told is worked out
-- later, and must not depend on what changed since. See docs/adr/0009. Goes with recall_rewriting; a recall that an older instance
-- made has none.
CREATE TABLE recall_tenure (
    recall_number bigint NOT NULL REFERENCES recall_rewriting ON DELETE CASCADE,
    partner_id    text   NOT NULL,
    -- revisions of the first fact whose end was not worked out by then, and of the one in force
    first_fact    bigint NOT NULL,
    last_fact     bigint NOT NULL,
    -- up to where in the log the partner was told what the end of the first took from it
    told_up_to    bigint NOT NULL,
    -- the one entry that this is about, because the partner's recall went on without it; 0 for all
    only_entry    bigint NOT NULL
);

CREATE INDEX recall_tenure_recall ON recall_tenure (recall_number);
