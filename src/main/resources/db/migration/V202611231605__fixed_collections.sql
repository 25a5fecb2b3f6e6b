-- The ids of the TAXII collections that every exchange has. TAXII wants an id to be universally unique, so that a client
-- of two exchanges can tell theirs apart: each exchange draws its own, once.
CREATE TABLE fixed_collection (
    alias         text PRIMARY KEY,
    collection_id uuid NOT NULL UNIQUE DEFAULT gen_random_uuid()
);

INSERT INTO fixed_collection (alias) VALUES ('inbox'), ('threats'), ('mitigations'), ('advisories');
