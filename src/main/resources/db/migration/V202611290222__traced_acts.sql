-- Recalls and replays that were asked for in a traced request are kept like submissions, by their own ids and without places.
COMMENT ON COLUMN log_trace.submission_id IS 'of a submission, a recall or a replay';
