-- The copy of what a shard committed, whole: its place, its partners that are behind, and the last sequence number of each of
-- their feeds. Null where an exchange wrote it that kept the first two only.
ALTER TABLE relay_shard ADD COLUMN state text;
