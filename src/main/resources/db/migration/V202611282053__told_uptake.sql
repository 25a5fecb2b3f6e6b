-- What of each report is told, so that what is told next time differs by reports of several, and never of one.

ALTER TABLE mitigation_uptake
    -- as the counts that are told have it; null where they have it not
    ADD COLUMN told_status text,
    -- told with them: one note that comes, goes or changes between two readings would show a single report
    ADD COLUMN told_note text;

UPDATE mitigation_uptake SET told_status = status, told_note = note WHERE counted;

-- It did not tell who came back to what is told already from who says something new.
ALTER TABLE mitigation_uptake DROP COLUMN counted;
