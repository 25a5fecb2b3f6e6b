-- Of the many objects that name a CVE only those that a relationship ties to a mitigation are worth looking at. The index is made
-- anew, which fills it.
ALTER TABLE mitigation_term ADD COLUMN object_uuid uuid;
