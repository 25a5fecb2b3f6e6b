-- Lifting a legal hold takes two persons: one proposes it, and gives the reason (lift_reason), another agrees (lifted_by).
ALTER TABLE legal_hold
    ADD COLUMN lift_proposed_at timestamptz,
    ADD COLUMN lift_proposed_by text;
