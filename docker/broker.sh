#!/bin/bash
# Runs one of the three Kafka brokers, formatting its folder at the first start.
#
# NODE_ID, HOST and CLIENT_PORT (as partners reach it), INTERNAL_HOST (as its own network does), EXCHANGE_PORT, INTERNAL_PORT,
# CONTROLLER_PORT, VOTERS, SECRETS, DATA and KAFKA (the folder of Kafka's programs) say how. Partners come in at CLIENT, the exchange
# at EXCHANGE: TLS and SCRAM-SHA-512. Brokers and their administrator come in at INTERNAL and CONTROLLER: certificates on both sides.
set -euo pipefail
umask 077
: "${NODE_ID:?}" "${HOST:?}" "${CLIENT_PORT:?}" "${INTERNAL_HOST:?}" "${EXCHANGE_PORT:?}" "${INTERNAL_PORT:?}" "${CONTROLLER_PORT:?}" "${VOTERS:?}"
: "${SECRETS:?}" "${DATA:?}" "${KAFKA:=/opt/kafka}" "${LISTEN:=0.0.0.0}"
run="$(mktemp -d)"
settings="$run/server.properties"

# Kafka takes a PEM key store as one file: key, then certificate.
cat "$SECRETS/client.key" "$SECRETS/client.crt" > "$run/client.pem"
cat "$SECRETS/internal.key" "$SECRETS/internal.crt" > "$run/internal.pem"

# Whoever comes in by certificate has a name that no partner can have: a partner's SCRAM user of the same name would be a super user, too.
cat > "$settings" <<SETTINGS
process.roles=broker,controller
node.id=$NODE_ID
controller.quorum.voters=$VOTERS
log.dirs=$DATA
listeners=CLIENT://$LISTEN:$CLIENT_PORT,EXCHANGE://$LISTEN:$EXCHANGE_PORT,INTERNAL://$LISTEN:$INTERNAL_PORT,CONTROLLER://$LISTEN:$CONTROLLER_PORT
advertised.listeners=CLIENT://$HOST:$CLIENT_PORT,EXCHANGE://$INTERNAL_HOST:$EXCHANGE_PORT,INTERNAL://$INTERNAL_HOST:$INTERNAL_PORT
listener.security.protocol.map=CLIENT:SASL_SSL,EXCHANGE:SASL_SSL,INTERNAL:SSL,CONTROLLER:SSL
controller.listener.names=CONTROLLER
inter.broker.listener.name=INTERNAL
sasl.enabled.mechanisms=SCRAM-SHA-512
listener.name.client.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
listener.name.client.scram-sha-512.connections.max.reauth.ms=4000
listener.name.exchange.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
listener.name.client.ssl.keystore.type=PEM
listener.name.client.ssl.keystore.location=$run/client.pem
listener.name.exchange.ssl.keystore.type=PEM
listener.name.exchange.ssl.keystore.location=$run/client.pem
ssl.client.auth=none
listener.name.internal.ssl.client.auth=required
listener.name.controller.ssl.client.auth=required
ssl.keystore.type=PEM
ssl.keystore.location=$run/internal.pem
ssl.truststore.type=PEM
ssl.truststore.location=$SECRETS/brokers.crt
ssl.enabled.protocols=TLSv1.3,TLSv1.2
ssl.principal.mapping.rules=RULE:^CN=(broker|admin),O=Entente\$/internal_\$1/,DEFAULT
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
allow.everyone.if.no.acl.found=false
super.users=User:internal_broker;User:internal_admin
auto.create.topics.enable=false
default.replication.factor=3
min.insync.replicas=2
offsets.topic.replication.factor=3
transaction.state.log.replication.factor=3
transaction.state.log.min.isr=2
share.coordinator.state.topic.replication.factor=3
share.coordinator.state.topic.min.isr=2
unclean.leader.election.enable=false
offsets.retention.minutes=129600
message.max.bytes=17825792
replica.fetch.max.bytes=17825792
SETTINGS

# Every node gets the same credential; the first controller to lead writes its own copy into the metadata.
"$KAFKA/bin/kafka-storage.sh" format --ignore-formatted --cluster-id "$(cat "$SECRETS/cluster-id")" --config "$settings" \
    --add-scram "SCRAM-SHA-512=[name=entente,password=$(cat "$SECRETS/entente-password")]" >&2
exec "$KAFKA/bin/kafka-server-start.sh" "$settings"
