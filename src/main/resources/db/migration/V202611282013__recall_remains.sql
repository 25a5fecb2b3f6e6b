-- The entry by which a partner has less of an object from now on, sent to it right after it was told to drop what it had; 0 where
-- nothing is left. See docs/adr/0009.
ALTER TABLE recall_item ADD COLUMN remains bigint NOT NULL DEFAULT 0;
