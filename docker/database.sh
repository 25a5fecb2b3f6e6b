#!/bin/bash
# Run once by the PostgreSQL image, on an empty data directory: the exchange's own user and database, and who may connect how.
set -euo pipefail
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
    --set password="$(cat /secrets/entente-password)" <<'SQL'
CREATE ROLE entente LOGIN PASSWORD :'password';
CREATE DATABASE entente OWNER entente;
REVOKE ALL ON DATABASE entente FROM PUBLIC;
SQL
cat > "$PGDATA/pg_hba.conf" <<'RULES'
local   all     all                     scram-sha-256
hostssl entente entente all             scram-sha-256
RULES
