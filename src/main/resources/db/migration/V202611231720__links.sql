-- What references rest on, and how much was logged when. See docs/adr/0002. All columns are null where there is nothing.

-- In the queue: members of a container, separated by spaces: the id alone where its submitter asserts it too, for one of
-- others id=classes, and * where there are members no reader is kept from.
ALTER TABLE log_pending ADD COLUMN members text;
-- ids of objects of others, kept for a submitter that is hidden
ALTER TABLE log_pending ADD COLUMN foreign_ids text;

-- In the log: members that not every reader of the container may have, id=classes;classes, separated by spaces. A reader
-- must be allowed one class of every set.
ALTER TABLE log_entry ADD COLUMN members text;
ALTER TABLE log_entry ADD COLUMN foreign_ids text;

-- Entries by day (UTC) and class: what a policy would have released is a sum over these few rows, not over the log.
CREATE TABLE log_day (
    day      date   NOT NULL,
    class_id int    NOT NULL,
    entries  bigint NOT NULL,
    PRIMARY KEY (day, class_id)
);

INSERT INTO log_day (day, class_id, entries)
SELECT (date_added AT TIME ZONE 'UTC')::date, class_id, count(*) FROM log_entry GROUP BY 1, 2;
