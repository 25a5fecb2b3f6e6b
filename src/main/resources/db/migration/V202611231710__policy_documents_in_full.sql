-- Policy documents of the first shape, known by to.unknownMarkings, in the shape of trust policies in full. They mean what
-- they meant: what was not asked then is not asked now, and nothing more is released.
--   An object with any PAP marking counted as one with an unknown marking, so it is let pass (RED) or not (CLEAR) as those
--   were. A PAP:CLEAR marking permits everything, as none does; it alone is now let pass where it was not.
--   Objects with statements were always released, whatever unknownMarkings said.
UPDATE policy_version
SET document = jsonb_build_object(
        'to', (document::jsonb -> 'to') - 'unknownMarkings' || jsonb_build_object(
            'maxPap', CASE WHEN (document::jsonb #>> '{to,unknownMarkings}')::boolean THEN 'RED' ELSE 'CLEAR' END,
            'sectors', '*',
            'regions', '*',
            'minConfidence', 0,
            'delay', 'PT0S',
            'markings', CASE WHEN (document::jsonb #>> '{to,unknownMarkings}')::boolean
                             THEN '"*"'::jsonb ELSE '["statement"]'::jsonb END,
            'view', jsonb_build_object(
                'hideSubmitter', false,
                'removeProperties', '[]'::jsonb,
                'removeMarkedParts', false,
                'removeExternalReferences', false)),
        'from', (document::jsonb -> 'from') || jsonb_build_object(
            'maxConfidence', 100,
            'attribution', 'everyone',
            'recipients', 'counted',
            'quotas', jsonb_build_object('objectsPerDay', 'unlimited', 'bytesPerDay', 'unlimited')),
        'agreement', jsonb_build_object('from', 'unlimited', 'until', 'unlimited'))::text
WHERE document::jsonb #> '{to,unknownMarkings}' IS NOT NULL;

-- Whoever holds the directory in memory reads it anew.
UPDATE directory_revision SET revision = revision + 1;
