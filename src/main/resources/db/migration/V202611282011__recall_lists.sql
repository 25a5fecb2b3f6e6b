-- Lists of recalls and their items at a million items: nothing is counted or skipped row by row.

ALTER TABLE recall_notice ADD COLUMN items bigint NOT NULL DEFAULT 0;
UPDATE recall_notice n SET items = (SELECT count(*) FROM recall_item i WHERE i.notice_id = n.notice_id);

-- the place of the item in its notice, from 1, and whose notice it is
ALTER TABLE recall_item ADD COLUMN place bigint;
ALTER TABLE recall_item ADD COLUMN partner_id text;
UPDATE recall_item i SET place = n.place, partner_id = n.partner_id
FROM (
    SELECT o.item_number, o.notice_id, m.partner_id,
        row_number() OVER (PARTITION BY o.notice_id ORDER BY o.item_number) AS place
    FROM recall_item o JOIN recall_notice m USING (notice_id)) n
WHERE i.item_number = n.item_number;
ALTER TABLE recall_item ALTER COLUMN place SET NOT NULL;
ALTER TABLE recall_item ALTER COLUMN partner_id SET NOT NULL;

DROP INDEX recall_item_notice;
CREATE UNIQUE INDEX recall_item_place ON recall_item (notice_id, place);
CREATE INDEX recall_item_partner ON recall_item (partner_id, item_number);
CREATE INDEX recall_notice_partner_open ON recall_notice (partner_id, recall_number) WHERE acknowledged_at IS NULL;
CREATE INDEX recall_object_number ON recall (object_id, recall_number);
