-- Where traced submissions are in the log, by which what happens to them long after the answer, on whatever instance, is told as part
-- of the same trace. Written for sampled submissions only, forgotten after a day, and nothing is decided by it. See docs/adr/0025.
CREATE TABLE log_trace (
    submission_id uuid PRIMARY KEY,
    -- W3C Trace Context: of the exchange's own request, never of what its sender chose
    traceparent   text           NOT NULL,
    appended_at   timestamptz    NOT NULL DEFAULT now(),
    -- of its entries; empty until they have any
    positions     int8multirange NOT NULL DEFAULT '{}'
);

CREATE INDEX log_trace_positions ON log_trace USING gist (positions);
CREATE INDEX log_trace_appended_at ON log_trace (appended_at);
