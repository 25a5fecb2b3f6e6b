-- Indicators by what their pattern means, so that whoever reviews one sees what says the same. See docs/adr/0015.

-- Only where to look: it holds no class, and may be emptied and filled again.
CREATE TABLE indicator_pattern (
    -- SHA-256 of the canonical form
    digest   bytea  NOT NULL,
    position bigint NOT NULL,
    PRIMARY KEY (digest, position)
);

-- The position up to which the log is indexed, and by which rules of reading: under others the index is made anew.
CREATE TABLE indicator_pattern_cursor (
    one      boolean PRIMARY KEY DEFAULT true CHECK (one),
    position bigint NOT NULL,
    rules    int    NOT NULL
);

INSERT INTO indicator_pattern_cursor (position, rules) VALUES (0, 0);
