#!/bin/sh
# Makes the secrets, certificates and settings of one installation, once: what is there already is kept.
#
#   init.sh FOLDER      ENTENTE_HOST: the name by which callers reach the exchange and Kafka (default localhost)
#
# One folder a reader, so that each service is given its own and no other: exchange, postgres, kafka-1 to kafka-3, kafka-admin,
# public (what partners are given). Authorities' keys are in authority, which no service is given. Needs sh and openssl.
set -eu
umask 077
folder="${1:?usage: init.sh FOLDER}"
host="${ENTENTE_HOST:-localhost}"
days_authority=3650
days_certificate=825

# Empty volumes belong to root; each is handed to the account that its service runs under.
for data in ${DATA_FOLDERS:-}; do
    chown "${KAFKA_ID:-1000:1000}" "$data"
done

if [ -e "$folder/complete" ]; then
    echo "Secrets are there already; nothing was changed."
    exit 0
fi
case "$host" in
    *[!A-Za-z0-9.-]* | '' | -* | .*)
        echo "ENTENTE_HOST must be a host name; it is '$host'." >&2
        exit 2
        ;;
esac

# A start that was cut short leaves parts whose halves may not fit one another.
for part in authority exchange postgres kafka-1 kafka-2 kafka-3 kafka-admin public; do
    rm -rf "${folder:?}/$part"
    mkdir -p "$folder/$part"
done

secret() {
    openssl rand -hex 32
}

# authority NAME
authority() {
    openssl req -x509 -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days "$days_authority" \
        -subj "/O=Entente/CN=$1" -addext 'basicConstraints=critical,CA:TRUE,pathlen:0' \
        -addext 'keyUsage=critical,keyCertSign,cRLSign' \
        -keyout "$folder/authority/$1.key" -out "$folder/authority/$1.crt" 2>/dev/null
}

# certificate AUTHORITY FILE-WITHOUT-ENDING COMMON-NAME ALTERNATIVE-NAMES
certificate() {
    openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/O=Entente/CN=$3" \
        -keyout "$2.key" -out "$2.csr" 2>/dev/null
    printf '%s\n' "subjectAltName=$4" 'basicConstraints=critical,CA:FALSE' 'keyUsage=critical,digitalSignature' \
        'extendedKeyUsage=serverAuth,clientAuth' > "$2.ext"
    openssl x509 -req -in "$2.csr" -CA "$folder/authority/$1.crt" -CAkey "$folder/authority/$1.key" \
        -set_serial "0x$(openssl rand -hex 16)" -days "$days_certificate" -extfile "$2.ext" -out "$2.crt" 2>/dev/null
    rm "$2.csr" "$2.ext"
}

# What callers see is signed by one authority; brokers know one another, and their administrator, by another that signs nothing else.
authority services
authority brokers

certificate services "$folder/exchange/https" "$host" "DNS:$host,DNS:localhost,DNS:exchange"
certificate services "$folder/postgres/server" postgres "DNS:postgres,DNS:localhost"
certificate brokers "$folder/kafka-admin/admin" admin "DNS:kafka-admin"
for number in 1 2 3; do
    broker="$folder/kafka-$number"
    certificate services "$broker/client" "kafka-$number" "DNS:kafka-$number,DNS:$host,DNS:localhost"
    certificate brokers "$broker/internal" broker "DNS:kafka-$number,DNS:localhost"
    cp "$folder/authority/brokers.crt" "$broker/brokers.crt"
done
cp "$folder/authority/brokers.crt" "$folder/kafka-admin/brokers.crt"
for reader in exchange postgres public; do
    cp "$folder/authority/services.crt" "$folder/$reader/services.crt"
done

database="$(secret)"
kafka="$(secret)"
secret > "$folder/postgres/superuser-password"
printf '%s\n' "$database" > "$folder/postgres/entente-password"
cluster="$(openssl rand -base64 16 | tr '+/' '-_' | tr -d '=')"
for number in 1 2 3; do
    printf '%s\n' "$kafka" > "$folder/kafka-$number/entente-password"
    printf '%s\n' "$cluster" > "$folder/kafka-$number/cluster-id"
done

# What signs the exchange's own tokens, and the key set that checks them.
openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$folder/exchange/token.key" 2>/dev/null
openssl pkey -in "$folder/exchange/token.key" -pubout -out "$folder/exchange/token.pub" 2>/dev/null
secret > "$folder/exchange/admin-password"
cat > "$folder/exchange/application.properties" <<SETTINGS
quarkus.datasource.password=$database
entente.seal-key=$(secret)
kafka.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="entente" password="$kafka";
SETTINGS

# As root, each folder is handed to the account that its service runs under.
if [ "$(id -u)" = 0 ]; then
    chown -R 10001:10001 "$folder/exchange"
    chown -R "${POSTGRES_ID:-999:999}" "$folder/postgres"
    chown -R "${KAFKA_ID:-1000:1000}" "$folder/kafka-1" "$folder/kafka-2" "$folder/kafka-3" "$folder/kafka-admin"
    chmod 0755 "$folder" "$folder/public"
    chmod 0644 "$folder/public/services.crt"
fi
: > "$folder/complete"
echo "Secrets and certificates were made in $folder."
