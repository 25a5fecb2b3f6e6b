-- What was done, by whom and why: written in the transaction that does it, and never changed. See docs/adr/0016.
CREATE TABLE audit_event (
    event_number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at           timestamptz NOT NULL,
    actor_kind   text        NOT NULL CHECK (actor_kind IN ('operator', 'partner', 'system')),
    -- empty where nobody is to be named
    actor_name   text        NOT NULL,
    action       text        NOT NULL,
    subject_kind text        NOT NULL,
    subject_id   text        NOT NULL,
    reason       text,
    -- names and small values; never content
    details      jsonb       NOT NULL CHECK (octet_length(details::text) <= 8000),
    request_id   text
);

CREATE INDEX audit_event_actor ON audit_event (actor_name, event_number);
CREATE INDEX audit_event_action ON audit_event (action, event_number);
CREATE INDEX audit_event_subject ON audit_event (subject_id, event_number);
CREATE INDEX audit_event_at ON audit_event (at);

CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit trail is only ever added to.';
END $$;

CREATE TRIGGER audit_event_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
