-- Lifting a legal hold takes two persons: one proposes it, and gives the reason (lift_reason), another agrees (lifted_by).
ALTER TABLE legal_hold
    ADD COLUMN lift_proposed_at timestamptz,
    ADD COLUMN lift_proposed_by text;

-- What was refused in review and is kept only for a hold is looked for all the time, in case that ended.
CREATE INDEX held_object_kept ON held_object (held_id) WHERE decision = 'refuse' AND content IS NOT NULL;
