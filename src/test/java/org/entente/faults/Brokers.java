package org.entente.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;
import org.entente.relay.BrokerProcess;
import org.entente.testing.CutLine;
import org.entente.testing.FreePorts;

/**
 * One broker or several, each reached by subscribers directly and by every exchange over a line of its own. Close them: no process
 * stays behind.
 */
final class Brokers implements AutoCloseable {

    /** Among the settings of brokers: what exchanges speak with them. */
    static final String PROTOCOL = "test.line.protocol";

    final List<BrokerProcess> all = new ArrayList<>();

    /** By exchange, one a broker. */
    final List<List<CutLine>> lines = new ArrayList<>();

    /** @param folders of each broker's data */
    Brokers(List<Path> folders, int exchanges, Map<String, String> settings) throws IOException {
        String cluster = Uuid.randomUuid().toString();
        for (int i = 0; i < exchanges; i++) {
            lines.add(new ArrayList<>());
        }
        for (Path folder : folders) {
            all.add(new BrokerProcess(folder));
        }
        String voters = all.stream()
                .map(broker -> (all.indexOf(broker) + 1) + "@127.0.0.1:" + broker.controllerPort())
                .collect(Collectors.joining(","));
        for (int node = 1; node <= all.size(); node++) {
            BrokerProcess broker = all.get(node - 1).inCluster(node, cluster, voters);
            broker.with(listeners(broker, exchanges, settings))
                    .with(replication())
                    .with(settings);
        }
    }

    private Map<String, String> listeners(BrokerProcess broker, int exchanges, Map<String, String> settings)
            throws IOException {
        StringBuilder listeners = new StringBuilder("CLIENT://127.0.0.1:" + broker.port());
        StringBuilder advertised = new StringBuilder(listeners);
        StringBuilder protocols = new StringBuilder("CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        for (int i = 0; i < exchanges; i++) {
            int port = FreePorts.take();
            CutLine line = new CutLine(port);
            lines.get(i).add(line);
            listeners.append(",LINE%d://127.0.0.1:%d".formatted(i, port));
            advertised.append(",LINE%d://127.0.0.1:%d".formatted(i, line.port()));
            protocols.append(",LINE%d:%s".formatted(i, settings.getOrDefault(PROTOCOL, "PLAINTEXT")));
        }
        listeners.append(",CONTROLLER://127.0.0.1:").append(broker.controllerPort());
        return Map.of(
                "listeners", listeners.toString(),
                "advertised.listeners", advertised.toString(),
                "listener.security.protocol.map", protocols.toString());
    }

    private Map<String, String> replication() {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "super.users", "User:ANONYMOUS"));
        if (all.size() > 1) {
            String copies = String.valueOf(all.size());
            String least = String.valueOf(all.size() - 1);
            settings.putAll(Map.of(
                    "default.replication.factor", copies,
                    "min.insync.replicas", least,
                    "offsets.topic.replication.factor", copies,
                    "transaction.state.log.replication.factor", copies,
                    "transaction.state.log.min.isr", least));
        }
        return settings;
    }

    void start() {
        CompletableFuture.allOf(all.stream()
                        .map(broker -> CompletableFuture.runAsync(() -> start(broker)))
                        .toArray(CompletableFuture[]::new))
                .orTimeout(2, java.util.concurrent.TimeUnit.MINUTES)
                .join();
    }

    static void start(BrokerProcess broker) {
        try {
            broker.start();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Where subscribers find them. */
    String addresses() {
        return all.stream().map(BrokerProcess::address).collect(Collectors.joining(","));
    }

    /** Where an exchange finds them. */
    String addresses(int exchange) {
        return lines.get(exchange).stream()
                .map(line -> "127.0.0.1:" + line.port())
                .collect(Collectors.joining(","));
    }

    void delay(Duration each) {
        lines.forEach(ofExchange -> ofExchange.forEach(line -> line.delay(each)));
    }

    @Override
    public void close() {
        lines.forEach(ofExchange -> ofExchange.forEach(CutLine::close));
        all.forEach(BrokerProcess::close);
    }
}
