package org.entente.relay;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.io.Writer;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.logging.ConsoleHandler;
import java.util.logging.Level;
import java.util.logging.Logger;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.awaitility.Awaitility;
import org.entente.testing.FreePorts;

/**
 * A broker in a process of its own, without authentication, to be killed and started again on the same data and ports. With
 * settings of its own it may have a second listener that does ask. Not thread-safe. Close it: no process stays behind.
 */
public final class BrokerProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Seconds as a rule; but the machine may do much else. */
    private static final Duration START_PATIENCE = Duration.ofMinutes(3);

    /** Of this class, not of Kafka. */
    private static final String CLUSTER = "test.cluster.id";

    private final Path folder;
    private final int port;
    private final int controllerPort;
    private final int mutualPort;
    private final Properties additional = new Properties();
    private int fileMebibytesMax;
    private int heapMebibytes = 256;
    private Process process;

    /** One that keeps its data there; not started yet. */
    public BrokerProcess(Path folder) throws IOException {
        this.folder = folder;
        this.port = FreePorts.take();
        this.controllerPort = FreePorts.take();
        this.mutualPort = FreePorts.take();
    }

    /** As one of several brokers, all of which are to be started at once. */
    public BrokerProcess inCluster(int node, String cluster, String voters) {
        additional.putAll(
                Map.of("node.id", String.valueOf(node), CLUSTER, cluster, "controller.quorum.voters", voters));
        return this;
    }

    /** Where its controller listens. */
    public int controllerPort() {
        return controllerPort;
    }

    /** Where clients come in, without the address. */
    public int port() {
        return port;
    }

    /** Settings beyond those of every broker here, or in place of them. */
    public BrokerProcess with(Map<String, String> settings) {
        additional.putAll(settings);
        return this;
    }

    /**
     * Until {@link #withRoom} the system refuses it to write a file beyond that size, so that a write fails in the middle as it
     * does on a full disk.
     */
    BrokerProcess withFilesUpTo(int mebibytes) {
        fileMebibytesMax = mebibytes;
        return this;
    }

    /** After a kill it takes the next one for a second broker for as long as the embedded one does, rather than Kafka's nine seconds. */
    public BrokerProcess withBriefSessions() {
        return with(Map.of("broker.session.timeout.ms", "4000", "broker.heartbeat.interval.ms", "500"));
    }

    /** More than the few topics of a test need. */
    BrokerProcess withHeap(int mebibytes) {
        heapMebibytes = mebibytes;
        return this;
    }

    /** There is room on the disk again. */
    BrokerProcess withRoom() {
        fileMebibytesMax = 0;
        return this;
    }

    /** The number of its process. */
    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** A further listener, where clients show certificates, and access rules for who they prove to be. */
    BrokerProcess withMutualTls(TestAuthority authority) {
        return with(Map.ofEntries(
                Map.entry(
                        "listeners",
                        "CLIENT://%1$s:%2$d,MUTUAL://%1$s:%3$d,CONTROLLER://%1$s:%4$d"
                                .formatted("127.0.0.1", port, mutualPort, controllerPort)),
                Map.entry("listener.security.protocol.map", "CLIENT:PLAINTEXT,MUTUAL:SSL,CONTROLLER:PLAINTEXT"),
                Map.entry("listener.name.mutual.ssl.client.auth", "required"),
                Map.entry("listener.name.mutual.ssl.principal.mapping.rules", "RULE:^CN=([a-z][a-z0-9-]*)(,.*)?$/$1/"),
                Map.entry("listener.name.mutual.ssl.truststore.type", "PEM"),
                Map.entry("listener.name.mutual.ssl.truststore.certificates", authority.certificate()),
                Map.entry("listener.name.mutual.ssl.keystore.type", "PEM"),
                Map.entry("listener.name.mutual.ssl.keystore.key", authority.brokerKey()),
                Map.entry("listener.name.mutual.ssl.keystore.certificate.chain", authority.brokerCertificate()),
                Map.entry("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer"),
                Map.entry("allow.everyone.if.no.acl.found", "false"),
                // The exchange of a test and the broker itself, who connect where nobody is asked.
                Map.entry("super.users", "User:ANONYMOUS")));
    }

    /** What a process of its own runs: folder, port, port of the controller, file of further settings. */
    public static void main(String... arguments) throws Exception {
        // Else nobody would know why it ends: Kafka says that in its log alone.
        Logger log = Logger.getLogger("");
        log.setLevel(Level.WARNING);
        log.addHandler(new ConsoleHandler());
        Path folder = Path.of(arguments[0]);
        Map<String, String> settings = new HashMap<>(properties(folder, arguments[1], arguments[2]));
        Properties additional = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of(arguments[3]))) {
            additional.load(file);
        }
        additional.stringPropertyNames().forEach(name -> settings.put(name, additional.getProperty(name)));
        String cluster = settings.getOrDefault(CLUSTER, Uuid.randomUuid().toString());
        settings.remove(CLUSTER);
        if (!Files.exists(folder.resolve("meta.properties"))) {
            Files.createDirectories(folder);
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setClusterId(cluster)
                    .setNodeId(Integer.parseInt(settings.get("node.id")))
                    .addDirectory(folder.toString())
                    .setMetadataLogDirectory(folder.toString())
                    .setControllerListenerName("CONTROLLER")
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                    .run();
        }
        new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM).startup();
    }

    private static Map<String, String> properties(Path folder, String port, String controllerPort) {
        return Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", "1"),
                Map.entry("controller.quorum.voters", "1@127.0.0.1:" + controllerPort),
                Map.entry("log.dirs", folder.toString()),
                Map.entry("listeners", "CLIENT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort),
                Map.entry("listener.security.protocol.map", "CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("inter.broker.listener.name", "CLIENT"),
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("offsets.topic.num.partitions", "2"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.num.partitions", "2"),
                Map.entry("transaction.state.log.min.isr", "1"),
                // 128 MiB by default, half of the heap: now and then it did not find as much in one piece, and the
                // broker ended.
                Map.entry("log.cleaner.dedupe.buffer.size", "4194304"),
                Map.entry("group.initial.rebalance.delay.ms", "0"));
    }

    /** Where clients come in that nobody asks who they are. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** Where clients show certificates. */
    String mutualAddress() {
        return "127.0.0.1:" + mutualPort;
    }

    /** Starts it, and returns when it takes connections. */
    public BrokerProcess start() throws IOException {
        List<String> command = new ArrayList<>();
        if (fileMebibytesMax > 0) {
            // In blocks of 512 bytes, as POSIX says.
            command.addAll(List.of("sh", "-c", "ulimit -f $0 && exec \"$@\"", String.valueOf(fileMebibytesMax * 2048)));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + heapMebibytes + "m");
        command.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
        command.add("-cp");
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(BrokerProcess.class.getName());
        Path settings = folder.resolveSibling(folder.getFileName() + ".properties");
        command.addAll(
                List.of(folder.toString(), String.valueOf(port), String.valueOf(controllerPort), settings.toString()));
        Files.createDirectories(folder);
        try (Writer file = Files.newBufferedWriter(settings)) {
            additional.store(file, "Settings of a test");
        }
        Path output = folder.resolveSibling(folder.getFileName() + ".out");
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        Awaitility.await().atMost(START_PATIENCE).until(() -> !process.isAlive() || answers());
        if (!process.isAlive()) {
            throw new AssertionError("The broker ended with " + process.exitValue() + " instead of starting, ports "
                    + port + ", " + controllerPort + ", " + mutualPort + ":\n" + Files.readString(output));
        }
        return this;
    }

    /** Ends it as {@code kill -9} does. */
    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends it a signal by name. */
    public void signal(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    /** Ends it in an orderly way. */
    public void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            kill();
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        kill();
    }
}
