-- What partners with a quota handed in, by the hour. Rows older than a day and an hour are of no use and removed.
CREATE TABLE submission_hour (
    partner_id text        NOT NULL,
    hour       timestamptz NOT NULL,
    objects    bigint      NOT NULL,
    bytes      bigint      NOT NULL,
    PRIMARY KEY (partner_id, hour)
);
