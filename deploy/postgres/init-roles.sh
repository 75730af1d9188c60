#!/bin/sh
# Run once by the image of PostgreSQL when it has made a new cluster; later by hand: docker compose exec postgres sh /cairn/init-roles.sh
set -eu
PGOPTIONS="-c cairn.password_of_cairn_owner=$CAIRN_OWNER_PASSWORD"
PGOPTIONS="$PGOPTIONS -c cairn.password_of_cairn_ingest=$CAIRN_INGEST_PASSWORD"
PGOPTIONS="$PGOPTIONS -c cairn.password_of_cairn_api=$CAIRN_API_PASSWORD"
export PGOPTIONS
psql -v ON_ERROR_STOP=1 -q -U "$POSTGRES_USER" -d "$POSTGRES_DB" -f /cairn/roles.sql
