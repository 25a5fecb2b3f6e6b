-- A statement of its own, so that the log can be read, and added to, meanwhile: what is placed by then is seen to by the trigger.
UPDATE log_entry e SET sole = false
FROM (SELECT object_uuid FROM log_entry GROUP BY object_uuid HAVING count(*) > 1) again
WHERE e.object_uuid = again.object_uuid AND e.sole;
