-- Partners whose Kafka user is the exchange's to manage. A user of the same name that was there before is somebody else's:
-- without this, naming a partner after it would reset its password.
CREATE TABLE relay_subscriber (
    partner_id text        PRIMARY KEY,
    claimed_at timestamptz NOT NULL DEFAULT now()
);
