-- The class that an entry had when it was erased: what refers to it and waits for its place is as restricted as before. Null for what was
-- erased before this column.
ALTER TABLE log_purged ADD COLUMN class_id int;
