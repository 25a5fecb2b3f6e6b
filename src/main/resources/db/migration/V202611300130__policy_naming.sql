-- What the ids depend on under which views are shown: where policies of a partner differ in it, it may have one object under several. See
-- docs/adr/0009.
ALTER TABLE policy_version ADD COLUMN naming text COLLATE "C" GENERATED ALWAYS AS (
    coalesce(document::jsonb #>> '{to,view}', '') || ' ' || CASE WHEN document::jsonb #>> '{to,view,removeMarkedParts}' = 'true'
        THEN coalesce(document::jsonb #>> '{to,maxTlp}', '') ELSE '' END) STORED;
