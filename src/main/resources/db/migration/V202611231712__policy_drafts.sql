-- What somebody proposes as a partner's policy, and what became of it. Never deleted.
CREATE TABLE policy_draft (
    partner_id  text        NOT NULL REFERENCES partner,
    -- counts from 1 for each partner
    number      bigint      NOT NULL,
    document    text        NOT NULL,
    reason      text        NOT NULL,
    state       text        NOT NULL
        CHECK (state IN ('DRAFT', 'SUBMITTED', 'ACTIVE', 'SUPERSEDED', 'REJECTED', 'WITHDRAWN')),
    -- the policy version in force when it was written or last edited; it can only replace that one
    base        bigint      NOT NULL,
    author      text        NOT NULL,
    created_at  timestamptz NOT NULL,
    -- grows with every change of the draft
    version     bigint      NOT NULL,
    -- the policy version it became
    policy_version bigint,
    PRIMARY KEY (partner_id, number)
);

-- At most one is in force.
CREATE UNIQUE INDEX policy_draft_active ON policy_draft (partner_id) WHERE state = 'ACTIVE';

-- Who did what with a draft, with the document as it was then.
CREATE TABLE policy_draft_event (
    partner_id  text        NOT NULL,
    draft       bigint      NOT NULL,
    number      bigint      NOT NULL,
    action      text        NOT NULL
        CHECK (action IN ('WRITTEN', 'EDITED', 'SUBMITTED', 'APPROVED', 'REJECTED', 'WITHDRAWN')),
    operator_id text        NOT NULL,
    at          timestamptz NOT NULL,
    reason      text,
    document    text        NOT NULL,
    PRIMARY KEY (partner_id, draft, number),
    FOREIGN KEY (partner_id, draft) REFERENCES policy_draft
);

-- Empty for versions from before there were drafts, and for those an exchange was founded with.
ALTER TABLE policy_version ADD COLUMN approver text;
ALTER TABLE policy_version ADD COLUMN draft bigint;
ALTER TABLE policy_version ADD FOREIGN KEY (partner_id, draft) REFERENCES policy_draft;

-- Who made the present secret, and so could have kept it.
ALTER TABLE credential ADD COLUMN secret_by text;
UPDATE credential SET secret_by = created_by;
ALTER TABLE credential ALTER COLUMN secret_by SET NOT NULL;
