-- Recalls: entries given a narrower class than they had, and who is told to drop what. See docs/adr/0009.

-- One act of taking back. Numbers are given out under an advisory lock held to the end of the transaction, so that whoever
-- has read up to one has seen all before it.
CREATE TABLE recall (
    recall_number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    recall_id     uuid        NOT NULL UNIQUE,
    cause         text        NOT NULL CHECK (cause IN ('submitter', 'operator', 'marking', 'policy')),
    -- what those who have the object are told
    reason        text        NOT NULL,
    -- the object, as submitted; null where a policy took back whatever it no longer allows
    object_id     text,
    -- the partner whose object or policy it is
    partner_id    text        NOT NULL,
    made_at       timestamptz NOT NULL,
    made_by       text        NOT NULL
);

-- What a recall took back from one partner. A partner knows a recall by this id, so that two partners cannot tell that they
-- had the same.
CREATE TABLE recall_notice (
    notice_id       uuid PRIMARY KEY,
    recall_number   bigint      NOT NULL REFERENCES recall,
    partner_id      text        NOT NULL,
    acknowledged_at timestamptz,
    acknowledged_by text,
    note            text,
    UNIQUE (recall_number, partner_id)
);

CREATE INDEX recall_notice_partner ON recall_notice (partner_id, recall_number);
CREATE INDEX recall_notice_open ON recall_notice (recall_number) WHERE acknowledged_at IS NULL;

-- One object to be dropped, under the id by which the partner knows it. Sent in the order of the numbers.
CREATE TABLE recall_item (
    item_number   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    notice_id     uuid   NOT NULL REFERENCES recall_notice,
    position      bigint NOT NULL,
    object_id     text   NOT NULL,
    feed          text   NOT NULL,
    -- the version to be dropped as the partner saw it; null for an object without versions
    version       timestamptz
);

CREATE INDEX recall_item_notice ON recall_item (notice_id, item_number);
