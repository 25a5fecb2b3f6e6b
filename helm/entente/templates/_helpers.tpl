{{- define "entente.name" -}}
{{- if contains "entente" .Release.Name }}{{ .Release.Name | trunc 40 | trimSuffix "-" }}{{ else }}{{ printf "%s-entente" .Release.Name | trunc 40 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "entente.selector" -}}
app.kubernetes.io/name: entente
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "entente.labels" -}}
{{ include "entente.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{/* What the schema cannot tell, in sentences. Every template that makes a pod includes it. */}}
{{- define "entente.check" -}}
{{- $v := .Values }}
{{- if not $v.image.repository }}{{ fail "Set image.repository to where you keep the image." }}{{ end }}
{{- if not (or $v.image.tag $v.image.digest) }}{{ fail "Set image.digest, or image.tag: what runs is never left to chance." }}{{ end }}
{{- if eq $v.image.tag "latest" }}{{ fail "image.tag may not be latest: instances would run different versions." }}{{ end }}
{{- if not $v.exchange.sealKey.secret }}{{ fail "Set exchange.sealKey.secret to the Secret that holds the seal key." }}{{ end }}
{{- if not $v.exchange.tokens.secret }}{{ fail "Set exchange.tokens.secret to the Secret that holds the key pair of the exchange's own tokens." }}{{ end }}
{{- if not $v.exchange.tls.secret }}{{ fail "Set exchange.tls.secret to the TLS Secret of the exchange's own HTTPS." }}{{ end }}
{{- if not $v.cloudNativePg.enabled }}
{{- if not $v.database.host }}{{ fail "Set database.host, or cloudNativePg.enabled." }}{{ end }}
{{- if not $v.database.credentials.secret }}{{ fail "Set database.credentials.secret to the Secret of the database's user." }}{{ end }}
{{- if not $v.database.ca.secret }}{{ fail "Set database.ca.secret to the Secret that holds the authority of the database's certificate." }}{{ end }}
{{- if and $v.networkPolicy.enabled (not $v.networkPolicy.databaseTo) }}{{ fail "Set networkPolicy.databaseTo: by default the exchange may call nobody, its database neither." }}{{ end }}
{{- end }}
{{- if not $v.strimzi.enabled }}
{{- if not $v.kafka.bootstrapServers }}{{ fail "Set kafka.bootstrapServers, or strimzi.enabled." }}{{ end }}
{{- if not $v.kafka.jaas.secret }}{{ fail "Set kafka.jaas.secret to the Secret that holds the exchange's JAAS line." }}{{ end }}
{{- if not $v.kafka.ca.secret }}{{ fail "Set kafka.ca.secret to the Secret that holds the authority of the brokers' certificates." }}{{ end }}
{{- if and $v.networkPolicy.enabled (not $v.networkPolicy.kafkaTo) }}{{ fail "Set networkPolicy.kafkaTo: by default the exchange may call nobody, its brokers neither." }}{{ end }}
{{- end }}
{{- if and $v.strimzi.enabled (gt (int $v.kafka.replicationFactor) (int $v.strimzi.brokers)) }}{{ fail "kafka.replicationFactor may not be more than strimzi.brokers." }}{{ end }}
{{- if and $v.autoscaling.enabled (lt (int $v.autoscaling.maxReplicas) (int $v.autoscaling.minReplicas)) }}{{ fail "autoscaling.maxReplicas may not be less than autoscaling.minReplicas." }}{{ end }}
{{- if and $v.autoscaling.enabled (eq (int $v.replicas) 0) }}{{ fail "replicas: 0 stops nothing with autoscaling.enabled: set that to false, too." }}{{ end }}
{{- $settings := $v.exchange.environment | default dict }}
{{- $secrets := $v.exchange.secretEnvironment | default dict }}
{{- range $setting, $from := $secrets }}
{{- if hasKey $settings $setting }}{{ fail (printf "%s is in exchange.environment and in exchange.secretEnvironment: leave one." $setting) }}{{ end }}
{{- end }}
{{- range list "QUARKUS_FLYWAY_MIGRATE_AT_START" "QUARKUS_INIT_AND_EXIT" }}
{{- if or (hasKey $settings .) (hasKey $secrets .) }}{{ fail (printf "%s is the chart's own to set: migrations.job says who migrates." .) }}{{ end }}
{{- end }}
{{- if and $v.monitoring.serviceMonitor (not $v.monitoring.scrapeCredentials.secret) }}{{ fail "Set monitoring.scrapeCredentials.secret: metrics are for operators only." }}{{ end }}
{{- if and $v.monitoring.serviceMonitor $v.networkPolicy.enabled (not $v.networkPolicy.metricsFrom) }}{{ fail "Set networkPolicy.metricsFrom to where Prometheus runs: by default nobody may call." }}{{ end }}
{{- if and $v.traces.endpoint $v.networkPolicy.enabled (not $v.networkPolicy.tracesTo) }}{{ fail "Set networkPolicy.tracesTo: by default the exchange may call nobody, its collector of traces neither." }}{{ end }}
{{- if and $v.traces.authorization.secret (not (hasPrefix "https://" $v.traces.endpoint)) }}{{ fail "traces.authorization is a secret: set an https address in traces.endpoint." }}{{ end }}
{{- end }}

{{- define "entente.image" -}}
{{ .Values.image.repository }}{{ if .Values.image.digest }}@{{ .Values.image.digest }}{{ else }}:{{ .Values.image.tag }}{{ end }}
{{- end }}

{{- define "entente.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "entente.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end }}

{{- define "entente.databaseHost" -}}
{{ if .Values.cloudNativePg.enabled }}{{ include "entente.name" . }}-database-rw{{ else }}{{ .Values.database.host }}{{ end }}
{{- end }}

{{- define "entente.databasePort" -}}
{{ if .Values.cloudNativePg.enabled }}5432{{ else }}{{ .Values.database.port }}{{ end }}
{{- end }}

{{- define "entente.databaseUrl" -}}
postgresql://{{ include "entente.databaseHost" . }}:{{ include "entente.databasePort" . }}/{{ .Values.database.name }}?sslmode=verify-full
{{- end }}

{{/*
What all instances may have open at PostgreSQL, one more during an upgrade, and 30 for one that ends just then, for people and for
superusers. PostgreSQL's own 100 are enough for two instances; changing the number restarts PostgreSQL.
*/}}
{{- define "entente.connections" -}}
{{- $v := .Values }}
{{- $instances := ternary $v.autoscaling.maxReplicas $v.replicas $v.autoscaling.enabled | int }}
{{- $pool := dig "QUARKUS_DATASOURCE_REACTIVE_MAX_SIZE" "20" ($v.exchange.environment | default dict) | int }}
{{- max 100 (add (mul (add1 $instances) (add $pool 2)) 30) }}
{{- end }}

{{/*
All settings; the same for instances and for the migration, which starts the same program. No name may come twice: which of the two
holds is not the same for every way in which Kubernetes merges lists.
*/}}
{{- define "entente.environment" -}}
{{- $settings := .Values.exchange.environment | default dict }}
{{- $secrets := .Values.exchange.secretEnvironment | default dict }}
{{- range fromYamlArray (include "entente.ownEnvironment" .) }}
{{- if not (or (hasKey $settings .name) (hasKey $secrets .name)) }}
- {{ toYaml . | nindent 2 | trim }}
{{- end }}
{{- end }}
{{- range $setting, $value := $settings }}
- {name: {{ $setting }}, value: {{ $value | quote }}}
{{- end }}
{{- range $setting, $from := $secrets }}
- name: {{ $setting }}
  valueFrom: {secretKeyRef: {name: {{ $from.secret }}, key: {{ $from.key }}}}
{{- end }}
{{- end }}

{{- define "entente.ownEnvironment" -}}
{{- $v := .Values }}
{{- $name := include "entente.name" . }}
- name: QUARKUS_DATASOURCE_REACTIVE_URL
  value: {{ include "entente.databaseUrl" . | quote }}
- name: QUARKUS_DATASOURCE_JDBC_URL
  value: {{ printf "jdbc:%s&sslrootcert=/etc/entente/database/ca.crt" (include "entente.databaseUrl" .) | quote }}
- {name: QUARKUS_DATASOURCE_REACTIVE_TRUST_CERTIFICATE_PEM, value: "true"}
- {name: QUARKUS_DATASOURCE_REACTIVE_TRUST_CERTIFICATE_PEM_CERTS, value: /etc/entente/database/ca.crt}
- {name: QUARKUS_DATASOURCE_REACTIVE_HOSTNAME_VERIFICATION_ALGORITHM, value: HTTPS}
{{- $credentials := ternary (dict "secret" (printf "%s-database-app" $name) "usernameKey" "username" "passwordKey" "password") $v.database.credentials $v.cloudNativePg.enabled }}
- name: QUARKUS_DATASOURCE_USERNAME
  valueFrom: {secretKeyRef: {name: {{ $credentials.secret }}, key: {{ $credentials.usernameKey }}}}
- name: QUARKUS_DATASOURCE_PASSWORD
  valueFrom: {secretKeyRef: {name: {{ $credentials.secret }}, key: {{ $credentials.passwordKey }}}}
- name: KAFKA_BOOTSTRAP_SERVERS
  value: {{ ternary (printf "%s-kafka-kafka-bootstrap:9093" $name) $v.kafka.bootstrapServers $v.strimzi.enabled | quote }}
- {name: KAFKA_SECURITY_PROTOCOL, value: SASL_SSL}
- {name: KAFKA_SASL_MECHANISM, value: {{ $v.kafka.mechanism }}}
- {name: KAFKA_SSL_TRUSTSTORE_TYPE, value: PEM}
- {name: KAFKA_SSL_TRUSTSTORE_LOCATION, value: /etc/entente/kafka/ca.crt}
{{- $jaas := ternary (dict "secret" (printf "%s-exchange" $name) "key" "sasl.jaas.config") $v.kafka.jaas $v.strimzi.enabled }}
- name: KAFKA_SASL_JAAS_CONFIG
  valueFrom: {secretKeyRef: {name: {{ $jaas.secret }}, key: {{ $jaas.key }}}}
- {name: ENTENTE_RELAY_TOPIC_REPLICATION_FACTOR, value: {{ $v.kafka.replicationFactor | quote }}}
- {name: ENTENTE_SOURCE, value: {{ $v.exchange.source | quote }}}
- name: ENTENTE_SEAL_KEY
  valueFrom: {secretKeyRef: {name: {{ $v.exchange.sealKey.secret }}, key: {{ $v.exchange.sealKey.key }}}}
- {name: MP_JWT_VERIFY_PUBLICKEY_LOCATION, value: /etc/entente/tokens/token.pub}
- {name: SMALLRYE_JWT_SIGN_KEY_LOCATION, value: /etc/entente/tokens/token.key}
- {name: QUARKUS_HTTP_SSL_CERTIFICATE_FILES, value: /etc/entente/tls/tls.crt}
- {name: QUARKUS_HTTP_SSL_CERTIFICATE_KEY_FILES, value: /etc/entente/tls/tls.key}
{{- if $v.exchange.firstAdmin.secret }}
- {name: ENTENTE_ACCESS_BOOTSTRAP_ADMIN_SECRET_FILE, value: /etc/entente/admin/password}
{{- end }}
{{- if $v.traces.endpoint }}
- {name: ENTENTE_TRACES_ENDPOINT, value: {{ $v.traces.endpoint | quote }}}
- {name: ENTENTE_TRACES_RATIO, value: {{ $v.traces.ratio | quote }}}
{{- if $v.traces.authorization.secret }}
- name: ENTENTE_TRACES_AUTHORIZATION
  valueFrom: {secretKeyRef: {name: {{ $v.traces.authorization.secret }}, key: {{ $v.traces.authorization.key }}}}
{{- end }}
{{- if $v.traces.ca.secret }}
- {name: ENTENTE_TRACES_TRUSTED_CERTIFICATES, value: /etc/entente/traces/ca.crt}
{{- end }}
{{- end }}
{{- end }}

{{- define "entente.mounts" -}}
- {name: tmp, mountPath: /tmp}
- {name: tls, mountPath: /etc/entente/tls, readOnly: true}
- {name: tokens, mountPath: /etc/entente/tokens, readOnly: true}
- {name: database-ca, mountPath: /etc/entente/database, readOnly: true}
- {name: kafka-ca, mountPath: /etc/entente/kafka, readOnly: true}
{{- if and .Values.traces.endpoint .Values.traces.ca.secret }}
- {name: traces-ca, mountPath: /etc/entente/traces, readOnly: true}
{{- end }}
{{- if .Values.exchange.firstAdmin.secret }}
- {name: admin, mountPath: /etc/entente/admin, readOnly: true}
{{- end }}
{{- range $file, $from := .Values.exchange.files }}
- {name: files-{{ $file }}, mountPath: /etc/entente/files/{{ $file }}, readOnly: true}
{{- end }}
{{- end }}

{{- define "entente.volumes" -}}
{{- $v := .Values }}
{{- $name := include "entente.name" . }}
{{- $databaseCa := ternary (dict "secret" (printf "%s-database-ca" $name) "key" "ca.crt") $v.database.ca $v.cloudNativePg.enabled }}
{{- $kafkaCa := ternary (dict "secret" (printf "%s-kafka-cluster-ca-cert" $name) "key" "ca.crt") $v.kafka.ca $v.strimzi.enabled }}
- {name: tmp, emptyDir: {sizeLimit: 512Mi}}
- {name: tls, secret: {secretName: {{ $v.exchange.tls.secret }}, defaultMode: 0440}}
- name: tokens
  secret:
    secretName: {{ $v.exchange.tokens.secret }}
    defaultMode: 0440
    items:
      - {key: {{ $v.exchange.tokens.privateKey }}, path: token.key}
      - {key: {{ $v.exchange.tokens.publicKey }}, path: token.pub}
- {name: database-ca, secret: {secretName: {{ $databaseCa.secret }}, items: [{key: {{ $databaseCa.key }}, path: ca.crt}]}}
- {name: kafka-ca, secret: {secretName: {{ $kafkaCa.secret }}, items: [{key: {{ $kafkaCa.key }}, path: ca.crt}]}}
{{- if and $v.traces.endpoint $v.traces.ca.secret }}
- {name: traces-ca, secret: {secretName: {{ $v.traces.ca.secret }}, items: [{key: {{ $v.traces.ca.key }}, path: ca.crt}]}}
{{- end }}
{{- if $v.exchange.firstAdmin.secret }}
- {name: admin, secret: {secretName: {{ $v.exchange.firstAdmin.secret }}, defaultMode: 0440, items: [{key: {{ $v.exchange.firstAdmin.key }}, path: password}]}}
{{- end }}
{{- range $file, $from := $v.exchange.files }}
- name: files-{{ $file }}
  {{- if $from.secret }}
  secret: {secretName: {{ $from.secret }}, defaultMode: 0440}
  {{- else if $from.configMap }}
  configMap: {name: {{ $from.configMap }}, defaultMode: 0440}
  {{- else }}
  persistentVolumeClaim: {claimName: {{ $from.claim }}, readOnly: true}
  {{- end }}
{{- end }}
{{- end }}
