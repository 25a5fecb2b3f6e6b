#!/bin/bash
# Gives the exchange's Kafka user the rights that docs/kafka.md lists, and no others. May run any number of times.
set -euo pipefail
umask 077
: "${BOOTSTRAP:?}" "${SECRETS:?}" "${KAFKA:=/opt/kafka}"
run="$(mktemp -d)"
cat "$SECRETS/admin.key" "$SECRETS/admin.crt" > "$run/admin.pem"
cat > "$run/admin.properties" <<SETTINGS
security.protocol=SSL
ssl.keystore.type=PEM
ssl.keystore.location=$run/admin.pem
ssl.truststore.type=PEM
ssl.truststore.location=$SECRETS/brokers.crt
SETTINGS
grant() {
    "$KAFKA/bin/kafka-acls.sh" --bootstrap-server "$BOOTSTRAP" --command-config "$run/admin.properties" \
        --add --allow-principal User:entente "$@" > /dev/null
}
grant --cluster --operation Create --operation Alter --operation Describe
grant --topic entente. --resource-pattern-type prefixed --operation Write --operation Describe
grant --topic entente.relay. --resource-pattern-type prefixed --operation Read --operation Alter
for topics in entente.feed. entente.replay.; do
    grant --topic "$topics" --resource-pattern-type prefixed --operation Read --operation Delete \
        --operation DescribeConfigs --operation AlterConfigs
done
grant --group entente-relay --operation Read
grant --transactional-id entente-relay- --resource-pattern-type prefixed --operation Write
echo "The exchange's rights are in place."
