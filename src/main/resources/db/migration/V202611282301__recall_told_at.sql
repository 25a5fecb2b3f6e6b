-- When a partner was told of an item, which may be long after its recall was made: null for those before this column, told when
-- their recall was made or soon after.
ALTER TABLE recall_item ADD COLUMN told_at timestamptz;
ALTER TABLE recall_item ALTER COLUMN told_at SET DEFAULT clock_timestamp();

CREATE INDEX recall_item_told ON recall_item (partner_id, told_at, item_number);
