#!/bin/bash
# Whether the exchange in this container is alive, not whether it is ready: an engine may restart what is not healthy, and a restart
# brings no database back. Bash's own connection: the image has no program that speaks HTTP.
set -eu
port="${QUARKUS_HTTP_PORT:-8080}"
exec 3<>"/dev/tcp/127.0.0.1/$port"
printf 'GET /q/health/live HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
IFS= read -r -t 4 status <&3
case "$status" in
    *" 200 "*) exit 0 ;;
    *) echo "$status" >&2; exit 1 ;;
esac
