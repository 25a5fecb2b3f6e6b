package org.entente.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The configuration of the embedded broker: who reaches it where, and how little memory a node of one needs.
 *
 * <p>Three listeners, all on loopback, all with a password. {@code CLIENT} is the subscribers': TLS, SCRAM-SHA-512. {@code
 * INTERNAL} is the exchange's own and the broker's: SCRAM-SHA-512 without TLS, since it never leaves the machine. {@code
 * CONTROLLER} is between broker and controller; it takes PLAIN, because SCRAM credentials are kept in the very metadata that a
 * controller has to be up to read.
 */
record KafkaBrokerProperties(
        Path folder, int clientPort, int internalPort, int controllerPort, String password, GeneratedCertificates tls) {
    /** The exchange's own account, the broker's only superuser. */
    static final String USER = "entente";

    static final String SCRAM = "SCRAM-SHA-512";
    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    /** Compacted topics of this many partitions hold the offsets and transactions of one node's few clients. */
    private static final String INTERNAL_PARTITIONS = "8";

    /** All of it, as Kafka's own configuration takes it. */
    Map<String, String> asMap() throws IOException {
        Map<String, String> all = new HashMap<>();
        all.put("process.roles", "broker,controller");
        all.put("node.id", Integer.toString(NODE_ID));
        // A voter list from the configuration is not kept on disk, so the port may be another one at the next start.
        all.put("controller.quorum.voters", NODE_ID + "@" + LoopbackPorts.HOST + ":" + controllerPort);
        all.put("log.dirs", folder.toString());
        listeners(all);
        authorization(all);
        singleNode(all);
        sizes(all);
        return all;
    }

    /** The JAAS line by which a client signs in with SCRAM. */
    static String scramJaas(String user, String password) {
        return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user + "\" password=\""
                + password + "\";";
    }

    private void listeners(Map<String, String> all) throws IOException {
        all.put(
                "listeners",
                "CLIENT://%1$s:%2$d,INTERNAL://%1$s:%3$d,CONTROLLER://%1$s:%4$d"
                        .formatted(LoopbackPorts.HOST, clientPort, internalPort, controllerPort));
        all.put(
                "advertised.listeners",
                "CLIENT://%1$s:%2$d,INTERNAL://%1$s:%3$d".formatted(LoopbackPorts.HOST, clientPort, internalPort));
        all.put("listener.security.protocol.map", "CLIENT:SASL_SSL,INTERNAL:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT");
        all.put("controller.listener.names", CONTROLLER_LISTENER);
        all.put("inter.broker.listener.name", "INTERNAL");
        all.put("sasl.mechanism.inter.broker.protocol", SCRAM);
        all.put("sasl.mechanism.controller.protocol", "PLAIN");
        all.put("listener.name.client.sasl.enabled.mechanisms", SCRAM);
        all.put("listener.name.internal.sasl.enabled.mechanisms", SCRAM);
        all.put("listener.name.controller.sasl.enabled.mechanisms", "PLAIN");
        all.put(
                "listener.name.client.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        // A renewed credential ends what was opened with the old one within five seconds: who cannot sign in again by
        // then is cut off.
        all.put("listener.name.client.scram-sha-512.connections.max.reauth.ms", "4000");
        all.put("listener.name.internal.scram-sha-512.sasl.jaas.config", scramJaas(USER, password));
        all.put(
                "listener.name.controller.plain.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"" + USER + "\" password=\""
                        + password + "\" user_" + USER + "=\"" + password + "\";");
        all.put("listener.name.client.ssl.keystore.type", "PEM");
        all.put("listener.name.client.ssl.keystore.key", Files.readString(tls.serverKeyFile()));
        all.put("listener.name.client.ssl.keystore.certificate.chain", Files.readString(tls.serverFile()));
        all.put("listener.name.client.ssl.enabled.protocols", "TLSv1.2,TLSv1.3");
    }

    private static void authorization(Map<String, String> all) {
        all.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        all.put("allow.everyone.if.no.acl.found", "false");
        all.put("super.users", "User:" + USER);
        all.put("auto.create.topics.enable", "false");
    }

    private static void singleNode(Map<String, String> all) {
        all.put("offsets.topic.replication.factor", "1");
        all.put("transaction.state.log.replication.factor", "1");
        all.put("transaction.state.log.min.isr", "1");
        all.put("share.coordinator.state.topic.replication.factor", "1");
        all.put("share.coordinator.state.topic.min.isr", "1");
        all.put("default.replication.factor", "1");
        all.put("min.insync.replicas", "1");
        all.put("group.initial.rebalance.delay.ms", "0");
        // A subscriber that was away for longer than a week must not start again from the beginning, nor the relay.
        all.put("offsets.retention.minutes", Integer.toString(Integer.MAX_VALUE));
        all.put("transactional.id.expiration.ms", Integer.toString(Integer.MAX_VALUE));
        // After kill -9 the controller takes the new broker for a second one until the old one's session ends.
        // Kafka's nine seconds would be most of a start.
        all.put("broker.session.timeout.ms", "4000");
        all.put("broker.heartbeat.interval.ms", "500");
    }

    private static void sizes(Map<String, String> all) {
        all.put("offsets.topic.num.partitions", INTERNAL_PARTITIONS);
        all.put("transaction.state.log.num.partitions", INTERNAL_PARTITIONS);
        all.put("share.coordinator.state.topic.num.partitions", "1");
        // Kafka's 128 MiB is for compacting millions of keys; the internal topics of one node have thousands.
        all.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
        all.put("log.cleaner.io.buffer.size", Integer.toString(256 << 10));
        // A disk write every half second, on a machine that does nothing, only tells other controllers that this one
        // lives.
        all.put("metadata.max.idle.interval.ms", "10000");
        all.put("num.network.threads", "2");
        all.put("num.io.threads", "4");
        all.put("background.threads", "2");
        all.put("num.recovery.threads.per.data.dir", "2");
        all.put("queued.max.requests", "100");
        // One record is one STIX object; an artifact may carry a file of some mebibytes in base64.
        all.put("message.max.bytes", Integer.toString(16 << 20));
    }
}
