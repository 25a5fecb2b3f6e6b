-- An instance of a version that asked for one person, running while others are replaced, must not lift a legal hold either.
ALTER TABLE legal_hold
    -- grows with every change, whoever makes it
    ADD COLUMN version bigint NOT NULL DEFAULT 1;

CREATE FUNCTION legal_hold_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.lifted_at IS NULL AND NEW.lifted_at IS NOT NULL
        AND ((OLD.lift_proposed_by <> NEW.lifted_by) IS NOT TRUE
            OR OLD.lift_reason IS DISTINCT FROM NEW.lift_reason) THEN
        RAISE EXCEPTION 'A legal hold is lifted by two persons: one proposes it, another agrees to that.'
            USING ERRCODE = 'check_violation', HINT = 'Ask an instance of the newer version.';
    END IF;
    NEW.version := OLD.version + 1;
    RETURN NEW;
END $$;

CREATE TRIGGER legal_hold_changes BEFORE UPDATE ON legal_hold
    FOR EACH ROW EXECUTE FUNCTION legal_hold_changes();
