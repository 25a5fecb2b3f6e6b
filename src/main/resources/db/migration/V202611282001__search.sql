-- By what an entry of the log may be found. Only a sieve: it may be emptied and filled again, holds no class and no text, and
-- what an entry is to a reader is decided when it is read. See docs/adr/0016.
CREATE TABLE search_term (
    -- the first eight bytes of the term's SHA-256: of one length, and rows are many
    term     bigint NOT NULL,
    position bigint NOT NULL,
    PRIMARY KEY (term, position)
);

-- The position up to which the log is indexed, and by which rules of reading: under others the index is made anew.
CREATE TABLE search_cursor (
    one      boolean PRIMARY KEY DEFAULT true CHECK (one),
    position bigint NOT NULL,
    rules    int    NOT NULL
);

INSERT INTO search_cursor (position, rules) VALUES (0, 0);

-- What happened to one object is asked for by its id.
CREATE INDEX recall_object ON recall (object_id) WHERE object_id IS NOT NULL;
CREATE INDEX recall_item_object ON recall_item (object_id);
