-- A catalogue of known exploited vulnerabilities is imported by an operator or fetched by the exchange itself.
ALTER TABLE kev_catalogue ALTER COLUMN imported_by DROP NOT NULL;
ALTER TABLE kev_catalogue ADD COLUMN fetched_from text;
ALTER TABLE kev_catalogue ADD CONSTRAINT kev_catalogue_origin CHECK ((imported_by IS NULL) <> (fetched_from IS NULL));
