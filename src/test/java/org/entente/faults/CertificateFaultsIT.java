package org.entente.faults;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.entente.relay.TestAuthority;
import org.entente.testing.CutLine;
import org.junit.jupiter.api.Test;

/** Two exchanges that callers reach over TLS, and that reach Kafka over TLS; certificates run out, and are replaced meanwhile. */
class CertificateFaultsIT extends Faults {

    private static final Duration LONG = Duration.ofDays(1);
    private static final Duration BRIEF = Duration.ofSeconds(50);
    private static final Duration RUN_OUT = Duration.ofSeconds(20);

    /** The shortest that the exchange takes, and a little. */
    private static final String RELOAD_PERIOD = "31s";

    private final TestAuthority authority = new TestAuthority();
    private TestAuthority brokersAuthority = new TestAuthority();
    private Path certificate;
    private Path key;
    private Path brokerStore;
    private Path trusted;

    @Override
    Stage stage(String name) throws Exception {
        Path folder = Files.createDirectories(FaultReport.FOLDER.resolve("certificates"));
        certificate = folder.resolve("exchange.crt");
        key = folder.resolve("exchange.key");
        brokerStore = folder.resolve("broker.pem");
        trusted = folder.resolve("trusted.crt");
        Files.writeString(trusted, brokersAuthority.certificate());
        certify(LONG);
        certifyBroker(LONG);
        Stage stage = new Stage(name, size(2, 1, name), brokerSettings());
        stage.trust = trust();
        for (Exchange exchange : stage.exchanges) {
            exchange.withCertificate(certificate, key)
                    .with("QUARKUS_HTTP_SSL_CERTIFICATE_RELOAD_PERIOD", RELOAD_PERIOD)
                    .with("KAFKA_SECURITY_PROTOCOL", "SSL")
                    .with("KAFKA_SSL_TRUSTSTORE_TYPE", "PEM")
                    .with("KAFKA_SSL_TRUSTSTORE_LOCATION", trusted.toString());
        }
        return stage;
    }

    @Test
    void ofExchangeRunsOut() throws Exception {
        load().under("certificate-exchange", "certificate of both exchanges run out for 20 s, then replaced", () -> {
            certify(BRIEF);
            load().keepFor(BRIEF.plusSeconds(1));
            reconnect(callerLines());
            load().keepFor(RUN_OUT);
            certify(LONG);
        });
    }

    @Test
    void ofBrokerRunsOut() throws Exception {
        load().under("certificate-kafka", "certificate of Kafka run out for 20 s, then replaced", () -> {
            certifyBroker(Duration.ofSeconds(1));
            restartBroker();
            load().keepFor(RUN_OUT);
            certifyBroker(LONG);
            restartBroker();
        });
    }

    @Test
    void ofBrokerIsSignedByAnother() throws Exception {
        load().under(
                        "authority-kafka",
                        "certificate of Kafka by a new authority, put into the exchanges' trust store after 20 s",
                        () -> {
                            String before = brokersAuthority.certificate();
                            brokersAuthority = new TestAuthority();
                            certifyBroker(LONG);
                            restartBroker();
                            load().keepFor(RUN_OUT);
                            Files.writeString(trusted, before + brokersAuthority.certificate());
                        });
        // What administers the brokers trusts the new one too.
        stage().makePartner("xa-later");
    }

    private Map<String, String> brokerSettings() {
        Map<String, String> settings = new TreeMap<>(Map.of(Brokers.PROTOCOL, "SSL", "ssl.client.auth", "none"));
        for (int line = 0; line < 2; line++) {
            settings.put("listener.name.line" + line + ".ssl.keystore.type", "PEM");
            settings.put("listener.name.line" + line + ".ssl.keystore.location", brokerStore.toString());
        }
        return settings;
    }

    private void certify(Duration validity) throws Exception {
        TestAuthority.Identity identity = authority.identity("CN=exchange", validity);
        replace(key, identity.key());
        replace(certificate, identity.certificate());
    }

    private void certifyBroker(Duration validity) throws Exception {
        TestAuthority.Identity identity = brokersAuthority.identity("CN=broker", validity);
        replace(brokerStore, identity.key() + identity.certificate());
    }

    /** In one step, so that nobody reads half of it. */
    private static void replace(Path file, String content) throws Exception {
        Path beside = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), content);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** It reads its file when it starts, and who was connected comes again. */
    private void restartBroker() throws Exception {
        stage().brokers.all.get(0).stop();
        stage().brokers.all.get(0).start();
    }

    private SSLContext trust() throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry(
                "authority",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(authority.certificate().getBytes(StandardCharsets.US_ASCII))));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private List<CutLine> callerLines() {
        return stage().exchanges.stream().map(exchange -> exchange.callers).toList();
    }

    /** Connections that are open would outlive a certificate. */
    private static void reconnect(List<CutLine> lines) throws Exception {
        for (CutLine line : lines) {
            line.cut();
            line.mend();
        }
    }
}
